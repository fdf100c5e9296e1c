/** Ops tables: the initialised objects of an ops struct, slot by slot. */
import type { SourceFile } from '../index/file.ts';
import type { Expr, InitItem, Param, TypeExpr } from '../model/ir.ts';
import { type Expressions, isNull, type Place } from './expressions.ts';
import type { MemberRef, StructDef, Typed } from './types.ts';

/** What a slot holds. */
export type SlotValue =
  | {
      readonly k: 'function';
      readonly name: string /** Offset of the function's name in the slot. */;
      readonly at: number;
    }
  | { readonly k: 'value'; readonly text: string }
  | { readonly k: 'null' };

/** One slot that an initialiser sets. */
export interface Slot {
  readonly field: string;
  readonly value: SlotValue;
  /** Offset of the designator's name; of the value in a positional slot. */
  readonly at: number;
  /** The condition inside the table; null when the slot is as unconditional as its table. */
  readonly condition: string | null;
}

/** An initialised object of an ops struct, or an element of an array of them, or a member that is one. */
export interface OpsTable {
  readonly struct: StructDef;
  /** The object's name; empty for a compound literal. */
  readonly name: string;
  /** Element and member path from the object to the table, e.g. `[KVM_X86]` or `.ops`; empty for the object itself. */
  readonly path: string;
  readonly file: SourceFile;
  /** Offset of the object's name. */
  readonly at: number;
  readonly end: number;
  readonly condition: string | null;
  readonly slots: readonly Slot[];
  readonly isConst: boolean;
  readonly isStatic: boolean;
  /** The function that declares the object; null at the top level. */
  readonly inFunction: string | null;
  /** The macro that makes the table; null when it is written out. */
  readonly macro: string | null;
}

/** Which structs count: the ops structs that a question is about. */
export type OpsFilter = (struct: StructDef) => boolean;

/** An initialised object as tables are read from it. */
export interface Initialised {
  readonly name: string;
  readonly at: number;
  readonly end: number;
  readonly type: Typed;
  readonly init: Expr;
  readonly isStatic: boolean;
  readonly inFunction: string | null;
  readonly macro: string | null;
  /** Where offsets are when the text is a macro's expansion: the macro's use. */
  readonly pinned: number | null;
}

/** Reads the tables in one object's initialiser. */
export class TableReader {
  readonly #expressions: Expressions;
  readonly #filter: OpsFilter;
  readonly #object: Initialised;
  readonly #source: Source;
  readonly #found: OpsTable[] = [];

  constructor(expressions: Expressions, filter: OpsFilter, object: Initialised, place: Place) {
    this.#expressions = expressions;
    this.#filter = filter;
    this.#object = object;
    this.#source = { place, pinned: object.pinned, depth: 0 };
  }

  /** The tables in the object, outermost first. */
  read(): readonly OpsTable[] {
    const { init, inFunction, type } = this.#object;
    if (inFunction === null || mayBeBraced(init)) this.#value(type, { value: init, source: this.#source }, '');
    return this.#found;
  }

