/** A view of one state of the tree: files read as questions need them, and facts. A request reads one, start to end. */
import { owned } from '../base/owned.ts';
import { patternTest, wordTest } from '../base/patterns.ts';
import type { Gaps } from '../model/gaps.ts';
import type { Lowerer } from '../syntax/lower.ts';
import type { Seen } from './closure.ts';
import { DEFINED, firstIncluded, pick, pickIn } from './declarations.ts';
import { DEFINITIONS, EVERYWHERE, HEADS, KEYWORDS, nearest } from './declared.ts';
import type { Store } from './fact.ts';
import { Facts } from './facts.ts';
import type { FileSymbol, SourceFile, SymbolKind } from './file.ts';
import type { Includes } from './includes.ts';
import { MOST_BYTES } from './memory.ts';
import { declaredBeside, unitOf } from './parts.ts';
import type { Key, Query } from './query.ts';
import type { Narrowed, TreeSource } from './source.ts';
import { hasName, headsKey, headsOf, type IndexSettings, type Run, TreeState } from './state.ts';
import { Trie } from './trie.ts';
import type { Versions } from './versions.ts';

export type { IndexSettings } from './state.ts';

/** A state of the tree, seen from nowhere, or as the compiler of one unit sees it. */
export class Snapshot {
  readonly state: TreeState<Snapshot>;
  /** The `.c` that names are looked up for where a header leaves its includes to those who include it; null for none. */
  readonly unit: SourceFile | null;
  readonly #facts: Facts<Snapshot>;
  /** Facts that depend on the unit. */
  readonly #own: Store<Snapshot>;
  /** The same state seen from nowhere. */
  readonly #alone: Snapshot;

  private constructor(
    state: TreeState<Snapshot>,
    facts: Facts<Snapshot>,
    unit: SourceFile | null,
    alone: Snapshot | null = null,
  ) {
    this.state = state;
    this.unit = unit;
    this.#alone = alone ?? this;
    this.#facts = facts;
    this.#own = unit ? new Trie() : state.kept.withoutUnit;
  }

  /** A tree as it is now. `isLast` is said of one that none will be made of: what its facts read is not kept. */
  static of(source: TreeSource, settings: IndexSettings, lowerer: Lowerer, isLast = false): Snapshot {
    const state = new TreeState<Snapshot>(source, settings, lowerer, null, new Set());
    return new Snapshot(state, new Facts(state.kept, !isLast, state.gaps), null);
  }

  /** The next one, in which some paths have other texts, came or went. This one stays what it is. */
  next(source: TreeSource, changed: Iterable<string>, settings = this.settings): Snapshot {
    const state = new TreeState(source, settings, this.lowerer, this.state, new Set(changed));
    state.kept.sweep((part) => state.isLive(part));
    return new Snapshot(state, new Facts(state.kept, true, state.gaps), null);
  }

