/** Ops tables: the initialised objects of an ops struct, slot by slot. */
import type { SourceFile } from '../../index/file.ts';
import { type Costs, losing } from '../../model/gaps.ts';
import type { Expr, InitItem, TypeExpr } from '../../model/ir.ts';
import { both } from '../../syntax/conditionals.ts';
import { type Expressions, isNull } from '../language/expressions.ts';
import type { Place } from '../language/place.ts';
import type { MemberRef, StructDef, Typed } from '../language/types.ts';
import { functionArray } from './function-arrays.ts';
import {
  type Braces,
  braced,
  bracesOf,
  fileOf,
  itemsOf,
  itemValue,
  mayBeBraced,
  type Source,
  type Sourced,
  textIn,
} from './initialisers.ts';
import { OuterUses } from './inner-use.ts';
import { functionsIn, type NamedFunction } from './named-functions.ts';
import { Slots } from './slots.ts';

/** What a slot holds. */
export type SlotValue = NamedFunction | { readonly k: 'value'; readonly text: string } | { readonly k: 'null' };

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
  /** The file in which its names mean what they say: its own, or the one that includes it in an initialiser. */
  readonly unit: SourceFile;
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
  /** The condition under which the macro is defined so that it makes the object; null where that is not known to matter. */
  readonly condition: string | null;
}

/** A table under way: more of its slots may follow. */
interface Found {
  readonly table: Omit<OpsTable, 'slots'>;
  readonly slots: Slots;
}

/** Reads the tables in one object's initialiser. */
export class TableReader {
  readonly #expressions: Expressions;
  readonly #filter: OpsFilter;
  readonly #object: Initialised;
  readonly #source: Source;
  /** By their paths. */
  readonly #found = new Map<string, readonly Found[]>();
  readonly #uses = new OuterUses();

  constructor(expressions: Expressions, filter: OpsFilter, object: Initialised, place: Place) {
    this.#expressions = expressions;
    this.#filter = filter;
    this.#object = object;
    this.#source = { place, pinned: object.pinned };
  }

  /** The tables in the object, outermost first. */
  read(): readonly OpsTable[] {
    const { init, inFunction, type } = this.#object;
    // A local that is declared as a struct by value is set to another one, which a macro may write.
    const isStruct = type.type.k === 'tag' || (type.type.k === 'array' && type.type.of.k === 'tag');
    if (inFunction === null || isStruct || mayBeBraced(init))
      losing(
        this.#expressions.gaps,
        () => this.#costs(),
        () => this.#value(type, { value: init, source: this.#source }, ''),
        undefined,
      );
    return [...this.#found.values()].flatMap((each) =>
      each.map(({ table, slots }) => ({ ...table, slots: slots.all })),
    );
  }

