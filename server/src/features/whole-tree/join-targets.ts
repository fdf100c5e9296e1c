/**
 * What every call through a hook can reach, for all structs at once: each file says which hooks it calls, fills and checks, and
 * these are put together by the struct, told apart by the file that defines it, and the field.
 */
import type { SourceFile } from '../../index/file.ts';
import type { DispatchSite, Place } from '../../model/answers.ts';
import type { Expr } from '../../model/ir.ts';
import type { Expressions } from '../../resolve/language/expressions.ts';
import type { StructDef } from '../../resolve/language/types.ts';
import { functionsIn } from '../../resolve/tables/named-functions.ts';
import type { OpsTable } from '../../resolve/tables/tables.ts';
import type { HookUses, MemberCall } from '../../resolve/uses/hook-uses.ts';

/** What one file says of the hooks of every struct: plain data, which threads hand over. */
export interface HookFacts {
  /** For each dispatch site of the file, in order. */
  readonly sites: readonly SiteFacts[];
  readonly fills: readonly FillFacts[];
  readonly checks: readonly CheckFacts[];
  readonly copies: readonly CopyFacts[];
}

interface SiteFacts {
  readonly hook: string;
  /** The tables that the call can name, `shmem_uffd_ops.alloc_folio(...)`; empty where it goes through a pointer. */
  readonly named: readonly string[];
}

/** A function in a slot of a table, or assigned at run time: then `table` is null. */
interface FillFacts {
  readonly hook: string;
  readonly function: string;
  readonly table: string | null;
}

interface CheckFacts extends Place {
  readonly hook: string;
  readonly function: string;
}

/** `info->op = ops->copy`: what fills the one fills the other. */
interface CopyFacts {
  readonly hook: string;
  readonly into: string;
}

/** The facts of one file. */
export function hookFacts(
  expressions: Expressions,
  file: SourceFile,
  tables: readonly OpsTable[],
  calls: readonly MemberCall[],
  uses: HookUses,
): HookFacts {
  const slots = tables.flatMap((table) =>
    table.slots.flatMap(({ field, value }) =>
      value.k === 'function'
        ? [{ hook: hookOf(table.struct, field), function: value.name, table: tableId(table) }]
        : [],
    ),
  );
  const assigned = uses.assignments.flatMap(({ struct, field, value, place }) =>
    functionsIn(expressions, value, place).map(({ name }) => ({
      hook: hookOf(struct, field),
      function: name,
      table: null,
    })),
  );
  return {
    sites: calls.map((call) => ({ hook: hookOf(call.struct, call.field), named: tablesNamed(call) })),
    fills: [...slots, ...assigned],
    checks: uses.checks.map(({ struct, field, inFunction, at }) => ({
      hook: hookOf(struct, field),
      function: inFunction,
      file: file.path,
      ...file.point(at),
    })),
    copies: uses.copies.flatMap(({ struct, field, into }) =>
      into ? [{ hook: hookOf(struct, field), into: hookOf(into.struct, into.field) }] : [],
    ),
  };
}

/** The sites with what they can reach, and with where else their hook is checked. `facts` are those of their files, in order. */
export function joinTargets(sites: readonly DispatchSite[], facts: readonly HookFacts[]): readonly DispatchSite[] {
  const fills = fillsByHook(facts);
  const checks = groups(
    facts.flatMap((each) => each.checks),
    (check) => check.hook,
  );
  const known = facts.flatMap((each) => each.sites);
  return sites.map((site, index) => {
    const { hook = '', named = [] } = known[index] ?? {};
    const all = fills.get(hook) ?? [];
    const own = all.filter((each) => each.table !== null && named.includes(each.table));
    const targets = [...new Set((own.length > 0 ? own : all).map((each) => each.function))].sort();
    const check = site.guarded ? undefined : checks.get(hook)?.find((each) => each.function !== site.function);
    if (!check) return { ...site, targets };
    const { function: inFunction, file, line, column } = check;
    return { ...site, targets, checkedIn: { function: inFunction, file, line, column } };
  });
}

function fillsByHook(facts: readonly HookFacts[]): ReadonlyMap<string, readonly FillFacts[]> {
  const fills = groups(
    facts.flatMap((each) => each.fills),
    (fill) => fill.hook,
  );
  const copies = groups(
    facts.flatMap((each) => each.copies),
    (copy) => copy.hook,
  );
  // What one hook is copied to may be copied on, in circles too: a hook is looked at again when something new fills it.
  const changed = new Set(copies.keys());
  for (const hook of changed) {
    changed.delete(hook);
    for (const into of new Set(copies.get(hook)?.map((copy) => copy.into))) {
      const has = new Set(fills.get(into)?.map((each) => each.function));
      const fresh = (fills.get(hook) ?? []).filter((each) => !has.has(each.function));
      if (fresh.length === 0) continue;
      fills.set(into, [...(fills.get(into) ?? []), ...fresh.map((each) => ({ ...each, table: null }))]);
      changed.add(into);
    }
  }
  return fills;
}

function groups<T>(all: readonly T[], keyOf: (each: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const each of all) {
    const key = keyOf(each);
    const same = found.get(key);
    if (same) same.push(each);
    else found.set(key, [each]);
  }
  return found;
}

/** A hook's name for all files: structs of one tag that several files define are different ones. */
function hookOf(struct: StructDef, field: string): string {
  return `${struct.file.path}:${struct.name || struct.at}.${field}`;
}

/** A table's name for all files; null for one that nothing can name. */
function tableId({ name, path, file, at, inFunction, isStatic }: OpsTable): string | null {
  if (name === '' || path !== '') return null;
  if (inFunction !== null) return `${file.path}@${at}`;
  return isStatic ? `${file.path}:${name}` : name;
}

/** The tables that a call's receiver can be: `&table` or `table`, local, the file's own, or a shared one. */
function tablesNamed({ receiver, place, file }: MemberCall): readonly string[] {
  const named: Expr = receiver.k === 'unary' && receiver.op === '&' ? receiver.arg : receiver;
  if (named.k !== 'id') return [];
  const local = place.scope?.local(named.name, named.at);
  return local ? [`${file.path}@${local.at}`] : [`${file.path}:${named.name}`, named.name];
}
