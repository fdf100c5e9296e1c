/** What was read of one state of the tree: files, and what searches found. Views of it are snapshots (`snapshot.ts`). */
import { checkpoint } from '../base/checkpoint.ts';
import { owned } from '../base/owned.ts';
import { wordTest } from '../base/patterns.ts';
import { type Costs, type Gap, Gaps, gapPath, losing } from '../model/gaps.ts';
import type { Lowerer } from '../syntax/lower.ts';
import { Declarations } from './declarations.ts';
import type { Input } from './fact.ts';
import { SourceFile } from './file.ts';
import { isIn, readFolders } from './folders.ts';
import { Includers } from './includers.ts';
import { Includes } from './includes.ts';
import { Kept } from './kept-facts.ts';
import { Layers } from './layers.ts';
import type { TreeSource } from './source.ts';
import { Versions } from './versions.ts';

/** What a person sets that changes answers. */
export interface IndexSettings {
  /** Folders that questions are about; none means the whole tree. The headers that others include are read besides. */
  readonly folders: readonly string[];
}

/** How much is left of what may be kept when facts are let go of: not to be there again at the next question. */
const LEFT = 3 / 4;

/** So many searches are kept. A question about one struct makes some thousands. */
const MOST_SEARCHES = 40_000;

/** Makes a search in some folders of a tree. It is kept for later states, and holds nothing of any. */
export type Run = (source: TreeSource, folders: readonly string[]) => readonly string[];

/** A search of the tree and what it found; a later state asks changed files only. */
interface Search {
  readonly matches: (text: string) => boolean;
  readonly run: Run;
  readonly paths: readonly string[];
}

/** Has states. */
export interface WithState<View> {
  readonly state: TreeState<View>;
}

/** One state of the tree, read as questions need it. `View` is what facts are made of. */
export class TreeState<View> {
  readonly source: TreeSource;
  readonly settings: IndexSettings;
  /** The folders that are read; none for the whole tree. */
  readonly folders: readonly string[];
  readonly lowerer: Lowerer;
  readonly includes: Includes;
  readonly versions: Versions;
  /** Who declares a name, among the files read so far. */
  readonly declared: Declarations;
  /** Which files choose headers by `#if`, and which headers include others; what other states read is in both, too. */
  readonly #choosers: Includers;
  readonly #includers: Includers;
  readonly kept: Kept<View>;
  /** What answers from this state go without. */
  readonly gaps = new Gaps(() => this.#noted());
  readonly #files: Layers<string, SourceFile>;
  readonly #missing = new Set<string>();
  /** Changed files as they were, until somebody asks for them as they are. */
  readonly #replaced: Layers<string, SourceFile>;
  readonly #searches = new Map<string, Search>();
  /** Searches of a state that read other folders, until somebody asks for them in these. */
  readonly #elsewhere = new Map<string, Search>();

  /** Of the one before it, so much at the most is taken over. */
  constructor(
    source: TreeSource,
    settings: IndexSettings,
    lowerer: Lowerer,
    before: TreeState<View> | null,
    changed: ReadonlySet<string>,
    most: number | null = null,
  ) {
    this.source = source;
    this.settings = settings;
    this.folders = readFolders(settings.folders);
    this.lowerer = lowerer;
    this.versions = new Versions(before?.versions, changed);
    const whole = most === null ? before : null;
    this.declared = new Declarations(whole?.declared);
    this.#choosers = before ? before.#choosers : new Includers();
    this.#includers = before ? before.#includers : new Includers();
    this.kept = whole?.kept ?? new Kept(before?.kept.question);
    this.#files = whole ? whole.#files.fork() : new Layers();
    this.#replaced = whole ? whole.#replaced.fork() : new Layers();
    if (before) this.#letGo(before, changed);
    if (before && most !== null) this.#takeOver(before, most);
    this.includes = new Includes(this, whole?.includes, changed);
    if (before) this.#takeSearches(before, changed);
  }

  /** What reading the tree went without, and what the files that were read lost. */
  *#noted(): Iterable<Gap> {
    yield* this.source.gaps.all();
    for (const file of this.#files.values()) yield* file.gaps;
  }

  /** Lets go of what changed. */
  #letGo(before: TreeState<View>, changed: ReadonlySet<string>): void {
    for (const gap of before.gaps.all()) {
      const path = gapPath(gap);
      if (path !== null && !changed.has(path)) this.gaps.add(gap);
    }
    for (const path of changed) {
      const file = before.#files.get(path);
      if (file) {
        this.declared.forget(file);
        this.#replaced.set(path, file);
      }
      this.#files.remove(path);
    }
  }

