/** What a function does with objects that are called back: which it links somewhere, whose hooks it sets, and whom it hands them to. */
import type { SourceFile } from '../../index/file.ts';
import type { Expr, Variable } from '../../model/ir.ts';
import type { Expressions } from '../language/expressions.ts';
import type { Place } from '../language/place.ts';
import { walk, walkExpr } from '../language/scope.ts';
import type { StructDef, Typed } from '../language/types.ts';
import { collectVariables, type PlacedFunction } from '../tables/placed.ts';
import { callbackParts } from './callbacks.ts';
import { assignmentOf, bare, designated, value } from './callee.ts';
import { localAt } from './holders.ts';
import { type Source, Sources } from './sources.ts';
import { type Spot, Spots } from './spots.ts';

type Call = Extract<Expr, { k: 'call' }>;

/** A pointer to an object that is kept in another. */
export interface Stored {
  readonly spot: Spot;
}

/** A hook of an object that is set. */
export interface HookSet {
  readonly object: Spot;
  readonly struct: StructDef;
  readonly field: string;
  readonly from: readonly Source[];
  /** Where the names in `from` mean what they say. */
  readonly file: SourceFile;
  readonly at: number;
}

/** An argument: the object that it points to, with its type, and the functions that it can be. */
export interface Argument {
  readonly spot: Spot | null;
  readonly struct: StructDef | null;
  readonly functions: readonly Source[];
}

/** A call that is handed objects or functions. */
export interface Hand {
  readonly callee: string;
  /** The macro that is written, where its body has the call. */
  readonly macro: string | null;
  readonly file: SourceFile;
  readonly at: number;
  readonly args: readonly Argument[];
}

export interface ObjectUses {
  readonly stores: Stored[];
  /** Objects of which a pointer to the next is handed on or kept: what is put into a list is not read, its head is. */
  readonly reads: Spot[];
  readonly sets: HookSet[];
  readonly hands: Hand[];
}

/** The use of a macro, in whose expansion something stands. */
interface Use {
  readonly macro: string;
  readonly at: number;
  readonly text: string;
}

interface Where {
  readonly place: Place;
  readonly use: Use | null;
}

const NOTHING: Argument = { spot: null, struct: null, functions: [] };

/** Reads functions, one after the other. */
export class ObjectUseReader {
  readonly #expressions: Expressions;
  readonly #spots: Spots;
  readonly #sources: Sources;
  #found: ObjectUses = { stores: [], reads: [], sets: [], hands: [] };

  constructor(expressions: Expressions) {
    this.#expressions = expressions;
    this.#spots = new Spots(expressions);
    this.#sources = new Sources(expressions);
  }

  read({ fn, place }: PlacedFunction): ObjectUses {
    this.#found = { stores: [], reads: [], sets: [], hands: [] };
    const where = { place, use: null };
    const body = fn.body ?? [];
    const variables: Variable[] = [];
    collectVariables(body, variables);
    for (const { name, nameAt, init } of variables) {
      if (init) this.#literal({ k: 'id', name, at: nameAt, end: nameAt + name.length }, init, where);
    }
    walk(body, (expr) => this.#expr(expr, where));
    return this.#found;
  }

  #expr(expr: Expr, where: Where): void {
    const set = assignmentOf(expr);
    if (set) this.#assign(set, where);
    else if (expr.k === 'call') this.#call(expr, where);
  }

  #assign({ left, right }: { readonly left: Expr; readonly right: Expr }, where: Where): void {
    const { place, use } = where;
    this.#read(value(right, this.#expressions), place, use);
    if (left.k === 'member' && this.#setHook(left, right, where)) return;
    if (left.k === 'unary' || left.k === 'member' || left.k === 'index') this.#literal(left, right, where);
    const spot = MAY_POINT.has(value(right, this.#expressions).k)
      ? this.#spots.pointed(right, place, use?.text ?? null)
      : null;
    if (spot && !this.#staysInside(left, spot, where)) this.#found.stores.push({ spot });
  }

  #read(expr: Expr, place: Place, use: Use | null): void {
    const of = expr.k === 'member' && expr.arrow ? this.#spots.pointed(expr.of, place, use?.text ?? null) : null;
    if (of) this.#found.reads.push(of);
  }

  /** Whether what is set is a variable of the function, or a part of the same object. */
  #staysInside(left: Expr, spot: Spot, { place, use }: Where): boolean {
    if (left.k === 'id') return localAt(left.name, left.at, place) !== null;
    const into = left.k === 'member' || left.k === 'index' ? this.#spots.object(left, place, use?.text ?? null) : null;
    return into !== null && into.steps.length > spot.steps.length && sameRoot(into, spot) && startsWith(into, spot);
  }

  #setHook(left: Extract<Expr, { k: 'member' }>, right: Expr, { place, use }: Where): boolean {
    const ref = this.#expressions.memberOf(left, place);
    const struct = ref && this.#expressions.types.isHook(ref) ? this.#expressions.structBehind(left.of, place) : null;
    if (!struct) return false;
    const text = use?.text ?? null;
    const object = left.arrow ? this.#spots.pointed(left.of, place, text) : this.#spots.object(left.of, place, text);
    const from = this.#sources.of(right, place);
    if (object && from.length > 0)
      this.#found.sets.push({ object, struct, field: left.name, from, file: place.file, at: use?.at ?? right.at });
    return true;
  }

