/** Which functions get where: what a function stores, keeps in variables and hands over, macros included, and what it calls of it. */
import { addTo } from '../../base/add-to.ts';
import type { SourceFile } from '../../index/file.ts';
import type { Expr, FunctionDecl, InitItem, Stmt, Variable } from '../../model/ir.ts';
import type { Region } from '../../syntax/region.ts';
import type { Expressions } from '../language/expressions.ts';
import { type FunctionNames, namesOf } from '../language/function-names.ts';
import { type Place, placeIn } from '../language/place.ts';
import { walk, walkExpr } from '../language/scope.ts';
import type { Typed } from '../language/types.ts';
import { collectVariables, type PlacedFunction } from '../tables/placed.ts';
import { assignmentOf, callees, designated } from './callee.ts';
import { guards } from './guards.ts';
import { kept } from './handed.ts';
import { functionMeant, type Holder, localAt, ownId } from './holders.ts';
import { type Called, type Source, Sources } from './sources.ts';

type Call = Extract<Expr, { k: 'call' }>;

/** A function, or what another holder has, gets into a holder. */
export interface Flow {
  readonly from: Source;
  readonly into: Holder;
  /** The function or macro that it is handed to; null for an assignment. */
  readonly to: string | null;
  readonly file: SourceFile;
  readonly at: number;
  readonly inFunction: string;
}

/** A call of a parameter, of a variable, or of what a function returns. */
export interface HeldCall {
  readonly holder: Holder;
  readonly name: string;
  readonly file: SourceFile;
  readonly at: number;
  readonly end: number;
  readonly inFunction: string;
  readonly guarded: boolean;
  readonly condition: string | null;
  /** The macro whose body has the call; null when it is written out. */
  readonly macro: string | null;
}

export interface Flows {
  readonly flows: Flow[];
  readonly calls: HeldCall[];
}

interface Where {
  readonly place: Place;
  readonly inFunction: string;
  /** Where what a macro does is put, and which. */
  readonly use: { readonly macro: string; readonly at: number } | null;
}

/** What a call is given, by its arguments. */
type Given = readonly (readonly Source[])[];

/** A call with its expression, by which it is known whether it is guarded. */
interface ReadCall {
  readonly expr: Call;
  readonly call: HeldCall;
}

/** Reads functions, one after the other. */
export class FlowReader {
  readonly #expressions: Expressions;
  readonly #names: FunctionNames;
  readonly #sources: Sources;
  #found: Flows = { flows: [], calls: [] };
  #called: ReadCall[] = [];

  constructor(expressions: Expressions) {
    this.#expressions = expressions;
    this.#names = namesOf(expressions.snapshot);
    this.#sources = new Sources(expressions);
  }

  read({ fn, place, macro }: PlacedFunction): Flows {
    this.#found = { flows: [], calls: [] };
    this.#called = [];
    const use = macro === null || place.madeAt === undefined ? null : { macro, at: place.madeAt };
    const where = { place, inFunction: fn.name, use };
    const body = fn.body ?? [];
    this.#variables(body, where);
    this.#returned(fn, where);
    walk(body, (expr) => this.#expr(expr, where));
    const called = this.#called.length > 0 ? this.#guarded(this.#called, body, place) : [];
    addTo(
      this.#found.calls,
      called.map(({ call }) => call),
    );
    return this.#found;
  }

  /** What the variables of no function that a region declares begin with. */
  readObjects(file: SourceFile, region: Region): Flows {
    this.#found = { flows: [], calls: [] };
    const where = { place: placeIn(file, null), inFunction: '', use: null };
    for (const { name, nameAt, init } of file.lower(region).variables) {
      const own = init && init.k !== 'init' ? this.#sources.variable(name, nameAt, where.place) : null;
      if (init && own) this.#flow(init, own, null, where);
    }
    return this.#found;
  }

  #returned(fn: FunctionDecl, where: Where): void {
    const { file } = where.place;
    if (!this.#sources.holdsFunction({ type: fn.returns, file, place: where.place })) return;
    const values = kept(fn.body ?? [], (stmt) => (stmt.k === 'return' && stmt.value ? [stmt.value] : []));
    for (const value of values) this.#flow(value, { k: 'result', fn: ownId(fn, file) }, null, where);
  }

  #variables(body: readonly Stmt[], where: Where): void {
    const variables: Variable[] = [];
    collectVariables(body, variables);
    for (const { name, nameAt, type, init } of variables) {
      if (!init) continue;
      const own = init.k === 'init' ? null : this.#sources.variable(name, nameAt, where.place);
      if (own) this.#flow(init, own, null, where);
      else if (init.k === 'init') this.#initialiser({ type, file: where.place.file }, init, where);
      else this.#loose({ name, at: nameAt }, init, where);
    }
  }

