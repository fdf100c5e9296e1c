/** Which functions get where: what a function stores, keeps in variables and hands over, macros included, and what it calls of it. */
import { addTo } from '../../base/add-to.ts';
import type { SourceFile } from '../../index/file.ts';
import type { Expr, InitItem, Stmt, Variable } from '../../model/ir.ts';
import type { Expressions } from '../language/expressions.ts';
import { type FunctionNames, namesOf } from '../language/function-names.ts';
import type { Place } from '../language/place.ts';
import { walk, walkExpr } from '../language/scope.ts';
import type { Typed } from '../language/types.ts';
import { arrayOf } from '../tables/function-arrays.ts';
import { functionsIn, type NamedFunction } from '../tables/named-functions.ts';
import { collectVariables, type PlacedFunction } from '../tables/placed.ts';
import { assignmentOf, bare, designated, value } from './callee.ts';
import { guards } from './guards.ts';
import { functionMeant, type Holder, localAt, localHolder } from './holders.ts';

type Call = Extract<Expr, { k: 'call' }>;

/** A function, or what holds one. */
export type Source = NamedFunction | Holder;

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

/** A call of a parameter or of a variable. */
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

/** A call with its expression, by which it is known whether it is guarded. */
interface Called {
  readonly expr: Call;
  readonly call: HeldCall;
}

/** Reads functions, one after the other. */
export class FlowReader {
  readonly #expressions: Expressions;
  readonly #names: FunctionNames;
  #found: Flows = { flows: [], calls: [] };
  #called: Called[] = [];

  constructor(expressions: Expressions) {
    this.#expressions = expressions;
    this.#names = namesOf(expressions.snapshot);
  }

  read({ fn, place }: PlacedFunction): Flows {
    this.#found = { flows: [], calls: [] };
    this.#called = [];
    const where = { place, inFunction: fn.name, use: null };
    const body = fn.body ?? [];
    this.#variables(body, where);
    walk(body, (expr) => this.#expr(expr, where));
    const called = this.#called.length > 0 ? this.#guarded(this.#called, body, place) : [];
    addTo(
      this.#found.calls,
      called.map(({ call }) => call),
    );
    return this.#found;
  }

  /** The functions, and what else holds one, that a value can be which is set or handed to what holds functions. */
  sourcesOf(value: Expr, place: Place): readonly Source[] {
    return this.#sources(value, place, false);
  }

  /** The same of what is handed to whatever parameter: names that are those of functions. */
  given(value: Expr, place: Place): readonly Source[] {
    return this.#sources(value, place, true);
  }

  #variables(body: readonly Stmt[], where: Where): void {
    const variables: Variable[] = [];
    collectVariables(body, variables);
    for (const { name, nameAt, type, init } of variables) {
      if (!init) continue;
      const own = init.k === 'init' ? null : this.#local(name, nameAt, where.place);
      if (own) this.#flow(init, own, null, where);
      else this.#initialiser({ type, file: where.place.file }, init, where);
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
    if (!nested && this.#sources(item.value, where.place, true).length === 0) return;
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
  }

  /** What an assignment is to, when that holds functions. */
  #assigned(left: Expr, place: Place): Holder | null {
    if (left.k === 'id') return this.#local(left.name, left.at, place);
    const member = left.k === 'index' ? left.of : left;
    return member.k === 'member' ? this.#hook(member, place) : null;
  }

  #flow(
    from: Expr,
    into: Holder,
    to: string | null,
    where: Where,
    given = this.#sources(from, where.place, false),
  ): void {
    const { place, use, inFunction } = where;
    for (const source of given) {
      const at = use?.at ?? (source.k === 'function' && place.outer === null ? source.at : from.at);
      this.#found.flows.push({ from: source, into, to: use?.macro ?? to, file: place.file, at, inFunction });
    }
  }