  /** Takes over the files that were asked for last, with what was parsed of them, until they are so many bytes. */
  #takeOver(before: TreeState<View>, most: number): void {
    let bytes = 0;
    for (const file of [...before.#files.values()].sort((a, b) => b.usedAt - a.usedAt)) {
      bytes += file.bytes;
      if (bytes > most) break;
      this.#files.set(file.path, file);
      this.declared.add(file);
    }
  }

  /** What is kept takes, by an estimate: the files as far as they were read, what they see, and the facts. */
  get bytes(): number {
    return this.#fileBytes() + this.kept.bytes;
  }

  #fileBytes(): number {
    let bytes = this.includes.bytes;
    for (const files of [this.#files, this.#replaced]) for (const file of files.values()) bytes += file.bytes;
    return bytes;
  }

  /** Begins another question. Lets go of facts where more is kept than may be; where that is not enough, it takes another state. */
  lighter(most: number): TreeState<View> | null {
    this.kept.question++;
    this.#forgetSearches();
    const files = this.#fileBytes();
    if (files + this.kept.bytes <= most) return null;
    if (files > most / 2) return new TreeState(this.source, this.settings, this.lowerer, this, new Set(), most / 2);
    this.kept.letGo(most * LEFT - files);
    return null;
  }

  /** Lets go of the oldest searches: those for the functions that a whole tree calls are hundreds of thousands. */
  #forgetSearches(): void {
    if (this.#searches.size <= MOST_SEARCHES) return;
    for (const key of this.#searches.keys()) {
      if (this.#searches.size <= MOST_SEARCHES / 2) return;
      this.#searches.delete(key);
    }
  }

  /** Takes searches over: as they are but for what changed, and of other folders to be made again. */
  #takeSearches(before: TreeState<View>, changed: ReadonlySet<string>): void {
    const isSame = before.folders.join('\n') === this.folders.join('\n');
    for (const [key, search] of before.#elsewhere) this.#elsewhere.set(key, search);
    for (const [key, search] of before.#searches) {
      if (isSame) this.#searches.set(key, this.#again(search, changed));
      else this.#elsewhere.set(key, search);
    }
  }

  /** A search that was made here or in other folders, with what it finds in these. */
  #known(key: string): Search | undefined {
    const elsewhere = this.#searches.has(key) ? undefined : this.#elsewhere.get(key);
    if (elsewhere) this.#searches.set(key, sameOr(elsewhere, elsewhere.run(this.source, this.folders)));
    return this.#searches.get(key);
  }

  /** A search, with what changed looked at once more. */
  #again(search: Search, changed: ReadonlySet<string>): Search {
    const { matches, paths } = search;
    if (changed.size === 0) return search;
    const kept = paths.filter((path) => !changed.has(path));
    const fresh = [...changed].filter((path) => {
      const file = this.#isRead(path) ? this.file(path) : null;
      return file !== null && matches(file.text);
    });
    return sameOr(search, [...kept, ...fresh].sort());
  }