  /**
   * Begins another question: this, or, where what is kept of the tree takes more than so many bytes, one with less of it. What was
   * not asked for the longest goes. No question may be under way.
   */
  settled(most = MOST_BYTES): Snapshot {
    const lighter = this.state.lighter(most);
    return lighter ? new Snapshot(lighter, new Facts(lighter.kept, this.#facts.records, lighter.gaps), null) : this;
  }

  /** The same state as the compiler of a unit sees it: a header may use what only the file that includes it has included. */
  seenBy(unit: SourceFile): Snapshot {
    return new Snapshot(this.state, this.#facts, unit, this.#alone);
  }

  /**
   * The view for what a file says by itself: that of the unit for the unit, and for any other file that from nowhere, so that it is
   * found out once for all units.
   */
  by(file: SourceFile): Snapshot {
    return file === this.unit ? this : this.#alone;
  }

  get source(): TreeSource {
    return this.state.source;
  }

  get settings(): IndexSettings {
    return this.state.settings;
  }

  get lowerer(): Lowerer {
    return this.state.lowerer;
  }

  get includes(): Includes {
    return this.state.includes;
  }

  /** What answers from this snapshot go without. */
  get gaps(): Gaps {
    return this.state.gaps;
  }

  get versions(): Versions {
    return this.state.versions;
  }

  /** A derived fact. Made once, whoever asks. */
  get<K extends Key, V>(question: Query<Snapshot, K, V>, ...key: K): V {
    return this.#facts.get(this, this.#own, question, key, this.unit !== null && this.#isOfUnit(key));
  }

  /** Whether a fact was made before. Only how long an answer takes may hang on it. */
  has<K extends Key>(question: Query<Snapshot, K, unknown>, ...key: K): boolean {
    return this.#facts.has(this, this.#own, question, key);
  }

  #isOfUnit(key: Key): boolean {
    for (const part of key) {
      if (part === this.unit) return true;
      if (typeof part === 'object' && part !== null && 'file' in part && part.file === this.unit) return true;
    }
    return false;
  }

  exists(path: string): boolean {
    this.#facts.read(() => this.versions.read(path));
    return this.state.exists(path);
  }

  /** The text of a file, which is not kept; null when it cannot be read. */
  read(path: string): string | null {
    this.#facts.read(() => this.versions.read(path));
    return this.state.read(path);
  }

  /** Names in a folder, folders with a slash at the end. */
  list(folder: string): readonly string[] {
    this.#facts.read(() => this.versions.read(`${folder}/`));
    return this.source.list(folder);
  }

  /** Whether a file was read, by this snapshot or one before it. */
  known(path: string): boolean {
    return this.state.known(path);
  }

  /** A file of the tree; null when it cannot be read. */
  file(path: string): SourceFile | null {
    if (this.unit?.path === path) {
      this.#facts.readUnit();
      return this.unit;
    }
    this.#facts.read(() => this.versions.read(path));
    return this.state.file(path);
  }

  /** Says that what is being answered is good for this snapshot alone, since it reads on after it was answered. */
  pin(): void {
    this.#facts.pin();
  }

  /** The folders that questions are about; none means the whole tree. */
  get folders(): readonly string[] {
    const { folders } = this.settings;
    this.#facts.read(() => ({ isSame: ({ settings }) => settings.folders === folders }));
    return folders;
  }

  /** Files whose text has one of the words, in the folders that are read. */
  search(words: readonly string[]): readonly string[] {
    const key = `words:${words.join(' ')}`;
    const kept = words.map(owned);
    return this.#searched(key, wordTest(kept), (source, folders) => source.search(folders, kept));
  }

  /**
   * Functions of a name as the folders that are read define or declare them, by path: those whose name stands in front of a parenthesis
   * on a line that starts in column 0, as kernel code has it.
   */
  heads(name: string): readonly FileSymbol[] {
    return this.get(HEADS, name);
  }

  /** Looks for the heads of many functions at once, so that later questions need not read the folders again. */
  prefetchHeads(names: Iterable<string>): void {
    this.state.prefetchHeads(names);
  }

  /** Files that may have the head of a function. */
  headFiles(name: string): readonly string[] {
    this.state.prefetchHeads([name]);
    return this.#searched(headsKey(name), hasName(name), headsOf(name));
  }

  /** Files whose text matches a pattern, in the folders that are read; what it matches has one of the words in it, if there are any. */
  searchPattern(wanted: RegExp, words: readonly string[], narrowed: Narrowed = {}): readonly string[] {
    const [keptWords, kept] = [words.map(owned), ownedOf(narrowed)];
    const run: Run = (source, folders) => source.searchPattern(folders, wanted, keptWords, kept);
    const kind = narrowed.headers ? 'headers' : 'pattern';
    return this.#searched(`${kind}:${wanted.flags}:${wanted.source}`, patternTest(wanted), run);
  }

  /** `matches` and `run` are kept for later states, and must hold nothing of this one. */
  #searched(key: string, matches: (text: string) => boolean, run: Run): readonly string[] {
    const paths = this.state.search(key, matches, run);
    this.#facts.read(() => this.state.searched(key));
    return paths;
  }

  /** Every file that a file sees, itself first, in the order of inclusion. */
  closure(file: SourceFile): Seen {
    this.#facts.read(() => this.includes.read(file));
    return this.includes.closure(file);
  }

  /**
   * What a name means in a file: a declaration of one of the kinds, in the file itself, else in what it includes. The first
   * kind wins over the second in the same file.
   */
  lookup(name: string, kinds: readonly SymbolKind[], from: SourceFile): FileSymbol | null {
    if (KEYWORDS.has(name)) return null;
    return (
      this.#inAll(name, kinds, from) ??
      (from === this.unit ? null : this.#around(name, kinds, from)) ??
      // A header that leaves its includes to those who include it: the tree can tell.
      (from.path.endsWith('.h') ? (this.sole(name, kinds, from) ?? declaredBeside(this, name, kinds, from)) : null)
    );
  }

  /** What a name means to those that a file is a part of: the unit that is looked at, else the one that it is always in. */
  #around(name: string, kinds: readonly SymbolKind[], from: SourceFile): FileSymbol | null {
    this.#facts.readUnit();
    const inUnit = this.unit && this.#inAll(name, kinds, this.unit);
    if (inUnit) return inUnit;
    const path = unitOf(this, from);
    const unit = path === null ? null : this.file(path);
    return unit && this.#inAll(name, kinds, unit);
  }

  /** A declaration in a unit itself, else in what it includes. */
  #inAll(name: string, kinds: readonly SymbolKind[], unit: SourceFile): FileSymbol | null {
    return pick(unit.symbols(name), kinds) ?? this.#seen(name, kinds, unit);
  }