  #call(expr: Call, where: Where): void {
    const callee = bare(expr.fn);
    if (callee.k !== 'id') return;
    const held = this.#local(callee.name, callee.at, where.place);
    if (held) this.#heldCall(expr, callee, held, where);
    if (localAt(callee.name, callee.at, where.place)) return;
    const given = expr.args.map((arg) => this.#sources(arg, where.place, true));
    if (given.every((each) => each.length === 0)) return;
    const { file } = where.place;
    const isMacro = this.#expanded(expr, callee.name, given, where);
    // What is a function in one branch of an `#if` may be a macro in the other.
    if (isMacro && !this.#names.isFunction(this.#expressions, callee.name, file)) return;
    const fn = functionMeant(this.#expressions.snapshot, callee.name, file);
    given.forEach((sources, index) => {
      const arg = expr.args[index];
      if (arg && sources.length > 0) this.#flow(arg, { k: 'param', fn, index }, callee.name, where, sources);
    });
  }

  #heldCall(expr: Call, callee: Extract<Expr, { k: 'id' }>, holder: Holder, { place, inFunction, use }: Where): void {
    const { file } = place;
    const at = use?.at ?? callee.at;
    const end = use ? at + use.macro.length : callee.end;
    const rest = { condition: file.condition(at), macro: use?.macro ?? null, guarded: false };
    this.#called.push({ expr, call: { holder, name: callee.name, file, at, end, inFunction, ...rest } });
  }

  /** A macro's use that is given a function: what its body does, placed at the use. */
  #expanded(expr: Call, name: string, given: readonly (readonly Source[])[], where: Where): boolean {
    const { macros, uses } = this.#expressions;
    const macro = isIn(name, where.place) ? null : macros.find(name, where.place.file, where.place.chosen);
    if (!macro?.params) return false;
    // A hook that is handed to a macro is called by it, or only looked at.
    if (given.every((each) => each.every(({ k }) => k === 'hook'))) return true;
    const made = uses.expand(name, expr.args, expr.at, where.place);
    if (!made) return true;
    const use = where.use ?? { macro: name, at: expr.at };
    const before = this.#called.length;
    walkExpr(made.expr, (each) => this.#expr(each, { ...where, place: made.place, use }));
    const called = this.#called.splice(before);
    if (called.length > 0) addTo(this.#called, this.#guarded(called, [statement(made.expr)], made.place));
    return true;
  }

  #guarded(called: readonly Called[], body: readonly Stmt[], place: Place): readonly Called[] {
    const { guarded } = guards(body, place, this.#expressions);
    return called.map(({ expr, call }) => ({ expr, call: { ...call, guarded: call.guarded || guarded.has(expr) } }));
  }

  /** What an expression can be the value of. `anything` says that its type is not known to be that of a function. */
  #sources(expr: Expr, place: Place, anything: boolean): readonly Source[] {
    const read = value(expr, this.#expressions);
    const inner = (each: Expr): readonly Source[] => this.#sources(each, place, anything);
    switch (read.k) {
      case 'id':
        return this.#named(read, place, anything);
      case 'member': {
        const hook = this.#hook(read, place);
        return hook ? [hook] : [];
      }
      case 'index': {
        const struct = anything ? null : arrayOf(read, place, this.#expressions);
        if (struct) return [{ k: 'hook', struct, field: '' }];
        return read.of.k === 'member' ? inner(read.of) : [];
      }
      case 'unary':
        return (read.op === '&' || read.op === '*') && read.arg.k === 'id' ? inner(read.arg) : [];
      case 'cond':
        return [...(read.yes ? inner(read.yes) : []), ...inner(read.no)];
      case 'comma':
        return inner(read.right);
      case 'call':
        return anything ? [] : functionsIn(this.#expressions, read, place);
      default:
        return [];
    }
  }

  #named(expr: Extract<Expr, { k: 'id' }>, place: Place, anything: boolean): readonly Source[] {
    const { name, at } = expr;
    const local = this.#local(name, at, place);
    if (local) return [local];
    if (localAt(name, at, place)) return [];
    if (!anything) return functionsIn(this.#expressions, expr, place);
    return this.#names.isFunction(this.#expressions, name, place.file) ? [{ k: 'function', name, at }] : [];
  }

  /** The variable of a name, when it holds a function. */
  #local(name: string, at: number, place: Place): Holder | null {
    const found = localAt(name, at, place);
    if (!found || !this.#names.mayBeFunction(this.#expressions.snapshot, found.local.type, found.place.file))
      return null;
    const typed = { type: found.local.type, file: found.place.file, place: found.place };
    return this.#expressions.types.functionOf(typed) ? localHolder(found) : null;
  }

  #hook(expr: Extract<Expr, { k: 'member' }>, place: Place): Holder | null {
    if (!this.#names.mayBeHook(this.#expressions.snapshot, expr.name, place.file)) return null;
    const struct = this.#expressions.structBehind(expr.of, place);
    const found = struct && this.#expressions.memberIn(struct, expr.name, place.file);
    if (!struct || !found || !this.#expressions.types.isHook(found)) return null;
    return { k: 'hook', struct: found.owner.name === '' ? struct : found.owner, field: expr.name };
  }
}

function statement(expr: Expr): Stmt {
  return { k: 'expr', at: expr.at, end: expr.end, expr };
}

/** Whether a place is in an expansion of a macro of the name, which C does not expand again there. */
function isIn(name: string, { outer }: Place): boolean {
  return outer !== null && (outer.macro?.name === name || isIn(name, outer.place));
}
