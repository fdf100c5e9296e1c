/**
 * The names by which code comes to an object of a struct: its own, and those of members, variables, functions and macros that are declared
 * with it. Code that has none of them cannot use its hooks, whatever their names are.
 */
import { pattern } from '../../base/patterns.ts';
import { listed, WordSet } from '../../base/words.ts';
import type { SourceFile } from '../../index/file.ts';
import { isIncludedSource } from '../../index/parts.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { Region } from '../../syntax/region.ts';
import { blankComments } from '../../syntax/skip.ts';
import { expansions } from '../language/macros/expansions.ts';
import { Macros } from '../language/macros/macros.ts';

/** With more names nothing is left out by them: to find them, and who uses them in macros, would take longer. */
const MAX_NAMES = 500;

/** The names; null where they are too many to tell anything, and where headers that are not read may have more. The structs are a list with blanks. */
export const BEARERS = query('names that bear a struct', (snapshot: Snapshot, names: string): Bearers | null => {
  if (snapshot.folders.length > 0) return null;
  const found = new Names(listed(names));
  for (let fresh = found.fresh(); fresh.types.length + fresh.values.length > 0; fresh = found.fresh()) {
    if (found.isTooMany) return null;
    const types = new WordSet(fresh.types);
    for (const path of fresh.types.length > 0 ? snapshot.search(fresh.types) : [])
      for (const region of regionsWith(snapshot, path, types))
        for (const each of expanded(snapshot, path, region)) found.addDeclared(each, types);
    // What comes to a member by its name may be a macro.
    const values = new WordSet(fresh.values);
    for (const path of headersWith(snapshot, fresh.values))
      for (const region of regionsWith(snapshot, path, values)) found.addNaming(region, values);
  }
  return { all: new WordSet(found.all), types: new WordSet(found.types) };
});

/** The names that are looked for in code. */
export interface Bearers {
  readonly all: WordSet;
  /** Those of types, and of macros that have one. */
  readonly types: WordSet;
}

/** Whether code of a file may come to an object of a struct. */
export class Bearing {
  readonly #snapshot: Snapshot;
  readonly #names: WordSet;
  readonly #types: WordSet;
  readonly #own = new Map<SourceFile, WordSet | null>();
  readonly #declaring = new Map<SourceFile, boolean>();

  constructor(snapshot: Snapshot, { all, types }: Bearers) {
    this.#snapshot = snapshot;
    this.#names = all;
    this.#types = types;
  }

  /** Whether one of the names is in a file, or macros of who includes it may bring them. */
  isIn(path: string): boolean {
    return (
      isHeader(path) || this.#names.isIn(this.#snapshot.read(path) ?? '') || isIncludedSource(this.#snapshot, path)
    );
  }

