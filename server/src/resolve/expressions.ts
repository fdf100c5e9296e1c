/** What type an expression has, by the declarations that its file sees. */
import type { SourceFile } from '../index/file.ts';
import type { Snapshot } from '../index/snapshot.ts';
import type { Expr, InitItem, Stmt, TypeExpr } from '../model/ir.ts';
import { callArguments, closing } from '../syntax/sheet.ts';
import { expansions } from './expansions.ts';
import { Macros } from './macros.ts';
import { includedMembers } from './made-members.ts';
import { MadeNames } from './made-names.ts';
import { Scope } from './scope.ts';
import { TableMacros } from './table-macros.ts';
import { type MemberRef, type StructDef, type Tag, type Typed, Types } from './types.ts';

/**
 * Macros whose value has the type of an argument, by the argument's number: data. Their bodies go through typeof and
 * compiler builtins that would be slow to follow and say no more than this.
 */
const SAME_AS_ARGUMENT: Readonly<Record<string, number>> = {
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
};

/** Macros that turn a pointer to a member into one to the struct that holds it: the argument that names the type. */
const CONTAINER: Readonly<Record<string, number>> = { container_of: 1, container_of_const: 1 };

/** How deep macros and calls are followed before giving up. */
const MAX_DEPTH = 16;

/** What a macro's body begins with that is no expression: a statement, or the declaration of a variable with its value. */
const STATEMENT = /^\s*(?:(?:do|if|for|while|switch|\{)(?!\w)|(?:static|const|struct|union)\b[^;()]*=)/;

/** A member, or one of a member. */
const MEMBERS = /^[A-Za-z_]\w*(?:\s*\.\s*[A-Za-z_]\w*)*$/;

/** How much of a text is looked at for a name. */
const LONGEST_NAME = 80;

/** Where an expression stands: in a function, at the top level of a file, or in what a macro expanded to there. */
export interface Place {
  readonly file: SourceFile;
  readonly scope: Scope | null;
  /** The text that the expression's offsets count in: the file's, or the expansion's. */
  readonly text: string;
  /** Around an expansion: where the macro was used. */
  readonly outer: { readonly place: Place; readonly at: number } | null;
  /** The header whose macros and structs are meant where others of the same names could be: one of several that `#if` chooses from. */
  readonly chosen?: SourceFile;
}

/** A place in the code as it is written. */
export function placeIn(file: SourceFile, scope: Scope | null): Place {
  return { file, scope, text: file.text, outer: null };
}

/** Types expressions for one snapshot. */
export class Expressions {
  readonly #snapshot: Snapshot;
  readonly types: Types;
  readonly macros: Macros;
  readonly tableMacros: TableMacros;
  readonly #madeNames: MadeNames;
  readonly #made = new Map<SourceFile, ReadonlyMap<string, Tag>>();
  #depth = 0;

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
    this.types = new Types(snapshot);
    this.macros = new Macros(snapshot);
    this.tableMacros = new TableMacros(snapshot, this.types);
    this.#madeNames = new MadeNames(snapshot, this.macros);
    this.types.madeTags = (file) => this.#madeTags(file);
    this.types.includedMembers = (file, region) => includedMembers(snapshot, this.macros, file, region);
    this.types.typeOf = (type, file) => this.typeOf(type.of, this.#place ?? placeIn(file, null));
  }

  /** The place of the expression under way: a `typeof` in a declaration means the function's variables. */
  #place: Place | null = null;

  /** The type of an expression; null when a name in it is unknown. */
  typeOf(expr: Expr, place: Place): Typed | null {
    if (this.#depth > MAX_DEPTH * 4) return null;
    const outer = this.#place;
    this.#place = place;
    this.#depth++;
    try {
      return this.#settled(this.#type(expr, place));
    } finally {
      this.#depth--;
      this.#place = outer;
    }
  }

  /** Follows a `typeof` while its place is known: elsewhere the names in it would mean something else. */
  #settled(typed: Typed | null): Typed | null {
    if (typed?.type.k === 'typeof') return this.types.canonical(typed);
    if (typed?.type.k !== 'pointer') return typed;
    const to = this.#settled({ type: typed.type.to, file: typed.file });
    return to && to.type !== typed.type.to ? { type: { ...typed.type, to: to.type }, file: to.file } : typed;
  }

  #type(expr: Expr, place: Place): Typed | null {
    switch (expr.k) {
      case 'id':
        return this.#name(expr.name, expr.at, place);
      case 'member':
        return this.#memberType(expr, place);
      case 'call':
        return this.#call(expr, place);
      case 'index':
        return this.types.pointee(this.typeOf(expr.of, place));
      case 'unary':
        return this.#unary(expr.op, expr.arg, place);
      case 'cast':
      case 'literal':
      case 'type':
        return { type: expr.type, file: place.file };
      case 'cond':
        return this.#either(expr, place);
      case 'assign':
        return this.typeOf(expr.left, place);
      case 'comma':
        return this.typeOf(expr.right, place);
      case 'binary':
        return this.#binary(expr, place);
      case 'block':
        return this.#block(expr.body, place);
      default:
        return null;
    }
  }

  #unary(op: string, arg: Expr, place: Place): Typed | null {
    const typed = this.typeOf(arg, place);
    if (!typed) return null;
    if (op === '&') return { type: { k: 'pointer', to: typed.type }, file: typed.file };
    if (op !== '*') return typed;
    // A function's name, and a pointer to a function, stay what they are under `*`.
    return this.types.pointee(typed) ?? typed;
  }

  #either(expr: Extract<Expr, { k: 'cond' }>, place: Place): Typed | null {
    for (const each of [expr.yes ?? expr.test, expr.no]) {
      const typed = isNull(each) ? null : this.typeOf(each, place);
      if (typed) return typed;
    }
    return null;
  }

  #binary(expr: Extract<Expr, { k: 'binary' }>, place: Place): Typed | null {
    if (expr.op !== '+' && expr.op !== '-') return null;
    const left = this.typeOf(expr.left, place);
    return this.types.pointee(left) ? left : (this.typeOf(expr.right, place) ?? left);
  }

  /** The value of a statement expression: its last statement's. */
  #block(body: readonly Stmt[], place: Place): Typed | null {
    const last = body.at(-1);
    return last?.k === 'expr' ? this.typeOf(last.expr, place) : null;
  }

  #name(name: string, at: number, place: Place): Typed | null {
    const local = this.local(name, at, place);
    if (local) return local;
    const symbol = this.#snapshot.lookup(name, ['object', 'function', 'prototype', 'define'], place.file);
    if (!symbol) return this.#inRegionOf(name, place.file) ?? this.madeName(name, place);
    if (symbol.kind === 'define') return this.#expansion(name, null, at, place);
    return this.declared(name, symbol.file, place.file);
  }

  /** The type of a function's variable; null when the name is not one here. */
  local(name: string, at: number, place: Place): Typed | null {
    const local = place.scope?.local(name, at);
    if (local) return { type: local.type, file: place.file };
    return place.outer && this.local(name, place.outer.at, place.outer.place);
  }

  /** A name that shares its declaration with another (`struct foo a, b;`), or that a macro declares. */
  #inRegionOf(name: string, file: SourceFile): Typed | null {
    for (const region of file.regions) {
      if (region.kind !== 'object' || !file.text.slice(region.start, region.end).includes(name)) continue;
      const found = file.lower(region).variables.find((each) => each.name === name);
      if (found) return { type: found.type, file };
    }
    return null;
  }

  /** The type of a name that a macro pasted and another macro's use declares; null for a name that is spelled where it is used. */
  madeName(name: string, place: Place): Typed | null {
    if (!place.outer || this.local(name, 0, place)) return null;
    let use = place.outer;
    while (use.place.outer) use = use.place.outer;
    const { text, file } = use.place;
    if (text.includes(name)) return null;
    // A header may leave the includes to those who include it; the macro's file has the declarations beside it.
    const macro = /^\w+/.exec(text.slice(use.at, use.at + LONGEST_NAME))?.[0];
    const beside = macro === undefined ? null : this.macros.find(macro, file);
    return this.#madeNames.typeOf(name, file) ?? (beside && this.#madeNames.typeOf(name, beside.file));
  }

  /** The type that a file's own declaration gives a name. */
  declared(name: string, file: SourceFile, seenFrom: SourceFile): Typed | null {
    for (const symbol of file.symbols(name)) {
      const { functions, variables } = file.lower(symbol.region);
      const variable = variables.find((each) => each.name === name);
      if (variable) return { type: variable.type, file };
      const fn = functions.find((each) => each.name === name);
      if (fn) return { type: { k: 'function', returns: fn.returns, params: fn.params }, file };
    }
    return file === seenFrom ? null : this.#inRegionOf(name, file);
  }

  #memberType(expr: Extract<Expr, { k: 'member' }>, place: Place): Typed | null {
    const ref = this.memberOf(expr, place);
    return ref && { type: ref.member.type, file: ref.owner.file };
  }

  /** The struct member that `a->b` or `a.b` names; null when the type of `a` is unknown. */
  memberOf(expr: Extract<Expr, { k: 'member' }>, place: Place): MemberRef | null {
    const struct = this.structBehind(expr.of, place);
    return struct && this.memberIn(struct, expr.name, place.file);
  }

  /** A member by name, or by that of a macro which stands for one: `#define sk_prot __sk_common.skc_prot`. */
  memberIn(struct: StructDef, name: string, file: SourceFile): MemberRef | null {
    const found = this.types.member(struct, name);
    if (found) return found;
    const macro = this.macros.find(name, file);
    const path = macro?.params === null && MEMBERS.test(macro.body) ? macro.body.split('.') : [];
    let inner: StructDef | null = struct;
    let ref: MemberRef | null = null;
    for (const each of path) {
      ref = inner && this.types.member(inner, each.trim());
      inner = ref && this.types.structOf({ type: ref.member.type, file: ref.owner.file });
    }
    return ref;
  }

  /** The struct that an expression is, or points to. */
  structBehind(expr: Expr, place: Place): StructDef | null {
    const typed = this.typeOf(expr, place);
    return this.types.structOf(typed) ?? this.types.structOf(this.types.pointee(typed));
  }

  #call(expr: Extract<Expr, { k: 'call' }>, place: Place): Typed | null {
    const { fn, args } = expr;
    if (fn.k === 'id' && !this.local(fn.name, fn.at, place)) return this.#namedCall(fn.name, args, expr, place);
    // static_call(name)(...) and friends: the value of a call that is called.
    const callee = this.types.functionOf(this.typeOf(fn, place));
    return callee && { type: callee.type.returns, file: callee.file };
  }

  #namedCall(name: string, args: readonly Expr[], expr: Expr, place: Place): Typed | null {
    const same = SAME_AS_ARGUMENT[name];
    const container = CONTAINER[name];
    const argument = args[same ?? container ?? -1];
    if (argument && same !== undefined) return this.typeOf(argument, place);
    if (argument && container !== undefined) return this.#containerType(argument, place);
    const symbol = this.#snapshot.lookup(name, ['function', 'prototype', 'define', 'object'], place.file);
    if (symbol?.kind === 'define') return this.#expansion(name, args, expr.at, place);
    const typed = symbol && this.declared(name, symbol.file, place.file);
    const callee = this.types.functionOf(typed);
    return callee && { type: callee.type.returns, file: callee.file };
  }

  #containerType(argument: Expr, place: Place): Typed | null {
    const type: TypeExpr | null =
      argument.k === 'type' ? argument.type : argument.k === 'id' ? { k: 'name', name: argument.name } : null;
    return type && { type: { k: 'pointer', to: type }, file: place.file };
  }

  /** The type of what a macro expands to; the names in it are looked up where it is used. */
  #expansion(name: string, args: readonly Expr[] | null, at: number, place: Place): Typed | null {
    const expanded = this.expand(name, args, at, place);
    return expanded && this.typeOf(expanded.expr, expanded.place);
  }

  /** Whether a name is a variable at the top level of what a file sees. */
  isVariable(name: string, file: SourceFile): boolean {
    const symbol = this.#snapshot.lookup(name, ['function', 'prototype', 'object'], file);
    if (symbol?.kind !== 'object') return false;
    // Declared with a function's type, `some_fn one, other;`, it is a function.
    const typed = this.declared(name, symbol.file, file);
    return typed === null || this.types.canonical(typed)?.type.k !== 'function';
  }

  /** Whether a name is a function in what a file sees. */
  isFunction(name: string, file: SourceFile): boolean {
    return this.#snapshot.declares(name, ['function', 'prototype'], file);
  }

  /** The argument that stands for the value of a macro such as READ_ONCE; null for any other name. */
  sameAsArgument(name: string, args: readonly Expr[]): Expr | null {
    const index = SAME_AS_ARGUMENT[name];
    return index === undefined ? null : (args[index] ?? null);
  }

  /** The structs that macros' uses at the top level of a file define, by tag; placed at the use. */
  #madeTags(file: SourceFile): ReadonlyMap<string, Tag> {
    const known = this.#made.get(file);
    if (known) return known;
    const tags = new Map<string, Tag>();
    this.#made.set(file, tags);
    for (const region of file.regions) {
      if (region.kind !== 'invocation') continue;
      const use = file.text.slice(region.start, region.end);
      for (const made of expansions(this.#snapshot.lowerer, this.macros, file, use, 0)) {
        for (const inner of made.regions) {
          if (inner.tag === '') continue;
          for (const type of made.lower(inner).types) if (type.tag) tags.set(type.tag, { ...type, at: region.start });
        }
      }
    }
    return tags;
  }

  /**
   * The text that a macro's use in an initialiser stands for, when that is slots (`.a = b`), elements (`[I] = x`) or a braced
   * value; macros that only stand for another such macro's use are followed. Null for anything else.
   */
  initialiserText(name: string, args: readonly Expr[] | null, place: Place): string | null {
    const macro = this.macros.find(name, place.file, place.chosen);
    if (!macro || (macro.params === null) !== (args === null)) return null;
    let text = this.macros.apply(
      macro,
      (args ?? []).map((arg) => place.text.slice(arg.at, arg.end)),
    );
    for (let step = 0; step < MAX_DEPTH; step++) {
      if (/^\s*(?:[.[{]|\(+\s*(?:const\s+)?(?:struct|union)\s+\w+\s*\)\s*\{|\(+\s*\w+_t\s*\)\s*\{)/.test(text))
        return separated(text);
      const next = this.#onlyUse(text, place);
      if (next === null) return null;
      text = next;
    }
    return null;
  }

  /** The expansion of a text that begins with a macro's use. */
  #onlyUse(text: string, { file, chosen }: Place): string | null {
    const head = /^\s*([A-Za-z_]\w*)\s*(\(?)/.exec(text);
    const inner = head?.[1] ? this.macros.find(head[1], file, chosen) : null;
    if (!head || !inner || (inner.params === null) !== (head[2] === '')) return null;
    if (inner.params === null) return this.macros.apply(inner, []) + text.slice(head[0].length);
    const open = head[0].length - 1;
    const rest = text.slice(closing(text, open) + 1);
    return (
      this.macros.apply(
        inner,
        callArguments(text, open).map((arg) => arg.text),
      ) + rest
    );
  }

  /** An expression given as text. */
  parse(text: string): Expr {
    return this.#snapshot.lowerer.expression(text, 0);
  }

  /** The items of an initialiser given as text without its braces. */
  initialiser(text: string): readonly InitItem[] {
    const expr = this.#snapshot.lowerer.expression(`(T){${text}}`, 0);
    return expr.k === 'literal' && expr.init.k === 'init' ? expr.init.items : [];
  }

  /** The expression that a macro's use at `at` expands to by one step; null when it is no macro, or no expression. */
  expand(name: string, args: readonly Expr[] | null, at: number, place: Place): { expr: Expr; place: Place } | null {
    if (depthOf(place) > MAX_DEPTH) return null;
    const macro = this.macros.find(name, place.file, place.chosen);
    if (!macro || (macro.params === null) !== (args === null) || macro.body === '') return null;
    const values = (args ?? []).map((arg) => place.text.slice(arg.at, arg.end));
    const body = this.macros.applied(macro, values, place.file);
    const text = STATEMENT.test(body) ? `({ ${body}; })` : body;
    const expr = this.#snapshot.lowerer.expansion(text);
    return { expr, place: { ...place, scope: expansionScope(expr, place.file), text, outer: { place, at } } };
  }
}

/** Puts a comma between uses of macros that stand side by side in an initialiser: each brings the one behind its slots. */
export function separated(text: string): string {
  return text.replace(/\)(\s)(?=\s*[A-Za-z_]\w*\s*(?:[(,]|$))/g, (whole, _space, at: number) => {
    const before = /[{,)]?\s*[A-Za-z_]\w*\s*$/.exec(text.slice(0, opened(text, at)));
    return before && /^[{,)]/.test(before[0]) ? '),' : whole;
  });
}

/** The offset of the parenthesis that the one at `at` closes; 0 when there is none. */
function opened(text: string, at: number): number {
  let depth = 0;
  for (let i = at; i > 0; i--) {
    if (text[i] === ')') depth++;
    else if (text[i] === '(' && --depth === 0) return i;
  }
  return 0;
}

function depthOf(place: Place): number {
  return place.outer ? 1 + depthOf(place.outer.place) : 0;
}

/** The variables that a statement expression in an expansion declares. */
function expansionScope(expr: Expr, file: SourceFile): Scope {
  const { at, end } = expr;
  const body: Stmt[] = [{ at, end, k: 'expr', expr }];
  return new Scope({ at, end, name: '', nameAt: at, returns: UNKNOWN, params: [], static: true, body }, file);
}

const UNKNOWN: TypeExpr = { k: 'unknown' };

/** Whether an expression is a null pointer as people write it. */
export function isNull(expr: Expr): boolean {
  if (expr.k === 'id') return expr.name === 'NULL';
  if (expr.k === 'cast') return isNull(expr.arg);
  return expr.k === 'number' && /^0[uUlL]*$/.test(expr.text);
}