  /** `*work = (struct work) { .func = fn }`, through macros too. */
  #literal(left: Expr, right: Expr, where: Where): void {
    const { place, use } = where;
    const read = value(right, this.#expressions);
    if (read.k === 'call' && read.fn.k === 'id' && !localAt(read.fn.name, read.at, place)) {
      const made = this.#expand(read, read.fn.name, place);
      if (made?.expr.k === 'literal' || made?.expr.k === 'init') this.#items(left, where, made.expr, made.place);
    } else if (read.k === 'literal' || read.k === 'init') this.#items(left, { place, use }, read, place);
  }

  #items(left: Expr, { place, use }: Where, init: Expr, at: Place): void {
    const typed = this.#expressions.typeOf(left, place);
    const object = typed && this.#spots.object(left, place, use?.text ?? null);
    if (typed && object) this.#initialised(object, typed, init, { place: at, use }, use?.at ?? left.at);
  }

  #initialised(object: Spot, typed: Typed, init: Expr, where: Where, at: number): void {
    const list = init.k === 'literal' ? init.init : init;
    const { types } = this.#expressions;
    for (const item of list.k === 'init' ? list.items : []) {
      const into = designated(typed, item, types);
      if (!into) continue;
      const { owner, member } = into;
      const field = member.name ?? '';
      if (item.value.k === 'init') {
        const steps = [...object.steps, { struct: owner, member: field, written: where.use === null }];
        const inner = { type: member.type, file: owner.file };
        this.#initialised({ root: object.root, steps }, inner, item.value, where, at);
      } else if (types.isHook(into)) {
        const from = this.#sources.of(item.value, where.place);
        if (from.length > 0) this.#found.sets.push({ object, struct: owner, field, from, file: where.place.file, at });
      }
    }
  }

  #call(expr: Call, where: Where): void {
    const callee = bare(expr.fn);
    const { place, use } = where;
    if (callee.k !== 'id' || localAt(callee.name, callee.at, place)) return;
    const args = expr.args.map((arg) => this.#argument(arg, where));
    if (args.every((each) => each === NOTHING)) return;
    if (args.some((each) => this.#matters(each)) && this.#expanded(expr, callee.name, where)) return;
    const at = use?.at ?? callee.at;
    this.#found.hands.push({ callee: callee.name, macro: use?.macro ?? null, file: place.file, at, args });
  }

  /** Whether it is worth while to see what a macro makes of an argument. */
  #matters({ struct, functions }: Argument): boolean {
    return functions.length > 0 || (struct !== null && callbackParts(this.#expressions.snapshot, struct).length > 0);
  }

  #argument(arg: Expr, { place, use }: Where): Argument {
    const read = value(arg, this.#expressions);
    if (!MAY_POINT.has(read.k)) return NOTHING;
    this.#read(read, place, use);
    const functions = this.#sources.given(read, place);
    if (functions.length > 0) return { spot: null, struct: null, functions };
    const spot = this.#spots.pointed(read, place, use?.text ?? null);
    const struct = spot && (this.#expressions.structBehind(read, place) ?? this.#structMade(spot, place));
    return spot ? { spot, struct, functions } : NOTHING;
  }

  #structMade({ root, steps }: Spot, place: Place): StructDef | null {
    return root.k === 'global' && steps.length === 0 ? this.#spots.structMade(root.name, place) : null;
  }

  #expanded(expr: Call, name: string, where: Where): boolean {
    const made = this.#expand(expr, name, where.place);
    if (!made) return false;
    const text = where.place.text.slice(expr.at, expr.end);
    const use = where.use ?? { macro: name, at: expr.at, text };
    walkExpr(made.expr, (each) => this.#expr(each, { place: made.place, use }));
    return true;
  }

  #expand(expr: Call, name: string, place: Place): { readonly expr: Expr; readonly place: Place } | null {
    const { macros, uses } = this.#expressions;
    const macro = isIn(name, place) ? null : macros.find(name, place.file, place.chosen);
    return macro?.params ? uses.expand(name, expr.args, expr.at, place) : null;
  }
}

/** What can be a pointer to an object that has a name. */
const MAY_POINT: ReadonlySet<Expr['k']> = new Set(['id', 'unary', 'member', 'binary', 'comma', 'assign', 'index']);

function sameRoot({ root: a }: Spot, { root: b }: Spot): boolean {
  if (a.k === 'param' && b.k === 'param') return a.index === b.index;
  if (a.k === 'local' && b.k === 'local') return a.key === b.key;
  return a.k === 'global' && b.k === 'global' && a.name === b.name;
}

function startsWith({ steps }: Spot, start: Spot): boolean {
  return start.steps.every(({ member }, i) => steps[i]?.member === member);
}

/** Whether a place is in an expansion of a macro of the name, which C does not expand again there. */
function isIn(name: string, { outer }: Place): boolean {
  return outer !== null && (outer.macro?.name === name || isIn(name, outer.place));
}