  #costs(): Costs {
    const { name, at, pinned } = this.#object;
    const { file } = this.#source.place;
    return { what: `the table ${name}`.trimEnd(), file: file.path, line: file.point(pinned ?? at).line };
  }

  #value(typed: Typed, sourced: Sourced, path: string, whole = true): void {
    const kind = this.#expressions.types.canonical(typed)?.type.k;
    // A pointer holds no table.
    const braces = kind === 'tag' || kind === 'array' ? bracesOf(this.#expressions, sourced) : null;
    if (braces) this.#parts(typed, braces, path, whole);
  }

  /** `whole` says whether all of the value is set, as by braces, or a part of it, as by `.member.field =`. */
  #parts(typed: Typed, braces: Braces, path: string, whole: boolean): void {
    const { types } = this.#expressions;
    const struct = types.structOf(typed);
    if (struct) this.#struct(struct, braces, path, isConst(typed.type), whole);
    else if (types.canonical(typed)?.type.k === 'array') this.#array(types.pointee(typed), braces, path);
  }

  #array(element: Typed | null, braces: Braces, path: string): void {
    if (!element) return;
    const functions = this.#functions(element);
    let next = 0;
    for (const { item, source } of itemsOf(this.#expressions, braces)) {
      const first = item.path[0];
      const index = first?.k === 'index' ? first.text : `${next}`;
      next = /^\d+$/.test(index) ? Number(index) + 1 : next + 1;
      const sourced = { value: itemValue(item), source };
      if (functions) this.#function(functions, sourced, item, `${path}[${index}]`);
      else this.#value(element, sourced, `${path}[${index}]`, item.path.length < 2);
    }
  }

  /** What stands for the struct of elements that are pointers to functions; null for other elements. */
  #functions(element: Typed): StructDef | null {
    if (!this.#expressions.types.isFunctionPointer(element)) return null;
    const { name, at, type, isStatic, inFunction } = this.#object;
    const localAt = inFunction === null ? null : at;
    const declared = { name, file: this.#source.place.file, localAt, isStatic };
    const struct = functionArray(this.#expressions, type, declared);
    return struct && this.#filter(struct) ? struct : null;
  }

  #function(struct: StructDef, sourced: Sourced, { at, end, path: [first] }: InitItem, path: string): void {
    const [ref] = this.#expressions.types.slots(struct);
    const braces: Braces = { init: { k: 'init', at, end, items: [] }, source: sourced.source };
    const slots = this.#slots(struct, braces, path, isConst(this.#object.type.type), true);
    if (ref) this.#slot(ref, sourced, first?.at ?? sourced.value.at, path, slots, true);
  }

  #struct(struct: StructDef, braces: Braces, path: string, constant: boolean, whole: boolean): void {
    this.#fill(
      struct,
      braces,
      path,
      this.#filter(struct) ? this.#slots(struct, braces, path, constant, whole) : new Slots(),
    );
  }

  /** The slots of the table that is set there: those of one that was set before where only a part is set. */
  #slots(struct: StructDef, braces: Braces, path: string, constant: boolean, whole: boolean): Slots {
    const slots = new Slots();
    const table = this.#table(struct, braces, path, constant, whole);
    const known = this.#found.get(path) ?? [];
    // C takes the last of what is set twice.
    const before = known.find((each) => each.table.struct === struct && each.table.condition === table.condition);
    if (before && !whole) return before.slots;
    this.#found.set(path, [...known.filter((each) => each !== before), { table, slots }]);
    return slots;
  }

  /** Sets the slots of a struct, those of its anonymous members included, from an initialiser. */
  #fill(struct: StructDef, braces: Braces, path: string, slots: Slots): void {
    const { types } = this.#expressions;
    const order = types.slots(struct);
    let next = 0;
    for (const { item, source } of itemsOf(this.#expressions, braces)) {
      const first = item.path[0];
      const named = first?.k === 'field' ? this.#expressions.memberIn(struct, first.name, source.place.file) : null;
      const ref = first?.k === 'field' ? named : (order[next] ?? null);
      if (!ref || (named && types.slotNumber(struct, named) < 0)) continue;
      const inner = first ? null : this.#anonymous(struct, ref, item.value);
      if (inner) {
        this.#fill(inner.struct, { init: inner.init, source }, path, slots);
        next += types.slots(inner.struct).length;
        continue;
      }
      const found = types.slotNumber(struct, ref);
      next = (found < 0 ? next : found) + 1;
      // Only one member of a union is filled.
      if (ref.owner.kind === 'union' && ref.owner !== struct) while (order[next]?.owner === ref.owner) next++;
      const whole = item.path.length < 2;
      this.#slot(ref, { value: itemValue(item), source }, first?.at ?? item.value.at, path, slots, whole);
    }
  }

  /** The anonymous member that a braced value fills in its place, where the next slot `ref` is that member's first. */
  #anonymous(struct: StructDef, ref: MemberRef, value: Expr): { struct: StructDef; init: Braces['init'] } | null {
    const init = ref.owner === struct ? null : braced(value);
    if (!init) return null;
    const { types } = this.#expressions;
    for (const member of struct.members) {
      const inner = member.name === null ? types.structOf({ type: member.type, file: struct.file }) : null;
      if (inner && types.slots(inner)[0]?.member === ref.member) return { struct: inner, init };
    }
    return null;
  }

  #table(struct: StructDef, { init, source }: Braces, path: string, constant: boolean, whole: boolean): Found['table'] {
    const file = fileOf(source);
    const object = this.#object;
    const at = source.pinned ?? (path === '' ? object.at : init.at);
    return {
      struct,
      name: object.name,
      path,
      file,
      unit: source.place.file,
      at,
      end: source.pinned ?? init.end,
      // Parts that are set one by one have their own conditions.
      condition: both(file.condition(whole || source.written ? at : (source.pinned ?? object.at)), object.condition),
      isConst: constant || isConst(object.type.type),
      isStatic: object.isStatic,
      inFunction: object.inFunction,
      macro: object.macro,
    };
  }

  #slot(ref: MemberRef, sourced: Sourced, at: number, path: string, slots: Slots, whole: boolean): void {
    const { types } = this.#expressions;
    const { value, source } = sourced;
    const typed = { type: ref.member.type, file: ref.owner.file };
    const field = ref.member.name ?? '';
    const { pinned, place } = source;
    const offset = pinned ?? at;
    const from = source.written ? undefined : (this.#object.pinned ?? this.#object.at);
    const condition = fileOf(source).condition(offset, from);
    const add = (slot: SlotValue, name = field): void => {
      const isMade = pinned !== null && slot.k === 'function';
      const own = isMade ? this.#uses.at(fileOf(source).text, pinned).handed(slot.name, field) : offset;
      slots.add({ field: name, value: isMade ? { ...slot, at: own } : slot, at: own, condition });
    };
    // What is half typed sets nothing.
    if (whole && value.k !== 'other') slots.unset(field, condition);
    if (types.isFunctionPointer(typed)) {
      const functions = functionsIn(this.#expressions, value, place);
      if (functions.length === 0) add(isNull(value) ? { k: 'null' } : { k: 'value', text: textIn(place, value) });
      for (const each of functions) add(each);
      return;
    }
    const braces = bracesOf(this.#expressions, sourced);
    const isArray = braces !== null && types.canonical(typed)?.type.k === 'array';
    if (isArray && types.isFunctionPointer(types.pointee(typed))) {
      for (const { item, source: own } of itemsOf(this.#expressions, braces)) {
        const index = item.path[0]?.k === 'index' ? item.path[0].text : '';
        if (!whole) slots.unset(`${field}[${index}]`, condition);
        for (const each of functionsIn(this.#expressions, item.value, own.place)) {
          add(own.pinned === null ? each : { ...each, at: own.pinned }, index === '' ? field : `${field}[${index}]`);
        }
      }
    } else if (braces) this.#parts(typed, braces, `${path}.${field}`, whole);
    else add({ k: 'value', text: textIn(place, value) });
  }
}

/** Whether an object of this type is constant: the qualifier stands on the object, not behind a pointer. */
function isConst(type: TypeExpr): boolean {
  if (type.k === 'array') return isConst(type.of);
  return (type.k === 'name' || type.k === 'tag' || type.k === 'pointer') && type.const === true;
}