  #isRead(path: string): boolean {
    return /\.[ch]$/.test(path) && isIn(path, this.folders);
  }

  exists(path: string): boolean {
    return this.#files.get(path) !== undefined || this.source.exists(path);
  }

  read(path: string): string | null {
    return this.source.read(path);
  }

  /** Whether a file was read, in this state or one before it. */
  known(path: string): boolean {
    return this.#files.get(path) !== undefined;
  }

  /** Whether a part of a key is, or belongs to, a file as it is now; what belongs to no file always is. */
  isLive(part: unknown): boolean {
    const file = typeof part === 'object' && part !== null && 'file' in part ? part.file : part;
    return !(file instanceof SourceFile) || this.#files.get(file.path) === file;
  }

  /** The files that may choose a header by `#if`, of those that were read. */
  choosing(header: SourceFile): readonly SourceFile[] {
    return [...this.#choosers.of(header.path)].flatMap((path) => this.#files.get(path) ?? []);
  }

  /** The headers that may include a header, of those that were read. */
  including(header: SourceFile): readonly SourceFile[] {
    return [...this.#includers.of(header.path)].flatMap((path) => this.#files.get(path) ?? []);
  }

  /** A file of the tree; null when it cannot be read. */
  file(path: string): SourceFile | null {
    const known = this.#files.get(path);
    if (known) known.usedAt = this.kept.question;
    if (known || this.#missing.has(path)) return known ?? null;
    checkpoint(() => `reading ${path}`);
    const before = this.#replaced.get(path) ?? null;
    if (before) this.#replaced.remove(path);
    const file = this.#fromCard(path) ?? this.#readAnew(path, before);
    if (!file) {
      this.#missing.add(path);
      return null;
    }
    file.usedAt = this.kept.question;
    this.#files.set(path, file);
    this.declared.add(file);
    this.#choosers.add(
      path,
      file.chosenIncludes().map(({ name }) => name),
    );
    if (path.endsWith('.h')) this.#includers.add(path, file.includes());
    return file;
  }

  /** A file that need not be read for what is known of it. */
  #fromCard(path: string): SourceFile | null {
    const known = this.source.known(path);
    return known && new SourceFile(path, known, this.lowerer);
  }

  #readAnew(path: string, before: SourceFile | null): SourceFile | null {
    const text = this.source.read(path);
    if (text === null) return null;
    const costs = (): Costs => ({ what: 'the file', file: path, line: null });
    const file = losing(this.gaps, costs, () => new SourceFile(path, text, this.lowerer, before), null);
    if (file) this.source.learn(path, () => file.card());
    return file;
  }

  /** What a search finds; `run` makes it where it was not made before. */
  search(key: string, matches: Search['matches'], run: Run): readonly string[] {
    const known = this.#known(key);
    if (known) return known.paths;
    const paths = run(this.source, this.folders);
    this.#searches.set(key, { matches, run, paths });
    return paths;
  }

  /** Looks for the heads of functions, each for itself. */
  prefetchHeads(names: Iterable<string>): void {
    const unknown = [...new Set(names)].filter((name) => !this.#known(headsKey(name))).map(owned);
    if (unknown.length === 0) return;
    for (const [name, paths] of this.source.searchHeads(this.folders, unknown)) {
      this.#searches.set(headsKey(name), { matches: hasName(name), run: headsOf(name), paths });
    }
  }

  /** That a search was made. */
  searched(key: string): Input<WithState<View>> {
    const paths = this.#searches.get(key)?.paths;
    return { isSame: ({ state }) => state.#known(key)?.paths === paths };
  }
}

/** A search that finds something now: with the same list of paths where it is the same. */
function sameOr(search: Search, now: readonly string[]): Search {
  const { paths } = search;
  const isSame = now.length === paths.length && now.every((path, i) => path === paths[i]);
  return isSame ? search : { ...search, paths: now };
}

/** The search for the head of a function. */
export function headsOf(name: string): Run {
  return (source, folders) => source.searchHeads(folders, [name]).get(name) ?? [];
}

/** Whether a text has a name. There are searches for all functions that tables have: the test is made when it is asked. */
export function hasName(name: string): (text: string) => boolean {
  let test: ((text: string) => boolean) | null = null;
  return (text) => {
    test ??= wordTest([name]);
    return test(text);
  };
}

/** The key of the search for the head of a function. */
export function headsKey(name: string): string {
  return `heads:${name}`;
}