  #value(typed: Typed, sourced: Sourced, path: string): void {
    const { types } = this.#expressions;
    // A pointer holds no table.
    const kind = types.canonical(typed)?.type.k;
    if (kind !== 'tag' && kind !== 'array') return;
    const { value, source } = this.#unfolded(sourced);
    const init = initialiser(value);
    if (!init) return;
    const struct = types.structOf(typed);
    if (struct) this.#struct(struct, init, source, path, isConst(typed.type));
    else this.#array(typed, init, source, path);
  }

  /** The value that a macro's use stands for, when it stands for one braced value. */
  #unfolded(sourced: Sourced): Sourced {
    if (initialiser(sourced.value)) return sourced;
    const expanded = this.#expanded(sourced);
    const [only] = expanded?.items ?? [];
    if (!expanded || !only || expanded.items.length > 1 || only.path.length > 0) return sourced;
    return { value: only.value, source: expanded.source };
  }

  #array(typed: Typed, init: Init, source: Source, path: string): void {
    const element = this.#expressions.types.pointee(typed);
    if (!element) return;
    let next = 0;
    for (const { item, source: own } of this.#items(init, source)) {
      const [first, ...rest] = item.path;
      const index = first?.k === 'index' ? first.text : `${next}`;
      next = /^\d+$/.test(index) ? Number(index) + 1 : next + 1;
      const value = rest.length > 0 ? wrapped({ ...item, path: rest }) : item.value;
      this.#value(element, { value, source: own }, `${path}[${index}]`);
    }
  }

  #struct(struct: StructDef, init: Init, source: Source, path: string, constant: boolean): void {
    const slots: Slot[] = [];
    const table = this.#filter(struct) ? this.#table(struct, path, slots, constant, init, source) : null;
    if (table) this.#found.push(table);
    this.#fill(struct, init, source, path, slots);
  }

  /** Sets the slots of a struct, those of its anonymous members included, from an initialiser. */
  #fill(struct: StructDef, init: Init, source: Source, path: string, slots: Slot[]): void {
    const { types } = this.#expressions;
    const order = types.slots(struct);
    let next = 0;
    for (const { item, source: own } of this.#items(init, source)) {
      const [first, ...rest] = item.path;
      const ref = first?.k === 'field' ? types.member(struct, first.name) : (order[next] ?? null);
      if (!ref) continue;
      const inner = first ? null : this.#anonymous(struct, ref, item.value);
      if (inner) {
        this.#fill(inner.struct, inner.init, own, path, slots);
        next += types.slots(inner.struct).length;
        continue;
      }
      const found = order.findIndex((each) => each.member === ref.member);
      next = (found < 0 ? next : found) + 1;
      // Only one member of a union is filled.
      if (ref.owner.kind === 'union' && ref.owner !== struct) while (order[next]?.owner === ref.owner) next++;
      const value = rest.length > 0 ? wrapped({ ...item, path: rest }) : item.value;
      this.#slot(ref, { value, source: own }, first?.at ?? item.value.at, path, slots);
    }
  }

  /** The anonymous member that a braced value fills in its place, where the next slot `ref` is that member's first. */
  #anonymous(struct: StructDef, ref: MemberRef, value: Expr): { struct: StructDef; init: Init } | null {
    const init = ref.owner === struct ? null : initialiser(value);
    if (!init) return null;
    const { types } = this.#expressions;
    for (const member of struct.members) {
      const inner = member.name === null ? types.structOf({ type: member.type, file: struct.file }) : null;
      if (inner && types.slots(inner)[0]?.member === ref.member) return { struct: inner, init };
    }
    return null;
  }

  /** The items of an initialiser, those that macros stand for expanded. */
  *#items(init: Init, source: Source): Iterable<{ item: InitItem; source: Source }> {
    for (const item of init.items) {
      const expanded = item.path.length === 0 ? this.#expanded({ value: item.value, source }) : null;
      if (!expanded) yield { item, source };
      else yield* this.#items({ ...init, items: expanded.items }, expanded.source);
    }
  }

  /** What a macro's use in an initialiser stands for: slots, elements, or one braced value. Null for anything else. */
  #expanded({ value, source }: Sourced): { items: readonly InitItem[]; source: Source } | null {
    const name = value.k === 'call' && value.fn.k === 'id' ? value.fn.name : value.k === 'id' ? value.name : null;
    if (name === null || source.depth > MAX_MACROS) return null;
    const text = this.#expressions.initialiserText(name, value.k === 'call' ? value.args : null, source.place);
    if (text === null) return null;
    const items = this.#expressions.initialiser(text);
    const place: Place = {
      ...source.place,
      scope: null,
      text: `(T){${text}}`,
      outer: { place: source.place, at: value.at },
    };
    return { items, source: { place, pinned: source.pinned ?? value.at, depth: source.depth + 1 } };
  }

  #table(
    struct: StructDef,
    path: string,
    slots: readonly Slot[],
    constant: boolean,
    init: Init,
    source: Source,
  ): OpsTable {
    const { file } = source.place;
    const object = this.#object;
    const at = source.pinned ?? (path === '' ? object.at : init.at);
    return {
      struct,
      name: object.name,
      path,
      file,
      at,
      end: source.pinned ?? init.end,
      condition: file.condition(at),
      slots,
      isConst: constant || isConst(object.type.type),
      isStatic: object.isStatic,
      inFunction: object.inFunction,
      macro: object.macro,
    };
  }

  #slot(ref: MemberRef, sourced: Sourced, at: number, path: string, slots: Slot[]): void {
    const { types } = this.#expressions;
    const { value, source } = sourced;
    const typed = { type: ref.member.type, file: ref.owner.file };
    const field = ref.member.name ?? '';
    const { pinned, place } = source;
    const offset = pinned ?? at;
    const add = (slot: SlotValue, name = field): void => {
      const condition = place.file.condition(offset, this.#object.pinned ?? this.#object.at);
      slots.push({ field: name, value: slot, at: offset, condition });
    };
    if (types.isFunctionPointer(typed)) {
      const functions = functionsIn(this.#expressions, value, place);
      if (functions.length === 0) add(isNull(value) ? { k: 'null' } : { k: 'value', text: textIn(place, value) });
      for (const each of functions) add(pinned === null ? each : { ...each, at: pinned });
      return;
    }
    const unfolded = this.#unfolded(sourced);
    const init = initialiser(unfolded.value);
    if (init && types.canonical(typed)?.type.k === 'array' && types.isFunctionPointer(types.pointee(typed))) {
      for (const { item, source: own } of this.#items(init, unfolded.source)) {
        const index = item.path[0]?.k === 'index' ? item.path[0].text : '';
        for (const each of functionsIn(this.#expressions, item.value, own.place)) {
          add(own.pinned === null ? each : { ...each, at: own.pinned }, index === '' ? field : `${field}[${index}]`);
        }
      }
    } else if (init) this.#value(typed, unfolded, `${path}.${field}`);
    else add({ k: 'value', text: textIn(place, value) });
  }
}

/** Whether a local's value is braced, or a macro's use; by its looks, so that nothing is looked up for the many that are not. */
function mayBeBraced(value: Expr): boolean {
  const name = value.k === 'call' && value.fn.k === 'id' ? value.fn.name : value.k === 'id' ? value.name : null;
  return name === null ? initialiser(value) !== null : /^_*[A-Z]/.test(name);
}

type Init = Extract<Expr, { k: 'init' }>;

/** How deep macros in initialisers may use each other. */
const MAX_MACROS = 8;

/** The text that an initialiser's offsets count in, and where its slots are when a macro made it. */
interface Source {
  readonly place: Place;
  readonly pinned: number | null;
  readonly depth: number;
}

interface Sourced {
  readonly value: Expr;
  readonly source: Source;
}

function textIn(place: Place, value: Expr): string {
  return place.text.slice(value.at, value.end).replace(/\s+/g, ' ');
}

/** The functions that an expression can name: through casts, `&`, `?:` and macros. Offsets are in the place's file. */
export function functionsIn(
  expressions: Expressions,
  value: Expr,
  place: Place,
  depth = 0,
): Extract<SlotValue, { k: 'function' }>[] {
  if (isNull(value) || depth > 8) return [];
  const inner = (each: Expr): Extract<SlotValue, { k: 'function' }>[] =>
    functionsIn(expressions, each, place, depth + 1);
  switch (value.k) {
    case 'cast':
      return inner(value.arg);
    case 'unary':
      return value.op === '&' || value.op === '*' ? inner(value.arg) : [];
    case 'cond': {
      const test = constant(value.test);
      if (test !== null) return inner(test ? (value.yes ?? value.test) : value.no);
      return [...(value.yes ? inner(value.yes) : []), ...inner(value.no)];
    }
    case 'comma':
      return inner(value.right);
    case 'block': {
      const last = value.body.at(-1);
      return last?.k === 'expr' ? inner(last.expr) : [];
    }
    case 'other': {
      const chosen = association(expressions, value.kids, place);
      return chosen ? inner(chosen) : [];
    }
    case 'id':
      return namedFunction(expressions, value.name, value.at, place, depth);
    case 'call':
      return value.fn.k === 'id' ? wrappedFunction(expressions, value.fn.name, value.args, value.at, place, depth) : [];
    default:
      return [];
  }
}

/** The expression that `_Generic(value, type: expression, ...)` is, by the type of a function's name. */
function association(expressions: Expressions, kids: readonly Expr[], place: Place): Expr | null {
  const [control, ...pairs] = kids;
  const own = control && expressions.types.functionOf(expressions.typeOf(control, place));
  let otherwise: Expr | null = null;
  for (let i = 0; i + 1 < pairs.length; i += 2) {
    const [label, result] = [pairs[i], pairs[i + 1]];
    if (!label || !result || label.k !== 'type') return null;
    if (label.type.k === 'name' && label.type.name === 'default') otherwise = result;
    const other = expressions.types.functionOf({ type: label.type, file: place.file });
    if (own && other && sameParams(own.type.params, other.type.params)) return result;
  }
  return otherwise;
}

function sameParams(a: readonly Param[], b: readonly Param[]): boolean {
  return a.length === b.length && a.every((each, i) => spelling(each.type) === spelling(b[i]?.type));
}

/** A type as one word, without where it was written. */
function spelling(type: TypeExpr | undefined): string {
  return JSON.stringify(type, (key, value: unknown) => (key === 'at' || key === 'end' ? undefined : value)) ?? '';
}

/** Whether a condition is true, where it is a constant as it stands. */
function constant(test: Expr): boolean | null {
  if (test.k === 'number') return !/^0[xX]?0*[uUlL]*$/.test(test.text);
  if (test.k === 'id' && (test.name === 'true' || test.name === 'false')) return test.name === 'true';
  return null;
}

function namedFunction(
  expressions: Expressions,
  name: string,
  at: number,
  place: Place,
  depth: number,
): Extract<SlotValue, { k: 'function' }>[] {
  if (expressions.local(name, at, place)) return [];
  if (place.file.symbols(name).some((symbol) => symbol.kind === 'function')) return [{ k: 'function', name, at }];
  if (expressions.isFunction(name, place.file)) return [{ k: 'function', name, at }];
  const expanded = expressions.expand(name, null, at, place);
  if (expanded) return pinAll(functionsIn(expressions, expanded.expr, expanded.place, depth + 1), at);
  if (expressions.isVariable(name, place.file)) return [];
  return /^[A-Z0-9_]+$/.test(name) ? [] : [{ k: 'function', name, at }];
}

function wrappedFunction(
  expressions: Expressions,
  name: string,
  args: readonly Expr[],
  at: number,
  place: Place,
  depth: number,
): Extract<SlotValue, { k: 'function' }>[] {
  const same = expressions.sameAsArgument(name, args);
  if (same) return functionsIn(expressions, same, place, depth + 1);
  const expanded = expressions.expand(name, args, at, place);
  return expanded ? pinAll(functionsIn(expressions, expanded.expr, expanded.place, depth + 1), at) : [];
}

function pinAll(
  values: readonly Extract<SlotValue, { k: 'function' }>[],
  at: number,
): Extract<SlotValue, { k: 'function' }>[] {
  return values.map((each) => ({ ...each, at }));
}

/** The initialiser list of a value: written directly, or behind a compound literal's type. */
function initialiser(value: Expr): Extract<Expr, { k: 'init' }> | null {
  if (value.k === 'init') return value;
  if (value.k === 'literal') return initialiser(value.init);
  return value.k === 'cast' ? initialiser(value.arg) : null;
}

function wrapped(item: InitItem): Expr {
  return { k: 'init', at: item.at, end: item.end, items: [item] };
}

/** Whether an object of this type is constant: the qualifier stands on the object, not behind a pointer. */
export function isConst(type: TypeExpr): boolean {
  if (type.k === 'array') return isConst(type.of);
  return (type.k === 'name' || type.k === 'tag' || type.k === 'pointer') && type.const === true;
}