  #expr(expr: Expr, where: Where): void {
    const set = assignmentOf(expr);
    if (set) this.#assign(set, where);
    else if (expr.k === 'call') this.#call(expr, where);
    else if (expr.k === 'block') this.#variables(expr.body, where);
    else if (expr.k === 'literal') this.#initialiser({ type: expr.type, file: where.place.file }, expr.init, where);
  }

  /** `.fn = fn` in an initialiser of a function: what is no function's name, which tables have. */
  #initialiser(typed: Typed, init: Expr, where: Where): void {
    if (init.k !== 'init') return;
    for (const item of init.items) this.#item(typed, item, where);
  }

  #item(typed: Typed, item: InitItem, where: Where): void {
    const { types } = this.#expressions;
    const nested = item.value.k === 'init';
    if (!nested && this.#sources.given(item.value, where.place).length === 0) return;
    const into = designated(typed, item, types);
    if (!into) return;
    const { owner, member } = into;
    if (nested) this.#initialiser({ type: member.type, file: owner.file }, item.value, where);
    else if (types.isHook(into))
      this.#flow(item.value, { k: 'hook', struct: owner, field: member.name ?? '' }, null, where);
  }

  #assign({ left, right }: { readonly left: Expr; readonly right: Expr }, where: Where): void {
    const into = this.#assigned(left, where.place);
    if (into) this.#flow(right, into, null, where);
    else if (left.k === 'id') this.#loose(left, right, where);
  }

  /** A pointer to anything, or an address, is set: to what is known to be a function. */
  #loose({ name, at }: { readonly name: string; readonly at: number }, value: Expr, where: Where): void {
    const into = this.#sources.variable(name, at, where.place, true);
    const given = into ? this.#sources.given(value, where.place) : [];
    if (into && given.length > 0) this.#flow(value, into, null, where, given);
  }

  /** What an assignment is to, when that holds functions. */
  #assigned(left: Expr, place: Place): Holder | null {
    if (left.k === 'id') return this.#sources.variable(left.name, left.at, place);
    const member = left.k === 'index' ? left.of : left;
    if (member.k === 'member') return this.#sources.hook(member, place);
    return left.k === 'index' ? this.#sources.elements(left, place) : null;
  }

  #flow(from: Expr, into: Holder, to: string | null, where: Where, given = this.#sources.of(from, where.place)): void {
    const { place, use, inFunction } = where;
    for (const source of given) {
      const at = use?.at ?? (source.k === 'function' && place.outer === null ? source.at : from.at);
      this.#found.flows.push({ from: source, into, to: use?.macro ?? to, file: place.file, at, inFunction });
    }
  }

  #call(expr: Call, where: Where): void {
    const { place } = where;
    const called = this.#sources.called(expr.fn, place);
    for (const each of called) this.#heldCall(expr, each, where);
    const given = expr.args.map((arg) => this.#sources.given(arg, place));
    if (expr.fn.k === 'id' && called.length === 0) this.#callByName(expr, expr.fn, given, where);
    else if (given.some((each) => each.length > 0)) this.#callThrough(expr, called, given, where);
  }

  /** What is handed over gets to all functions that a call can reach. */
  #callThrough(expr: Call, called: readonly Called[], given: Given, where: Where): void {
    const to = [...called, ...callees(expr.fn).flatMap((each) => this.#hookCalled(each, where.place))];
    for (const { holder: of, name } of to) {
      this.#hand(expr, given, (index) => ({ k: 'argument', of, index }), name, where);
    }
  }

  #hookCalled(callee: Expr, place: Place): readonly Pick<Called, 'holder' | 'name'>[] {
    const holder = callee.k === 'member' ? this.#sources.hook(callee, place) : null;
    return holder && callee.k === 'member' ? [{ holder, name: callee.name }] : [];
  }

  #callByName(expr: Call, { name, at }: Extract<Expr, { k: 'id' }>, given: Given, where: Where): void {
    const { place } = where;
    if (localAt(name, at, place)) return;
    const isGiven = given.some((each) => each.length > 0);
    if (!isGiven && !this.#names.handsFunction(this.#expressions, name, place.file)) return;
    const isMacro = this.#expanded(expr, name, given, where);
    // What is a function in one branch of an `#if` may be a macro in the other.
    if (!isGiven || (isMacro && !this.#names.isFunction(this.#expressions, name, place.file))) return;
    const fn = functionMeant(this.#expressions.snapshot, name, place.file);
    this.#hand(expr, given, (index) => ({ k: 'param', fn, index }), name, where);
  }

  #hand(expr: Call, given: Given, into: (index: number) => Holder, to: string, where: Where): void {
    given.forEach((sources, index) => {
      const arg = expr.args[index];
      if (arg && sources.length > 0) this.#flow(arg, into(index), to, where, sources);
    });
  }

  #heldCall(expr: Call, callee: Called, { place, inFunction, use }: Where): void {
    const { file } = place;
    const at = use?.at ?? callee.at;
    const end = use ? at + use.macro.length : callee.end;
    const rest = { condition: file.condition(at), macro: use?.macro ?? null, guarded: false };
    const { holder, name } = callee;
    this.#called.push({ expr, call: { holder, name, file, at, end, inFunction, ...rest } });
  }

  /** A macro's use that is given a function: what its body does, placed at the use. */
  #expanded(expr: Call, name: string, given: Given, where: Where): boolean {
    const { macros, uses } = this.#expressions;
    const macro = isIn(name, where.place) ? null : macros.find(name, where.place.file, where.place.chosen);
    if (!macro?.params) return false;
    // A hook that is handed to a macro is called by it, or only looked at.
    if (given.some((each) => each.length > 0) && given.every((each) => each.every(({ k }) => k === 'hook')))
      return true;
    const made = uses.expand(name, expr.args, expr.at, where.place);
    if (!made) return true;
    const use = where.use ?? { macro: name, at: expr.at };
    const before = this.#called.length;
    walkExpr(made.expr, (each) => this.#expr(each, { ...where, place: made.place, use }));
    const called = this.#called.splice(before);
    if (called.length > 0) addTo(this.#called, this.#guarded(called, [statement(made.expr)], made.place));
    return true;
  }

  #guarded(called: readonly ReadCall[], body: readonly Stmt[], place: Place): readonly ReadCall[] {
    const { guarded } = guards(body, place, this.#expressions);
    return called.map(({ expr, call }) => ({ expr, call: { ...call, guarded: call.guarded || guarded.has(expr) } }));
  }
}

function statement(expr: Expr): Stmt {
  return { k: 'expr', at: expr.at, end: expr.end, expr };
}

/** Whether a place is in an expansion of a macro of the name, which C does not expand again there. */
function isIn(name: string, { outer }: Place): boolean {
  return outer !== null && (outer.macro?.name === name || isIn(name, outer.place));
}