  /**
   * The definition of a struct, a typedef or an inline function of a name that is nearest to a file, in the folders that are read:
   * that of a header where one has it. Null where several are as near, and for other kinds.
   */
  sole(name: string, kinds: readonly SymbolKind[], from: SourceFile): FileSymbol | null {
    const wanted = kinds.filter((kind) => DEFINED.includes(kind));
    return wanted.length === 0 ? null : nearest(this.get(DEFINITIONS, name, wanted.join(' ')), from.path);
  }

  /** A declaration in what a file includes: the first of one kind, and of several kinds the best one. */
  #seen(name: string, kinds: readonly SymbolKind[], from: SourceFile): FileSymbol | null {
    if (kinds.length === 1) return this.#first(name, kinds, from);
    // Asked first: it reads files, whose declarations count.
    const files = this.closure(from);
    return pickIn(this.#read(name, kinds), files, kinds);
  }

  /** The declaration of any of the kinds that is found first; files that are included behind it are left unread. */
  #first(name: string, kinds: readonly SymbolKind[], from: SourceFile): FileSymbol | null {
    this.#facts.read(() => this.includes.read(from));
    const files = this.includes.found(from);
    const read = this.#read(name, kinds).filter((symbol) => files.has(symbol.file));
    const known = read.length > 1 ? firstIncluded(read, files, kinds) : read[0];
    if (known) return known;
    const file = this.includes.find(from, this.state.declared.declaring(name, kinds));
    return file && pick(file.symbols(name), kinds);
  }

  /** The declarations of a name in the files read so far: no answer but for files that are known to have been read. */
  #read(name: string, kinds: readonly SymbolKind[]): readonly FileSymbol[] {
    return this.state.declared.of(name).filter((symbol) => kinds.includes(symbol.kind));
  }

  /** Every declaration of a name of the kinds in a file and in all that it includes, by path. */
  allSeen(name: string, kinds: readonly SymbolKind[], from: SourceFile): readonly FileSymbol[] {
    const files = this.closure(from);
    const own = this.state.known(from.path) ? [] : from.symbols(name).filter((symbol) => kinds.includes(symbol.kind));
    return [...own, ...this.#read(name, kinds).filter((symbol) => files.has(symbol.file))];
  }

  /** Whether a name is declared as one of the kinds in a file or in what it includes. */
  declares(name: string, kinds: readonly SymbolKind[], from: SourceFile): boolean {
    return (
      pick(from.symbols(name), kinds) !== null ||
      this.#first(name, kinds, from) !== null ||
      this.lookup(name, kinds, from) !== null
    );
  }

  /** The unit that is looked at, for an answer that depends on it. */
  unitSeen(): SourceFile | null {
    this.#facts.readUnit();
    return this.unit;
  }

  /** Who declares a name, in the files of the folders that are read which have it in them. */
  everywhere(name: string): readonly FileSymbol[] {
    return this.get(EVERYWHERE, name);
  }
}

/** The same with names of its own, as searches are kept longer than the files that names are cut from. */
function ownedOf({ words, defines, ...rest }: Narrowed): Narrowed {
  return {
    ...rest,
    ...(words ? { words: words.map(owned) } : {}),
    ...(defines === undefined ? {} : { defines: owned(defines) }),
  };
}
