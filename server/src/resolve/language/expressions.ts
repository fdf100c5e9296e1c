/** What type an expression has, by the declarations that its file sees. */
import type { SourceFile } from '../../index/file.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { Gaps } from '../../model/gaps.ts';
import type { Expr, Stmt, TypeExpr } from '../../model/ir.ts';
import { DECLARING } from './declaring.ts';
import { type Layout, laidOut, NO_MEMBERS } from './layouts.ts';
import { loopVariable } from './loop-variables.ts';
import { handedName, madeName } from './macros/declared-names.ts';
import { containerOf, sameAsArgument } from './macros/known-values.ts';
import { Macros } from './macros/macros.ts';
import { TableMacros } from './macros/object-makers.ts';
import { MacroUses } from './macros/substitution.ts';
import { type Place, writtenAt } from './place.ts';
import { holds, type MemberRef, type StructDef, type Typed, Types, type Typing } from './types.ts';

/** How deep expressions, with what they expand to and the types that they name, are followed into each other. */
const MAX_DEPTH = 64;
const DEEP = `${MAX_DEPTH} expressions in each other`;

/** A member, or one of a member. */
const MEMBERS = /^[A-Za-z_]\w*(?:\s*\.\s*[A-Za-z_]\w*)*$/;

/** How much of a text is looked at for a name. */
const LONGEST_NAME = 80;

/** Types expressions for one snapshot. */
export class Expressions implements Typing {
  readonly #snapshot: Snapshot;
  readonly types: Types;
  readonly macros: Macros;
  readonly uses: MacroUses;
  readonly tableMacros: TableMacros;
  #depth = 0;

  /** What answers go without. */
  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  get gaps(): Gaps {
    return this.#snapshot.gaps;
  }

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
    this.types = new Types(snapshot, this);
    this.macros = new Macros(snapshot);
    this.uses = new MacroUses(snapshot, this.macros);
    this.tableMacros = new TableMacros(snapshot, this.types);
  }

  /** Whether a struct is an ops table, or holds one by value. */
  holdsHooks(struct: StructDef): boolean {
    return this.#snapshot.get(HOLDS_HOOKS, struct);
  }

  /** The members of a struct, laid out. */
  layoutOf(struct: StructDef): Layout {
    return this.#snapshot.get(LAYOUT, struct);
  }

  /** The type of an expression; null when a name in it is unknown. */
  typeOf(expr: Expr, place: Place): Typed | null {
    if (this.#depth > MAX_DEPTH) return this.#tellDeep(expr, place);
    this.#depth++;
    try {
      return this.#type(expr, place);
    } finally {
      this.#depth--;
    }
  }

  #tellDeep({ at }: Expr, place: Place): null {
    this.gaps.add({ k: 'cut', what: 'the type of an expression', ...writtenAt(place, at), bound: DEEP });
    return null;
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
        return { type: expr.type, file: place.file, place };
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
    if (op === '&') return { ...typed, type: { k: 'pointer', to: typed.type } };
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
    if (!symbol)
      return (
        this.#inRegionOf(name, place.file) ?? handedName(this.#snapshot, name, place.file) ?? this.madeName(name, place)
      );
    if (symbol.kind === 'define') return this.#expansion(name, null, at, place);
    return this.declared(name, symbol.file, place.file);
  }

  /** The type of a function's variable; null when the name is not one here. */
  local(name: string, at: number, place: Place): Typed | null {
    const local = place.scope?.local(name, at);
    if (local) return { type: local.type, file: place.file, place };
    const looped = loopVariable(this.#snapshot, name, at, place);
    if (looped) return looped;
    return place.outer && this.local(name, place.outer.at, place.outer.place);
  }

  /** A name that shares its declaration with another (`struct foo a, b;`), or that a macro declares. */
  #inRegionOf(name: string, file: SourceFile): Typed | null {
    for (const region of this.#snapshot.get(DECLARING, file).get(name) ?? []) {
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
    return madeName(this.#snapshot, name, file) ?? (beside && madeName(this.#snapshot, name, beside.file));
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
    return callee && { ...callee, type: callee.type.returns };
  }

  #namedCall(name: string, args: readonly Expr[], expr: Expr, place: Place): Typed | null {
    const same = sameAsArgument(name, args);
    if (same) return this.typeOf(same, place);
    const container = containerOf(name, args);
    if (container) return this.#containerType(container, place);
    const symbol = this.#snapshot.lookup(name, ['function', 'prototype', 'define', 'object'], place.file);
    if (symbol?.kind === 'define') return this.#expansion(name, args, expr.at, place);
    const typed = symbol && this.declared(name, symbol.file, place.file);
    const callee = this.types.functionOf(typed);
    return callee && { ...callee, type: callee.type.returns };
  }

  #containerType(argument: Expr, place: Place): Typed | null {
    const type: TypeExpr | null =
      argument.k === 'type' ? argument.type : argument.k === 'id' ? { k: 'name', name: argument.name } : null;
    return type && { type: { k: 'pointer', to: type }, file: place.file, place };
  }

  /** The type of what a macro expands to; the names in it are looked up where it is used. */
  #expansion(name: string, args: readonly Expr[] | null, at: number, place: Place): Typed | null {
    const expanded = this.uses.expand(name, args, at, place);
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
}

const LAYOUT = query(
  'layout of a struct',
  (snapshot: Snapshot, struct: StructDef): Layout => {
    const { types } = new Expressions(snapshot);
    return laidOut(
      struct,
      (typed) => types.structOf(typed),
      (inner) => snapshot.get(LAYOUT, inner),
      (gap) => snapshot.gaps.add(gap),
    );
  },
  (): Layout => NO_MEMBERS,
);

const HOLDS_HOOKS = query(
  'struct with hooks',
  (snapshot: Snapshot, struct: StructDef) => holds(new Expressions(snapshot).types, struct),
  () => false,
);

/** Whether an expression is a null pointer as people write it. */
export function isNull(expr: Expr): boolean {
  if (expr.k === 'id') return expr.name === 'NULL' || expr.name === 'nullptr';
  if (expr.k === 'cast') return isNull(expr.arg);
  return expr.k === 'number' && /^0[uUlL]*$/.test(expr.text);
}
