/** One state of the tree: files read as questions need them. A request reads one snapshot from start to end. */
import { between } from '../base/between.ts';
import { wordTest } from '../base/patterns.ts';
import { type Gap, Gaps, gapPath, losing } from '../model/gaps.ts';
import type { Lowerer } from '../syntax/lower.ts';
import { DEFINED, Declarations, definitionOf, firstIncluded, pick, pickIn } from './declarations.ts';
import { type FileSymbol, SourceFile, type SymbolKind } from './file.ts';
import { Includes } from './includes.ts';
import { includerOf } from './parts.ts';
import type { TreeSource } from './source.ts';

/** What a person sets that changes answers. */
export interface IndexSettings {
  /** Folders that are read; empty means the whole tree. */
  readonly folders: readonly string[];
}

export const DEFAULT_FOLDERS: readonly string[] = ['mm', 'fs', 'include', 'virt', 'ipc'];

/** The snapshot before this one, and the paths whose text is not what it was. */
export interface Basis {
  readonly previous: Snapshot;
  readonly changed: Iterable<string>;
}

/** A search of the tree and what it found; a later snapshot asks changed files only. */
interface Search {
  readonly matches: (text: string) => boolean;
  readonly paths: readonly string[];
}

/** A state of the tree and everything read from it so far. */
export class Snapshot {
  readonly source: TreeSource;
  readonly settings: IndexSettings;
  readonly lowerer: Lowerer;
  readonly includes: Includes;
  /** What answers from this snapshot go without. */
  readonly gaps = new Gaps(() => this.#noted());
  readonly #files = new Map<string, SourceFile | null>();
  /** Changed files as they were, until somebody asks for them as they are. */
  readonly #replaced = new Map<string, SourceFile>();
  readonly #memo = new Map<string, unknown>();
  readonly #searches = new Map<string, Search>();
  readonly #notes = new Map<string, Map<string, unknown>>();
  /** The file that is read as the compiler would read it; see `inUnit`. */
  #unit: SourceFile | null = null;
  /** Names whose declarations are all known. */
  readonly #complete = new Set<string>();
  /** Who declares a name, among the files read so far; files that later snapshots replaced are filtered out. */
  readonly #declared: Declarations;

  constructor(source: TreeSource, settings: IndexSettings, lowerer: Lowerer, basis?: Basis) {
    this.source = source;
    this.settings = settings;
    this.lowerer = lowerer;
    this.includes = new Includes(this, basis?.previous.includes, basis?.changed);
    this.#declared = basis ? basis.previous.#declared : new Declarations();
    if (basis) this.#takeOver(basis.previous, new Set(basis.changed));
  }

  /** What reading the tree went without, and what the files that were read lost. */
  *#noted(): Iterable<Gap> {
    yield* this.source.gaps.all();
    for (const file of this.#files.values()) if (file) yield* file.gaps;
  }

  /** Keeps what the changed files do not touch. */
  #takeOver(previous: Snapshot, changed: ReadonlySet<string>): void {
    for (const gap of previous.gaps.all()) {
      const path = gapPath(gap);
      if (path !== null && !changed.has(path)) this.gaps.add(gap);
    }
    for (const [path, file] of previous.#files) {
      if (!changed.has(path)) {
        if (file) this.#files.set(path, file);
      } else if (file) {
        this.#declared.forget(file);
        this.#replaced.set(path, file);
      }
    }
    for (const [path, file] of previous.#replaced) if (!this.#replaced.has(path)) this.#replaced.set(path, file);
    for (const [key, search] of previous.#searches) {
      const kept = search.paths.filter((path) => !changed.has(path));
      const fresh = [...changed].filter((path) => this.#isRead(path) && search.matches(this.file(path)?.text ?? ''));
      this.#searches.set(key, { matches: search.matches, paths: [...kept, ...fresh].sort() });
    }
    for (const [key, notes] of previous.#notes) {
      this.#notes.set(key, new Map([...notes].filter(([path]) => !changed.has(path))));
    }
  }

  /** What is read off a file's text without cutting it; null for a file that cannot be read. Later snapshots keep it. */
  note<T>(key: string, path: string, read: (text: string) => T): T | null {
    const notes = this.#notes.get(key) ?? new Map<string, unknown>();
    this.#notes.set(key, notes);
    if (notes.has(path)) return notes.get(path) as T;
    const text = this.source.read(path);
    const value = text === null ? null : read(text);
    notes.set(path, value);
    return value;
  }

  #isRead(path: string): boolean {
    const { folders } = this.settings;
    return /\.[ch]$/.test(path) && (folders.length === 0 || folders.some((folder) => path.startsWith(`${folder}/`)));
  }

  exists(path: string): boolean {
    return this.#files.get(path) != null || this.source.exists(path);
  }

  read(path: string): string | null {
    return this.source.read(path);
  }

  /** Whether a file was read, by this snapshot or one before it. */
  known(path: string): boolean {
    return this.#files.get(path) != null;
  }

  /** A file of the tree; null when it cannot be read. */
  file(path: string): SourceFile | null {
    const known = this.#files.get(path);
    if (known !== undefined) return known;
    between(() => `reading ${path}`);
    const text = this.source.read(path);
    const file = text === null ? null : new SourceFile(path, text, this.lowerer, this.#replaced.get(path));
    this.#replaced.delete(path);
    this.#files.set(path, file);
    if (file) this.#declared.add(file);
    return file;
  }

  /**
   * Looks at a file as the compiler of it would, in a pass over a tree: a `.c` that was not read before is let go of again, so
   * that the pass does not hold all of the tree, and what it declares is known to nobody else. Headers stay.
   */
  visit(path: string, look: (file: SourceFile) => void): void {
    const isKept = this.#files.has(path) || !path.endsWith('.c');
    const text = isKept ? null : this.source.read(path);
    const file = isKept ? this.file(path) : text === null ? null : new SourceFile(path, text, this.lowerer);
    if (!file) return;
    const unit = includerOf(this, file) ?? file;
    losing(
      this.gaps,
      () => ({ what: 'the file', file: path, line: null }),
      () => this.inUnit(unit, () => look(file)),
      undefined,
    );
    if (unit !== file) this.includes.drop(unit);
    if (isKept) return;
    this.includes.drop(file);
    for (const gap of file.gaps) this.gaps.add(gap);
  }

  /** Computes once per snapshot. */
  once<T>(key: string, compute: () => T): T {
    if (this.#memo.has(key)) return this.#memo.get(key) as T;
    const value = compute();
    this.#memo.set(key, value);
    return value;
  }

  /** Files whose text has one of the words, in the configured folders. */
  search(words: readonly string[]): readonly string[] {
    const { folders } = this.settings;
    return this.#searched(`words:${words.join(' ')}`, wordTest(words), () => this.source.search(folders, words));
  }

  /** Files that define or declare a function of one of the names, in the configured folders. */
  searchHeads(names: readonly string[]): readonly string[] {
    const { folders } = this.settings;
    return this.#searched(`heads:${names.join(' ')}`, wordTest(names), () => this.source.searchHeads(folders, names));
  }

  /** Files whose text matches a pattern, in the configured folders; what it matches has one of the words in it, if there are any. */
  searchPattern(pattern: RegExp, words: readonly string[]): readonly string[] {
    const matches = (text: string): boolean => pattern.test(text);
    return this.#searched(`pattern:${pattern.source}`, matches, () =>
      this.source.searchPattern(this.settings.folders, pattern, words),
    );
  }

  #searched(key: string, matches: Search['matches'], run: () => readonly string[]): readonly string[] {
    const known = this.#searches.get(key);
    if (known) return known.paths;
    const paths = run();
    this.#searches.set(key, { matches, paths });
    return paths;
  }

  /**
   * What a name means in a file: a declaration of one of the kinds, in the file itself, else in what it includes. The first
   * kind wins over the second in the same file.
   */
  lookup(name: string, kinds: readonly SymbolKind[], from: SourceFile): FileSymbol | null {
    const own = pick(from.symbols(name), kinds);
    if (own) return own;
    if (this.#complete.has(name)) {
      const all = this.declared(name).filter((symbol) => kinds.includes(symbol.kind));
      if (all.length <= 1) return all[0] ?? null;
    }
    return (
      this.#seen(name, kinds, from) ??
      (this.#unit && this.#unit !== from ? this.#inAll(name, kinds, this.#unit) : null) ??
      // A header that leaves its includes to those who include it: only its folder's neighbours or the tree can tell.
      (from.path.endsWith('.h') ? this.sole(name, kinds) : null)
    );
  }

  /** A declaration in a unit itself, else in what it includes. */
  #inAll(name: string, kinds: readonly SymbolKind[], unit: SourceFile): FileSymbol | null {
    return pick(unit.symbols(name), kinds) ?? this.#seen(name, kinds, unit);
  }

  /**
   * The definition of a struct, a typedef or an inline function of a name, where the folders that are read have one alone, or
   * where their headers have. Null for names that several define, and for other kinds.
   */
  sole(name: string, kinds: readonly SymbolKind[]): FileSymbol | null {
    const wanted = kinds.filter((kind) => DEFINED.includes(kind));
    if (wanted.length === 0) return null;
    return this.once(`sole:${wanted.join()}:${name}`, () => {
      const isType = wanted.some((kind) => kind !== 'function');
      const types = isType ? this.searchPattern(definitionOf(name), [name]) : [];
      const heads = wanted.includes('function') ? this.searchHeads([name]).filter((path) => path.endsWith('.h')) : [];
      const files = [...new Set([...types, ...heads])].flatMap((path) => this.file(path) ?? []);
      const defining = files.filter((file) => pick(file.symbols(name), wanted) !== null);
      const headers = defining.filter((file) => file.path.endsWith('.h'));
      const [only, another] = headers.length === 1 ? headers : defining;
      return only && !another ? pick(only.symbols(name), wanted) : null;
    });
  }

  /** The declarations of a name in the files read so far. */
  #read(name: string, kinds: readonly SymbolKind[]): readonly FileSymbol[] {
    return this.#declared.of(name).filter((symbol) => kinds.includes(symbol.kind));
  }

