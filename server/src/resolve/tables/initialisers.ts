/** Initialisers as C reads them: the items in braces, with macros that stand for items, or for a braced value, expanded. */
import type { SourceFile } from '../../index/file.ts';
import type { Expr, InitItem } from '../../model/ir.ts';
import type { Expressions } from '../language/expressions.ts';
import type { Place } from '../language/place.ts';
import { includedItems } from './included-items.ts';

type Init = Extract<Expr, { k: 'init' }>;

/** The text that an initialiser's offsets count in, and where its slots are when a macro made it. */
export interface Source {
  readonly place: Place;
  readonly pinned: number | null;
  /** The file that the text is of, where another one includes it in an initialiser, and says what its names mean. */
  readonly written?: SourceFile;
}

/** The file that offsets of a source are in. */
export function fileOf({ place, written }: Source): SourceFile {
  return written ?? place.file;
}

/** A value as it is written, each run of white space a single space. */
export function textIn(place: Place, value: Expr): string {
  return place.text.slice(value.at, value.end).replace(/\s+/g, ' ');
}

/** A value, and the text that its offsets count in. */
export interface Sourced {
  readonly value: Expr;
  readonly source: Source;
}

/** What stands in braces, and the text that its offsets count in. */
export interface Braces {
  readonly init: Init;
  readonly source: Source;
}

/** The items in braces, those that are included and those that macros stand for in their places. */
export function* itemsOf(expressions: Expressions, braces: Braces): Iterable<Placed> {
  let next = 0;
  for (const { at, items, source } of includedItems(expressions, braces)) {
    const before = braces.init.items.slice(next).filter((item) => item.at < at);
    next += before.length;
    yield* expandedItems(expressions, { ...braces, init: { ...braces.init, items: before } });
    yield* expandedItems(expressions, { init: { ...braces.init, items }, source });
  }
  const rest = next === 0 ? braces.init.items : braces.init.items.slice(next);
  yield* expandedItems(expressions, { ...braces, init: { ...braces.init, items: rest } });
}

/** An item, and the text that its offsets count in. */
interface Placed {
  readonly item: InitItem;
  readonly source: Source;
}

/** Items with those that macros stand for expanded. */
function* expandedItems(expressions: Expressions, { init, source }: Braces): Iterable<Placed> {
  for (const item of init.items) {
    const made = mayBeItems(item) ? expanded(expressions, { value: item.value, source }) : null;
    const [first, ...others] = made?.items ?? [];
    // A macro that stands for nothing sets nothing.
    if (made?.items.length === 0 && item.path.length === 0) continue;
    if (!made || !first || (item.path.length > 0 && others.length === 0)) yield { item, source };
    else {
      // Behind a designator the first value is its own, and the others are those of the members that follow.
      const items = item.path.length > 0 ? [{ ...first, path: [...item.path, ...first.path] }, ...others] : made.items;
      yield* expandedItems(expressions, { init: { ...init, items }, source: made.source });
    }
  }
}

/** Whether an item may be a macro's use that stands for several: behind a designator that is told by its looks. */
function mayBeItems({ path, value }: InitItem): boolean {
  return path.length === 0 || (value.k === 'call' && value.fn.k === 'id' && /^_*[A-Z]/.test(value.fn.name));
}

/** The braces that a value has, or that the macro makes which it is a use of; null for any other value. */
export function bracesOf(expressions: Expressions, sourced: Sourced): Braces | null {
  const written = braced(sourced.value);
  if (written) return { init: written, source: sourced.source };
  const made = expanded(expressions, sourced);
  const [only] = made?.items ?? [];
  if (!made || !only || made.items.length > 1 || only.path.length > 0) return null;
  const init = braced(only.value);
  return init && { init, source: made.source };
}

/** What a macro's use in an initialiser stands for: slots, elements, or one braced value. Null for anything else. */
function expanded(
  expressions: Expressions,
  { value, source }: Sourced,
): { items: readonly InitItem[]; source: Source } | null {
  const name = usedName(value);
  if (name === null) return null;
  const args = value.k === 'call' ? value.args : null;
  const made = expressions.uses.initialiserText(name, args, value.at, source.place);
  if (made === null) return null;
  const { text, macro, work } = made;
  const items = expressions.uses.initialiser(text);
  const place: Place = {
    ...source.place,
    scope: null,
    text: `(T){${text}}`,
    outer: { place: source.place, at: value.at, macro },
    work,
  };
  return { items, source: { ...source, place, pinned: source.pinned ?? value.at } };
}

/** The name of what may be a macro's use. */
function usedName(value: Expr): string | null {
  if (value.k === 'id') return value.name;
  return value.k === 'call' && value.fn.k === 'id' ? value.fn.name : null;
}

/** Whether a local's value is braced, or a macro's use; by its looks, so that nothing is looked up for the many that are not. */
export function mayBeBraced(value: Expr): boolean {
  const name = usedName(value);
  return name === null ? braced(value) !== null : /^_*[A-Z]/.test(name);
}

/** The initialiser list of a value: written directly, or behind a compound literal's type. Null for any other value. */
export function braced(value: Expr): Init | null {
  if (value.k === 'init') return value;
  if (value.k === 'literal') return braced(value.init);
  return value.k === 'cast' ? braced(value.arg) : null;
}

/** What an item sets at the first step of its path: its value, or braces around the steps that are left. */
export function itemValue(item: InitItem): Expr {
  const rest = item.path.slice(1);
  return rest.length === 0 ? item.value : { k: 'init', at: item.at, end: item.end, items: [{ ...item, path: rest }] };
}
