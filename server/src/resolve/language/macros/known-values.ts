/** Macros whose value is known without their bodies: data. */
import type { Expr } from '../../../model/ir.ts';

/**
 * Macros whose value has the type of an argument, by the argument's number: data. Their bodies go through typeof and
 * compiler builtins that would be slow to follow and say no more than this.
 */
const SAME_AS_ARGUMENT: ReadonlyMap<string, number> = new Map(
  Object.entries<number>({
    READ_ONCE: 0,
    __READ_ONCE: 0,
    data_race: 0,
    rcu_dereference: 0,
    rcu_dereference_raw: 0,
    rcu_dereference_bh: 0,
    rcu_dereference_sched: 0,
    rcu_dereference_check: 0,
    rcu_dereference_bh_check: 0,
    rcu_dereference_sched_check: 0,
    rcu_dereference_protected: 0,
    rcu_dereference_raw_check: 0,
    rcu_access_pointer: 0,
    rcu_replace_pointer: 0,
    rcu_pointer_handoff: 0,
    rtnl_dereference: 0,
    unrcu_pointer: 0,
    srcu_dereference: 0,
    smp_load_acquire: 0,
    per_cpu_ptr: 0,
    raw_cpu_ptr: 0,
    this_cpu_ptr: 0,
    get_cpu_ptr: 0,
    per_cpu: 0,
    this_cpu_read: 0,
    __this_cpu_read: 0,
    get_cpu_var: 0,
    __ptr_ring_peek: 0,
    no_free_ptr: 0,
    likely: 0,
    unlikely: 0,
    array_ptr_mask: 0,
    PTR_IF: 1,
    pm_ptr: 0,
    pm_sleep_ptr: 0,
    rwlock_assert: 0,
  }),
);

/** Macros that turn a pointer to a member into one to the struct that holds it: the argument that names the type. */
const CONTAINER: ReadonlyMap<string, number> = new Map(
  Object.entries<number>({ container_of: 1, container_of_const: 1 }),
);

/** The argument that stands for the value of a macro such as READ_ONCE; null for any other name. */
export function sameAsArgument(name: string, args: readonly Expr[]): Expr | null {
  const index = SAME_AS_ARGUMENT.get(name);
  return index === undefined ? null : (args[index] ?? null);
}

/** The argument of a macro such as container_of that names the struct to which its value points; null for any other name. */
export function containerOf(name: string, args: readonly Expr[]): Expr | null {
  const index = CONTAINER.get(name);
  return index === undefined ? null : (args[index] ?? null);
}

/**
 * Macros that store a value in a place, `WRITE_ONCE(place, value)`, by the numbers of both arguments: data. Some are given the
 * place's address. What they are in the end is an assembler instruction or a builtin, in which the assignment cannot be seen.
 */
const STORES: ReadonlyMap<string, readonly [place: number, value: number]> = new Map(
  Object.entries<readonly [place: number, value: number]>({
    WRITE_ONCE: [0, 1],
    __WRITE_ONCE: [0, 1],
    rcu_assign_pointer: [0, 1],
    RCU_INIT_POINTER: [0, 1],
    rcu_replace_pointer: [0, 1],
    smp_store_release: [0, 1],
    smp_store_mb: [0, 1],
    ...Object.fromEntries(['', '_acquire', '_release', '_relaxed'].map((order) => [`xchg${order}`, [0, 1]] as const)),
    ...Object.fromEntries(
      ['', '_acquire', '_release', '_relaxed', '_local'].flatMap((order) => [
        [`cmpxchg${order}`, [0, 2]] as const,
        [`try_cmpxchg${order}`, [0, 2]] as const,
      ]),
    ),
  }),
);

/** What a macro such as WRITE_ONCE stores, and where; null for any other name. */
export function storeOf(name: string, args: readonly Expr[]): { left: Expr; right: Expr } | null {
  const [place = -1, stored = -1] = STORES.get(name) ?? [];
  const left = args[place];
  const right = args[stored];
  return left && right ? { left: pointedAt(left), right } : null;
}

/** Whether a macro such as WRITE_ONCE stores what it is given. */
export function isStore(name: string): boolean {
  return STORES.has(name);
}

/** The place whose address an expression is; any other expression itself. */
function pointedAt(expr: Expr): Expr {
  if (expr.k === 'cast') return pointedAt(expr.arg);
  return expr.k === 'unary' && expr.op === '&' ? expr.arg : expr;
}
