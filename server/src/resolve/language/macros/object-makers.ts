/**
 * Macros whose use in a function makes a table: a literal, `#define INIT_WORK_ITEM(fn) (struct item){ .func = fn }`, or a local
 * object, `#define call_later(fn) { static struct item fn##_item = { .func = fn }; ... }`. Told by the text of their definitions, so
 * that the functions that use none need not be parsed.
 */
import { pushTo } from '../../../base/add-to.ts';
import { pattern } from '../../../base/patterns.ts';
import type { SourceFile } from '../../../index/file.ts';
import { query } from '../../../index/query.ts';
import type { Snapshot } from '../../../index/snapshot.ts';
import type { Types } from '../types.ts';

/** A macro by its text: the structs whose objects its body makes, and the words that may be other such macros. */
interface Definition {
  readonly path: string;
  readonly structs: readonly string[];
  readonly words: readonly string[];
}

/** The macros with parameters of some files, by name; one name may have several definitions. */
type Definitions = ReadonlyMap<string, readonly Definition[]>;

/** A macro with parameters whose body has a value in braces, or one that another macro makes, of a struct that it names. */
const WITH_OBJECT =
  /^[ \t]*#[ \t]*define(?<!\\\n[ \t]*#[ \t]*define)[ \t]+\w+\((?:[^\n]|\\\n)*\b(?:struct|union)[ \t]+\w+\b(?:(?!\b(?:struct|union)\b)[^\n;{}]|\\\n)*(?:\)(?:[ \t]|\\\n)*\{|=(?:[ \t]|\\\n)*(?:\{|\w+\())/m;

const DEFINE = /^[ \t]*#[ \t]*define[ \t]+(\w+)\(((?:\\\r?\n|[^)\n])*)\)((?:\\\r?\n|[^\n])*)/gm;

/** `struct item name = {`, `struct item name = ITEM_INIT(`, `(struct item) {` and, of arrays, `struct item name[] = {`. */
const OBJECT = /\b(?:struct|union)\s+(\w+)\b(?:\s*\)\s*\{|(?:(?!\b(?:struct|union)\b)[^;{}()=*])*=\s*(?:\{|\w+\s*\())/g;

/** Answers for one snapshot which macros make tables in functions. */
export class TableMacros {
  readonly #snapshot: Snapshot;
  readonly #types: Types;

  constructor(snapshot: Snapshot, types: Types) {
    this.#snapshot = snapshot;
    this.#types = types;
  }

  /** What uses of such macros in a file look like; null when it has none. */
  usesIn(file: SourceFile): RegExp | null {
    const names = this.#snapshot.get(NAMED, file).filter((name) => this.has(name, file));
    return names.length > 0 ? pattern`\b${names}\s*\(` : null;
  }

  /** Whether a name is such a macro in a file: its use makes an object of a struct with hooks, or of one that holds such a struct. */
  has(name: string, file: SourceFile): boolean {
    return this.#makes(name, file, new Set());
  }

  /** A macro that uses itself, directly or not, is not expanded again. */
  #makes(name: string, user: SourceFile, under: Set<string>): boolean {
    if (under.has(name)) return false;
    under.add(name);
    const found = this.#snapshot.get(OWN, user).get(name) ?? this.#snapshot.get(SHARED).get(name);
    return found?.some((each) => this.#makesTable(each, user, under)) ?? false;
  }

  #makesTable({ path, structs, words }: Definition, user: SourceFile, under: Set<string>): boolean {
    const file = path === user.path ? user : this.#snapshot.file(path);
    return (
      file !== null &&
      (structs.some((struct) => this.#holdsHooks(struct, file)) || words.some((word) => this.#makes(word, user, under)))
    );
  }

  #holdsHooks(struct: string, file: SourceFile): boolean {
    const definition = this.#types.structByTag(struct, file);
    return definition !== null && this.#types.holdsHooks(definition);
  }
}

/** Makes one search for all threads of what each of them would look for. */
export function searchTableMacros(snapshot: Snapshot): readonly string[] {
  return snapshot.searchPattern(WITH_OBJECT, []);
}

const IN_TEXT = query('macros with objects of a text', (snapshot: Snapshot, path: string) =>
  definitions(snapshot.read(path) ?? '', path),
);

/** The macros of the headers that are read. */
const SHARED = query('macros with objects', (snapshot: Snapshot): Definitions => {
  const all = new Map<string, Definition[]>();
  for (const path of searchTableMacros(snapshot)) {
    if (!path.endsWith('.h')) continue;
    for (const [name, found] of snapshot.get(IN_TEXT, path)) for (const each of found) pushTo(all, name, each);
  }
  return withObjects(all, NONE);
});

/** Those of a `.c` itself. */
const OWN = query('macros with objects of a file', (snapshot: Snapshot, file: SourceFile): Definitions => {
  const defines = file.path.endsWith('.c') ? file.regions.filter((region) => region.kind === 'define') : [];
  const text = defines.map(({ start, end }) => file.text.slice(start, end)).join('\n');
  return text === '' ? NONE : withObjects(definitions(text, file.path), snapshot.get(SHARED));
});

/** The macros with objects that a file names: most name a few, whose structs are then looked at. */
const NAMED = query('macros with objects that a file names', (snapshot: Snapshot, file: SourceFile) => {
  const [own, shared] = [snapshot.get(OWN, file), snapshot.get(SHARED)];
  const words = [...file.text.matchAll(/\b([A-Za-z_]\w+)\s*\(/g)].map(([, name = '']) => name);
  return [...new Set(words)].filter((name) => own.has(name) || shared.has(name));
});

const NONE: Definitions = new Map();

/** Those of the macros that make an object, or use one of these, or of some others, that do. */
function withObjects(all: Definitions, others: Definitions): Definitions {
  const found = new Map([...all].filter(([, each]) => each.some(({ structs }) => structs.length > 0)));
  const users = new Map<string, string[]>();
  for (const [name, each] of all) {
    for (const word of new Set(each.flatMap(({ words }) => words))) {
      const known = users.get(word);
      if (known) known.push(name);
      else users.set(word, [name]);
    }
  }
  const add = (name: string): void => {
    const each = found.has(name) ? undefined : all.get(name);
    if (each) found.set(name, each);
  };
  for (const [word, names] of users) if (others.has(word)) names.forEach(add);
  // What is added is visited, too.
  for (const word of found.keys()) users.get(word)?.forEach(add);
  return found;
}

function definitions(text: string, path: string): Definitions {
  const all = new Map<string, Definition[]>();
  for (const [, name = '', , body = ''] of text.matchAll(DEFINE)) {
    const plain = body.replace(/\\\r?\n/g, ' ');
    const structs = [...plain.matchAll(OBJECT)].map(([, struct = '']) => struct);
    const words = [...plain.matchAll(/\b([A-Za-z_]\w+)\s*\(/g)].map(([, word = '']) => word);
    if (structs.length === 0 && words.length === 0) continue;
    pushTo(all, name, { path, structs, words });
  }
  return all;
}
