/** What the value of an expression can be, where that is a function: by name, or by what holds one. */
import type { Expr, TypeExpr } from '../../model/ir.ts';
import type { Expressions } from '../language/expressions.ts';
import { type FunctionNames, namesOf } from '../language/function-names.ts';
import type { Place } from '../language/place.ts';
import type { Typed } from '../language/types.ts';
import { arrayName, arrayNamed, arrayOf } from '../tables/function-arrays.ts';
import { functionsIn, type NamedFunction } from '../tables/named-functions.ts';
import { value } from './callee.ts';
import { functionMeant, type Holder, localAt, localHolder, type PlacedLocal } from './holders.ts';

type Id = Extract<Expr, { k: 'id' }>;
type Call = Extract<Expr, { k: 'call' }>;

/** A function, or what holds one. */
export type Source = NamedFunction | Holder;

/** What a call goes through, where that is no function's name. */
export interface Called {
  readonly holder: Holder;
  readonly name: string;
  readonly at: number;
  readonly end: number;
}

export class Sources {
  readonly #expressions: Expressions;
  readonly #names: FunctionNames;

  constructor(expressions: Expressions) {
    this.#expressions = expressions;
    this.#names = namesOf(expressions.snapshot);
  }

  /** The functions, and what else holds one, that a value can be which is set or handed to what holds functions. */
  of(expr: Expr, place: Place): readonly Source[] {
    return this.#in(expr, place, false);
  }

  /** The same of what is handed to whatever parameter: names that are those of functions. */
  given(expr: Expr, place: Place): readonly Source[] {
    return this.#in(expr, place, true);
  }

  /** Whether a type is that of a function, or of a pointer to one. */
  holdsFunction(typed: Typed): boolean {
    const { snapshot, types } = this.#expressions;
    return this.#names.mayBeFunction(snapshot, typed.type, typed.file) && types.functionOf(typed) !== null;
  }

  /** What callees are that are variables or what a function returns: several where one of them is chosen. */
  called(callee: Expr, place: Place): readonly Called[] {
    const { expr, isCast } = uncovered(callee);
    if (expr.k === 'cond') return [expr.yes ?? expr.test, expr.no].flatMap((each) => this.called(each, place));
    const called = this.#calledValue(expr, isCast, place);
    return called ? [called] : [];
  }