  /** A declaration in what a file includes: the first of one kind, and of several kinds the best one. */
  #seen(name: string, kinds: readonly SymbolKind[], from: SourceFile): FileSymbol | null {
    if (kinds.length === 1) return this.#first(name, kinds, from);
    // Asked first: it reads files, whose declarations count.
    const files = this.includes.closure(from);
    return pickIn(this.#read(name, kinds), files, kinds);
  }

  /** The declaration of any of the kinds that is found first; files that are included behind it are left unread. */
  #first(name: string, kinds: readonly SymbolKind[], from: SourceFile): FileSymbol | null {
    const files = this.includes.found(from);
    const read = this.#read(name, kinds).filter((symbol) => files.has(symbol.file));
    const known = read.length > 1 ? firstIncluded(read, files, kinds) : read[0];
    if (known) return known;
    const file = this.includes.find(from, (each) => pick(each.symbols(name), kinds) !== null);
    return file && pick(file.symbols(name), kinds);
  }

  /** Whether a name is declared as one of the kinds in a file or in what it includes. */
  declares(name: string, kinds: readonly SymbolKind[], from: SourceFile): boolean {
    return (
      pick(from.symbols(name), kinds) !== null ||
      this.#first(name, kinds, from) !== null ||
      this.lookup(name, kinds, from) !== null
    );
  }

  /**
   * Looks names up as the compiler of a unit would, while `look` runs: a header may use what only the file that includes it has
   * included.
   */
  inUnit<T>(unit: SourceFile, look: () => T): T {
    const outer = this.#unit;
    this.#unit = unit;
    try {
      return look();
    } finally {
      this.#unit = outer;
    }
  }

  /** The files that a file, and the unit under way, see as far as they were found yet. */
  *seenFrom(file: SourceFile): Iterable<SourceFile> {
    yield* this.includes.found(file);
    if (this.#unit && this.#unit !== file) yield* this.includes.found(this.#unit);
  }

  /**
   * Reads every file with a name in it, and answers who declares it. From then on a name that only one file declares is looked
   * up without following includes.
   */
  everywhere(name: string): readonly FileSymbol[] {
    if (!this.#complete.has(name)) {
      for (const path of this.search([name])) this.file(path);
      this.#complete.add(name);
    }
    return this.declared(name);
  }

  /** Every declaration of a name in the files read so far. */
  declared(name: string): readonly FileSymbol[] {
    return this.#declared.of(name);
  }
}