  /** The same of the text of a function. */
  isInText(file: SourceFile, text: string): boolean {
    if (isHeader(file.path) || this.#names.isIn(text)) return true;
    if (this.#ownMacros(file)?.isIn(text) || this.#isDeclaring(file)) return true;
    return isIncludedSource(this.#snapshot, file.path);
  }

  /** Whether a macro at the top level of a file may declare something that all its code can use: by a name that it makes. */
  #isDeclaring(file: SourceFile): boolean {
    const known = this.#declaring.get(file);
    if (known !== undefined) return known;
    const uses = file.regions.filter(({ kind }) => kind === 'invocation');
    const own = this.#ownMacros(file);
    const declares = uses.map(({ start, end }) => file.text.slice(start, end));
    const is = declares.some((text) => this.#types.isIn(text) || own?.isIn(text));
    this.#declaring.set(file, is);
    return is;
  }

  /** The macros of a file that have one of the names, or such a macro; null for none. */
  #ownMacros(file: SourceFile): WordSet | null {
    const known = this.#own.get(file);
    if (known !== undefined) return known;
    const macros = macrosWith(file, this.#names);
    this.#own.set(file, macros);
    return macros;
  }
}

function macrosWith(file: SourceFile, names: WordSet): WordSet | null {
  const found = new Set<string>();
  const defines = file.regions.filter(({ kind }) => kind === 'define');
  for (let size = -1; size < found.size; ) {
    size = found.size;
    const own = new WordSet(found);
    for (const { name, start, end } of defines) {
      const text = file.text.slice(start, end);
      if (names.isIn(text) || (size > 0 && own.isIn(text))) found.add(name);
    }
  }
  return found.size > 0 ? new WordSet(found) : null;
}

function isHeader(path: string): boolean {
  return !path.endsWith('.c');
}

function headersWith(snapshot: Snapshot, words: readonly string[]): readonly string[] {
  return words.length === 0 ? [] : snapshot.searchPattern(pattern`\b${words}\b`, words, { headers: true });
}

/** A region with the text in which it declares something. */
interface Declaring extends Region {
  readonly text: string;
}

/** The regions of a file that have one of the words, without comments. */
function* regionsWith(snapshot: Snapshot, path: string, words: WordSet): Iterable<Declaring> {
  const file = snapshot.file(path);
  for (const region of file?.regions ?? []) {
    const text = file?.text.slice(region.start, headEnd(region)) ?? '';
    if (words.isIn(text)) yield { ...region, text: blankComments(text) };
  }
}

/** What the use of a macro in a header makes; of a `.c` all code counts where a macro declares something for it. */
function expanded(snapshot: Snapshot, path: string, region: Declaring): readonly Declaring[] {
  if (region.kind !== 'invocation') return [region];
  const file = isHeader(path) ? snapshot.file(path) : null;
  if (!file) return [];
  const made = [...expansions(snapshot.lowerer, new Macros(snapshot), file, region.text, region.start)];
  return made.flatMap(({ text, regions }) =>
    regions.map((each) => ({ ...each, text: text.slice(each.start, headEnd(each)) })),
  );
}

/** What a function's body, or an initialiser, has in it is known by that. */
function headEnd({ kind, brace, end }: Region): number {
  return (kind === 'function' || kind === 'object') && brace >= 0 ? brace : end;
}

class Names {
  readonly all = new Set<string>();
  readonly types = new Set<string>();
  #freshTypes: string[] = [];
  #freshValues: string[] = [];

  constructor(types: readonly string[]) {
    for (const name of types) this.#addType(name);
  }

  get isTooMany(): boolean {
    return this.all.size > MAX_NAMES;
  }

  /** Those that were added since. */
  fresh(): { readonly types: readonly string[]; readonly values: readonly string[] } {
    const fresh = { types: this.#freshTypes, values: this.#freshValues };
    this.#freshTypes = [];
    this.#freshValues = [];
    return fresh;
  }

  /** Names that stand for a type are looked for wherever something is declared. */
  #addType(name: string): void {
    if (this.types.has(name)) return;
    this.types.add(name);
    this.all.add(name);
    this.#freshTypes.push(name);
  }

  #addValue(name: string): void {
    if (this.all.has(name)) return;
    this.all.add(name);
    this.#freshValues.push(name);
  }

  /** A macro that has one of the names of members and variables, and what is declared with the type of one. */
  addNaming(region: Declaring, values: WordSet): void {
    if (region.kind === 'define') this.#addValue(region.name);
    else if (/\btypeof/.test(region.text)) this.addDeclared(region, values);
  }

  /** What a region declares with one of the types. */
  addDeclared({ kind, name, text, tag }: Declaring, types: WordSet): void {
    if (!types.isIn(text)) return;
    if (kind === 'define') this.#addType(name);
    else if (kind === 'function' || kind === 'prototype') {
      if (types.isIn(text.slice(0, text.indexOf(name)))) this.#addValue(name);
    } else if (kind === 'typedef' && !text.includes('{')) this.#addTypedef(text, types);
    else if (kind !== 'include') {
      const behind = kind === 'typedef' ? wordsIn(text.slice(text.lastIndexOf('}') + 1)) : [];
      const isOwn = types.isIn(text.slice(0, text.indexOf('{')));
      const isHeld = text.split(/[;{}]/).filter((each) => this.#addDeclarators(each, types)).length > 0;
      if (isOwn || isHeld) for (const each of [...behind, tag]) if (each !== '') this.#addType(each);
    }
  }

  /** The names of a typedef: of the type, or of a function that returns it. */
  #addTypedef(text: string, types: WordSet): void {
    const [type] = types.of(text);
    const behind = type === undefined ? '' : text.slice(text.indexOf(type) + type.length);
    const words = wordsIn(text.slice(0, text.length - behind.length).includes('(') ? '' : behind);
    for (const word of behind.includes('(') ? words.slice(0, 1) : words) this.#addType(word);
  }

  /** The names behind a type; whether there are none: the members of such a member are those of what holds it. */
  #addDeclarators(text: string, types: WordSet): boolean {
    const declared = text.split('=')[0] ?? '';
    const [type] = types.of(declared);
    if (type === undefined) return false;
    const words = wordsIn(declared.slice(declared.indexOf(type) + type.length));
    for (const word of words) this.#addValue(word);
    return words.length === 0;
  }
}

function wordsIn(text: string): readonly string[] {
  return (text.match(/\b[A-Za-z_]\w*/g) ?? []).filter((word) => !KEYWORDS.has(word));
}

const KEYWORDS: ReadonlySet<string> = new Set(
  'auto const enum extern inline register restrict signed static struct typedef union unsigned void volatile int char long short bool'.split(
    ' ',
  ),
);