  /** A cast says that a pointer to anything is one to a function. */
  #calledValue(expr: Expr, isCast: boolean, place: Place): Called | null {
    const { at } = expr;
    // `p[i](...)`: what is no array is a pointer to where several stand.
    const element = arrayName(expr);
    if (element) {
      const holder = this.variable(element.name, element.at, place);
      return holder && { holder, name: element.name, at: element.at, end: element.end };
    }
    if (expr.k === 'id') {
      const holder = this.variable(expr.name, at, place, isCast);
      return holder && { holder, name: expr.name, at, end: expr.end };
    }
    const holder = expr.k === 'call' ? this.#result(expr, place) : null;
    return holder?.k === 'result' ? { holder, name: holder.fn.name, at, end: at + holder.fn.name.length } : null;
  }

  /** The variable of a name, when it holds a function, or points to some; `loose`, when it can: a pointer to anything, or an address. */
  variable(name: string, at: number, place: Place, loose = false): Holder | null {
    const found = localAt(name, at, place);
    if (!found) return this.#global(name, place);
    const typed = { type: typeOf(found), file: found.place.file, place: found.place };
    return this.holdsFunction(typed) || (loose && isAnything(typed)) ? localHolder(found) : null;
  }

  /** The hook that a member is. */
  hook(expr: Extract<Expr, { k: 'member' }>, place: Place): Holder | null {
    if (!this.#names.mayBeHook(this.#expressions.snapshot, expr.name, place.file)) return null;
    const struct = this.#expressions.structBehind(expr.of, place);
    const found = struct && this.#expressions.memberIn(struct, expr.name, place.file);
    if (!struct || !found || !this.#expressions.types.isHook(found)) return null;
    return { k: 'hook', struct: found.owner.name === '' ? struct : found.owner, field: expr.name };
  }

  /** What `array[i]` sets: elements, which are not told apart. */
  elements(expr: Expr, place: Place): Holder | null {
    const struct = this.#mayBeArray(expr, place) ? arrayOf(expr, place, this.#expressions) : null;
    return struct && { k: 'hook', struct, field: '' };
  }

  /** What an expression can be the value of. `anything` says that its type is not known to be that of a function. */
  #in(expr: Expr, place: Place, anything: boolean): readonly Source[] {
    const read = value(expr, this.#expressions);
    const inner = (each: Expr): readonly Source[] => this.#in(each, place, anything);
    switch (read.k) {
      case 'id':
        return this.#named(read, place, anything);
      case 'member': {
        const hook = this.hook(read, place);
        return hook ? [hook] : [];
      }
      case 'index': {
        const struct = anything && !this.#mayBeArray(read, place) ? null : arrayOf(read, place, this.#expressions);
        if (struct) return [{ k: 'hook', struct, field: '' }];
        return read.of.k === 'member' ? inner(read.of) : this.#pointer(read, place);
      }
      case 'unary':
        return this.#behind(read, place, anything);
      case 'binary':
        // `array + i`: where the pointer points to is known by what it is made of.
        return !anything && (read.op === '+' || read.op === '-') && read.left.k === 'id' ? inner(read.left) : [];
      case 'cond':
        return [...(read.yes ? inner(read.yes) : []), ...inner(read.no)];
      case 'comma':
        return inner(read.right);
      case 'call':
        return anything ? [] : this.#made(read, place);
      default:
        return [];
    }
  }

  /** `&x`, `*p`, and the steps of a pointer along an array: what it points to is not told apart from what stands beside it. */
  #behind({ op, arg }: Extract<Expr, { k: 'unary' }>, place: Place, anything: boolean): readonly Source[] {
    if (op === '&' || op === '*') {
      const isRead = arg.k === 'id' || arg.k === 'index' || (op === '*' && arg.k === 'unary');
      return isRead ? this.#in(arg, place, anything) : [];
    }
    return (op === '++' || op === '--') && arg.k === 'id' ? this.#in(arg, place, anything) : [];
  }

  /** The pointer that an element is named by, `p[i]`. */
  #pointer(expr: Expr, place: Place): readonly Source[] {
    const name = arrayName(expr);
    const variable = name && this.variable(name.name, name.at, place);
    return variable ? [variable] : [];
  }

  #named(expr: Id, place: Place, anything: boolean): readonly Source[] {
    const { name, at } = expr;
    const variable = this.variable(name, at, place, !anything);
    if (variable) return [variable];
    const struct = this.#mayBeArray(expr, place) ? arrayNamed(expr, place, this.#expressions) : null;
    if (struct) return [{ k: 'hook', struct, field: '' }];
    if (localAt(name, at, place)) return [];
    if (!anything) return functionsIn(this.#expressions, expr, place);
    return this.#names.isFunction(this.#expressions, name, place.file) ? [{ k: 'function', name, at }] : [];
  }

  /** What a macro stands for, or what a function returns. */
  #made(call: Call, place: Place): readonly Source[] {
    const named = functionsIn(this.#expressions, call, place);
    const result = named.length > 0 ? null : this.#result(call, place);
    return result ? [result] : named;
  }

  #result(call: Call, place: Place): Holder | null {
    const { fn } = call;
    const { snapshot, types } = this.#expressions;
    if (fn.k !== 'id' || localAt(fn.name, fn.at, place)) return null;
    if (!this.#names.isFunction(this.#expressions, fn.name, place.file)) return null;
    if (!types.functionOf(this.#expressions.typeOf(call, place))) return null;
    return { k: 'result', fn: functionMeant(snapshot, fn.name, place.file) };
  }

  #global(name: string, { file }: Place): Holder | null {
    const { snapshot } = this.#expressions;
    if (!this.#names.mayBeVariable(snapshot, name, file)) return null;
    const symbol = snapshot.lookup(name, ['object', 'function', 'prototype'], file);
    const variable = symbol?.file.lower(symbol.region).variables.find((each) => each.name === name);
    if (symbol?.kind !== 'object' || !variable) return null;
    if (!this.holdsFunction({ type: variable.type, file: symbol.file })) return null;
    return { k: 'global', name, file: variable.static && symbol.file.path.endsWith('.c') ? symbol.file : null };
  }

  #mayBeArray(expr: Expr, place: Place): boolean {
    const name = expr.k === 'id' ? expr : arrayName(expr);
    const found = name && localAt(name.name, name.at, place);
    const { snapshot } = this.#expressions;
    if (found) return this.#names.mayBeFunction(snapshot, found.local.type, found.place.file);
    return name !== null && this.#names.mayBeVariable(snapshot, name.name, place.file);
  }
}

/** The type of a variable; an array among parameters is a pointer. */
function typeOf({ local: { kind, type } }: PlacedLocal): TypeExpr {
  return kind === 'param' && type.k === 'array' ? { k: 'pointer', to: type.of } : type;
}

/** `void *`, and integers in which addresses are kept. */
function isAnything({ type }: Typed): boolean {
  if (type.k === 'name') return ADDRESSES.has(type.name);
  return type.k === 'pointer' && type.to.k === 'name' && type.to.name === 'void';
}

const ADDRESSES: ReadonlySet<string> = new Set(['unsigned long', 'uintptr_t', 'ulong']);

/** What a callee may have around it: `(*p++)(...)`. */
const UNDER: ReadonlySet<string> = new Set(['*', '&', '++', '--']);

/** A callee under `*` and casts, and whether there were casts. */
function uncovered(callee: Expr): { readonly expr: Expr; readonly isCast: boolean } {
  if (callee.k === 'cast') return { ...uncovered(callee.arg), isCast: true };
  return callee.k === 'unary' && UNDER.has(callee.op) ? uncovered(callee.arg) : { expr: callee, isCast: false };
}
