/**
 * Macros whose use in a function makes a table: a literal, `#define INIT_WORK_ITEM(fn) (struct item){ .func = fn }`, or a local
 * object, `#define call_later(fn) { static struct item fn##_item = { .func = fn }; ... }`. Told by the text of their definitions, so
 * that the functions that use none need not be parsed.
 */
import { pattern } from '../base/patterns.ts';
import type { SourceFile } from '../index/file.ts';
import type { Snapshot } from '../index/snapshot.ts';
import type { Types } from './types.ts';

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
  /^[ \t]*#[ \t]*define[ \t]+\w+\((?:[^\n]|\\\n)*\b(?:struct|union)[ \t]+\w+(?:[^\n;{}]|\\\n)*(?:\)(?:[ \t]|\\\n)*\{|=(?:[ \t]|\\\n)*(?:\{|\w+\())/m;

const DEFINE = /^[ \t]*#[ \t]*define[ \t]+(\w+)\(([^)]*)\)((?:\\\r?\n|[^\n])*)/gm;

/** `struct item name = {`, `struct item name = ITEM_INIT(`, `(struct item) {` and, of arrays, `struct item name[] = {`. */
const OBJECT = /\b(?:struct|union)\s+(\w+)\s*(?:\)\s*\{|[^;{}()=*]*=\s*(?:\{|\w+\s*\())/g;

/** Answers for one snapshot which macros make tables in functions. */
export class TableMacros {
  readonly #snapshot: Snapshot;
  readonly #types: Types;
  readonly #makes = new Map<Definition, boolean>();
  readonly #own = new WeakMap<SourceFile, Definitions>();
  readonly #uses = new WeakMap<SourceFile, RegExp | null>();

  constructor(snapshot: Snapshot, types: Types) {
    this.#snapshot = snapshot;
    this.#types = types;
  }

  /** The files that define macros which make objects. Asked for before threads start, it is found once for all of them. */
  search(): readonly string[] {
    return this.#snapshot.searchPattern(WITH_OBJECT, []);
  }

  /** Whether a text that stands in a file's function uses such a macro. */
  usedIn(text: string, file: SourceFile): boolean {
    let uses = this.#uses.get(file);
    if (uses === undefined) {
      uses = this.#usesIn(file);
      this.#uses.set(file, uses);
    }
    return uses?.test(text) ?? false;
  }

  /** Whether a name is such a macro in a file: its use makes an object of a struct with hooks, or of one that holds such a struct. */
  has(name: string, file: SourceFile): boolean {
    const found = this.#ownOf(file).get(name) ?? this.#shared.get(name);
    return found?.some((each) => this.#makesTable(each, file)) ?? false;
  }

  /** The uses of such macros in a file; null when it has none. Most files name a few macros, whose structs are then looked at. */
  #usesIn(file: SourceFile): RegExp | null {
    const own = this.#ownOf(file);
    const words = file.text.matchAll(/\b([A-Za-z_]\w+)\s*\(/g);
    const known = new Set(
      [...words].map(([, name = '']) => name).filter((name) => own.has(name) || this.#shared.has(name)),
    );
    const names = [...known].filter((name) => this.has(name, file));
    return names.length > 0 ? pattern`\b${names}\s*\(` : null;
  }

  /** The macros of the headers that are read. */
  get #shared(): Definitions {
    return this.#snapshot.once('macros that make objects', () => {
      const all = new Map<string, Definition[]>();
      for (const path of this.search()) {
        if (!path.endsWith('.h')) continue;
        const found = this.#snapshot.note('macros that make objects', path, (text) => definitions(text, path));
        for (const [name, each] of found ?? []) all.set(name, [...(all.get(name) ?? []), ...each]);
      }
      return withObjects(all, NONE);
    });
  }

  /** Those of a `.c` itself. */
  #ownOf(file: SourceFile): Definitions {
    const known = this.#own.get(file);
    if (known) return known;
    const defines = file.path.endsWith('.c') ? file.regions.filter((region) => region.kind === 'define') : [];
    const text = defines.map(({ start, end }) => file.text.slice(start, end)).join('\n');
    const own = text === '' ? NONE : withObjects(definitions(text, file.path), this.#shared);
    this.#own.set(file, own);
    return own;
  }

  #makesTable(definition: Definition, user: SourceFile): boolean {
    const known = this.#makes.get(definition);
    if (known !== undefined) return known;
    // A macro that uses itself, directly or not, is not expanded again.
    this.#makes.set(definition, false);
    const { path, structs, words } = definition;
    const file = path === user.path ? user : this.#snapshot.file(path);
    const makes =
      file !== null &&
      (structs.some((struct) => this.#holdsHooks(struct, file)) || words.some((word) => this.has(word, user)));
    this.#makes.set(definition, makes);
    return makes;
  }

  #holdsHooks(struct: string, file: SourceFile): boolean {
    const definition = this.#types.structByTag(struct, file);
    return definition !== null && this.#types.holdsHooks(definition);
  }
}

const NONE: Definitions = new Map();

/** How often macros that use those found so far are looked for. */
const ROUNDS = 4;

/** Those of the macros that make an object, or use one of these, or of some others, that do. */
function withObjects(all: Definitions, others: Definitions): Definitions {
  const found = new Map([...all].filter(([, each]) => each.some(({ structs }) => structs.length > 0)));
  for (let round = 0, before = -1; round < ROUNDS && found.size > before; round++) {
    before = found.size;
    for (const [name, each] of all) {
      if (each.some(({ words }) => words.some((word) => found.has(word) || others.has(word)))) found.set(name, each);
    }
  }
  return found;
}

function definitions(text: string, path: string): Definitions {
  const all = new Map<string, Definition[]>();
  for (const [, name = '', , body = ''] of text.matchAll(DEFINE)) {
    const plain = body.replace(/\\\r?\n/g, ' ');
    const structs = [...plain.matchAll(OBJECT)].map(([, struct = '']) => struct);
    const words = [...plain.matchAll(/\b([A-Za-z_]\w+)\s*\(/g)].map(([, word = '']) => word);
    if (structs.length === 0 && words.length === 0) continue;
    all.set(name, [...(all.get(name) ?? []), { path, structs, words }]);
  }
  return all;
}
