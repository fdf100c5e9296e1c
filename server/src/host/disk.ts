/** A kernel tree on disk, with open editors' texts laid over it. */

import { isAscii } from 'node:buffer';
import { checkpoint } from '../base/checkpoint.ts';
import { normalPath } from '../base/paths.ts';
import type { FileCard, KnownFile } from '../index/file-card.ts';
import { isIn } from '../index/folders.ts';
import { type Narrowed, NO_WORDS, type Overlay, type TreeSource } from '../index/source.ts';
import { Gaps } from '../model/gaps.ts';
import { ANYTHING, hasWord, type Test, wordTest } from './content.ts';
import { readInto } from './files/open.ts';
import type { Stamp } from './files/stamps.ts';
import { type Entry, TreeFiles } from './files/tree-files.ts';
import { sourceFiles } from './files/walk.ts';
import { ReadSet, shownName } from './read-set.ts';
import type { Definitions } from './words/definitions.ts';
import type { WordIndex } from './words/index.ts';
import { hasWhole, Words } from './words/words.ts';

/** The same where each file is searched for words of its own. */
const SOME = 12;

/** As much of a file fits into the buffer that is used for one after the other; few have more. */
const ONE_READ = 1 << 20;

/** Decodes a file: UTF-8, else Latin-1, so that every byte is some letter and offsets can be given back. */
export function decode(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const latin = text.toString('latin1');
  // One-byte strings take half the memory, and most files are ASCII.
  if (isAscii(text)) return latin;
  const utf8 = text.toString('utf8');
  return utf8.includes('\ufffd') ? latin : utf8;
}

/** A tree on disk. Reads only; never follows a symbolic link to a folder, so that loops cannot hold it. */
export class DiskTree implements TreeSource {
  readonly root: string;
  /** What was not read. */
  readonly gaps: Gaps;
  /** What was asked for. */
  readonly reads: ReadSet;
  readonly #overlay: Overlay;
  readonly #index: WordIndex | null;
  readonly #definitions: Definitions | null;
  readonly #files: TreeFiles;
  readonly #folders = new Map<string, ReadonlyMap<string, Entry>>();
  readonly #listed = new Map<string, readonly string[]>();
  /** Under each list of folders the files that have a word, by the words that were looked for. */
  readonly #having = new Map<string, Map<string, readonly string[]>>();
  readonly #buffer = Buffer.allocUnsafe(ONE_READ);

  /**
   * `overlay` is laid over what is on disk. `index` knows one list of folders. `reads` may have what was asked of earlier states.
   * `definitions` are those of the index's files, none of which changes.
   */
  constructor(
    root: string,
    overlay: Overlay = new Map(),
    index: WordIndex | null = null,
    reads = new ReadSet(),
    definitions: Definitions | null = null,
  ) {
    this.root = root;
    this.reads = reads;
    this.gaps = new Gaps(() => index?.gaps.all() ?? []);
    this.#files = new TreeFiles(root, this.gaps);
    this.#overlay = overlay;
    this.#index = index;
    this.#definitions = definitions;
  }

  read(path: string): string | null {
    const open = this.#overlay.get(path);
    if (open !== undefined) return open;
    const read = this.#files.read(path, this.#isListed(path));
    if (!this.#index?.isAbout(path)) this.reads.file(path, read?.stamp ?? this.#files.stamp(path));
    return read && decode(read.bytes);
  }

  known(path: string): KnownFile | null {
    const card = this.#overlay.has(path) ? null : (this.#index?.cards.of(path) ?? null);
    if (!card) return null;
    // It may be asked long after this state of the tree, of which it holds nothing but where folders are.
    const files = this.#files;
    const text = (): string | null => {
      const read = files.read(path, true);
      return read && decode(read.bytes);
    };
    return { card, text };
  }

  learn(path: string, card: () => FileCard): void {
    if (!this.#overlay.has(path)) this.#index?.cards.learn(path, card);
  }

  exists(path: string): boolean {
    if (this.#overlay.has(path) || this.#isListed(path)) return true;
    const clean = normalPath(path);
    if (clean === null) return false;
    const slash = clean.lastIndexOf('/');
    const entry = this.#entries(clean.slice(0, Math.max(0, slash))).get(clean.slice(slash + 1));
    return entry !== undefined && (entry.isFile() || this.#files.isFile(clean));
  }

  /** What is in a folder. Read once: a new state of the tree is a new DiskTree. */
  #entries(folder: string): ReadonlyMap<string, Entry> {
    const known = this.#folders.get(folder);
    if (known) return known;
    const entries = new Map(this.#files.entries(folder).map((entry) => [entry.name, entry]));
    this.reads.folder(folder, [...entries.values()]);
    this.#folders.set(folder, entries);
    return entries;
  }

  list(folder: string): readonly string[] {
    const entries = this.#files.entries(folder);
    this.reads.folder(folder, entries);
    return entries.map(shownName).sort();
  }

  search(folders: readonly string[], words: readonly string[]): readonly string[] {
    if (words.length === 0) return this.#laidOver(folders, this.files(folders), ANYTHING);
    return this.#laidOver(folders, this.#withWords(folders, words), wordTest(words));
  }

  /** Files on disk that have one of the words. Each word is looked for once, alone or among many others. */
  #withWords(folders: readonly string[], words: readonly string[]): readonly string[] {
    const place = folders.join('\n');
    const having = this.#having.get(place) ?? new Map<string, readonly string[]>();
    this.#having.set(place, having);
    const fresh = words.filter((word) => !having.has(word));
    if (fresh.length > 0) for (const [word, paths] of this.#havingEach(folders, fresh)) having.set(word, paths);
    const [only, ...others] = words;
    if (only !== undefined && others.length === 0) return having.get(only) ?? [];
    return [...new Set(words.flatMap((word) => having.get(word) ?? []))].sort();
  }

  /** The files that have each of some words. */
  #havingEach(folders: readonly string[], words: readonly string[]): ReadonlyMap<string, readonly string[]> {
    const found = new Map<string, string[]>(words.map((word) => [word, []]));
    const wanted = new Words(words);
    for (const [path, may] of this.#indexed(folders)?.withEach(words) ?? this.#eachWith(folders, words)) {
      const content = this.#bytes(path);
      if (content === null) continue;
      const has = may.length > SOME ? wanted.all(content, content.length) : null;
      for (const word of may) if (has?.has(word) ?? hasWhole(content, word)) found.get(word)?.push(path);
    }
    return found;
  }

  *#eachWith(folders: readonly string[], words: readonly string[]): Iterable<readonly [string, readonly string[]]> {
    for (const path of this.files(folders)) yield [path, words];
  }

  searchHeads(folders: readonly string[], names: readonly string[]): ReadonlyMap<string, readonly string[]> {
    const index = this.#indexed(folders);
    const onDisk = index ? new Map(names.map((name) => [name, index.withHeads(name)])) : this.#headsIn(folders, names);
    if (this.#overlay.size === 0) return onDisk;
    return new Map(names.map((name) => [name, this.#laidOver(folders, onDisk.get(name) ?? [], wordTest([name]))]));
  }

  /** Every file under the folders, asked for all of the names in one go. */
  #headsIn(folders: readonly string[], names: readonly string[]): ReadonlyMap<string, readonly string[]> {
    const wanted = new Words(names);
    const found = new Map<string, string[]>(names.map((name) => [name, []]));
    for (const path of this.files(folders)) {
      const content = this.#bytes(path);
      for (const name of content ? wanted.heads(content, content.length) : []) found.get(name)?.push(path);
    }
    return found;
  }

  searchPattern(
    folders: readonly string[],
    pattern: RegExp,
    words: readonly string[],
    narrowed: Narrowed = {},
  ): readonly string[] {
    const index = this.#indexed(folders);
    const test: Test = {
      bytes: (content) => pattern.test(content.toString('latin1')),
      text: (text) => pattern.test(text),
    };
    if (!index) return this.#select(folders, this.files(folders), test);
    // Patterns without words of a question are kept with the index, for the next run too.
    const isKept = words.every((word) => NO_WORDS.includes(word));
    if (!isKept) return this.#select(folders, this.#mayHave(index, folders, words, narrowed), test);
    const found = index.matching(pattern.source, words, (path) => this.#passes(path, test));
    return this.#laidOver(folders, found, test);
  }

  /** Files that may have what is looked for: the words' own search would read each of them once more. */
  #mayHave(
    index: WordIndex,
    folders: readonly string[],
    words: readonly string[],
    { words: also, defines, headers = false }: Narrowed,
  ): readonly string[] {
    const defining = defines === undefined ? null : this.#definitions?.of(defines, this.#files);
    const others = also && new Set(index.withWords(also));
    return (defining ?? this.#mayHaveWords(index, folders, words)).filter(
      (path) => (!headers || path.endsWith('.h')) && (!others || others.has(path)),
    );
  }

  #mayHaveWords(index: WordIndex, folders: readonly string[], words: readonly string[]): readonly string[] {
    const having = this.#having.get(folders.join('\n'));
    const isKnown = words.every((word) => having?.has(word));
    return isKnown ? this.#withWords(folders, words) : index.withWords(words);
  }

  among(paths: readonly string[], words: readonly string[], stems: readonly string[]): readonly string[] {
    const index = this.#index;
    if (!index) this.reads.isWhole = false;
    else for (const path of paths) if (!index.isAbout(path)) this.reads.file(path, this.#files.stamp(path));
    const wanted = new Words(words);
    const test: Test = {
      bytes: (content) => stems.some((stem) => content.includes(stem)) && wanted.in(content, content.length),
      text: (text) => hasWord(text, words),
    };
    return paths.filter((path) => {
      const open = this.#overlay.get(path);
      return open === undefined ? this.#passes(path, test) : test.text(open);
    });
  }

  #indexed(folders: readonly string[]): WordIndex | null {
    if (this.#index?.covers(folders)) return this.#index;
    this.reads.isWhole = false;
    return null;
  }

  #select(folders: readonly string[], among: readonly string[], test: Test): readonly string[] {
    const found = among.filter((path) => this.#passes(path, test));
    return this.#laidOver(folders, found, test);
  }

  #passes(path: string, test: Test): boolean {
    const content = this.#bytes(path);
    return content !== null && test.bytes(content);
  }

  /** What was found on disk, with open editors' texts in the place of their files. */
  #laidOver(folders: readonly string[], onDisk: readonly string[], test: Test): readonly string[] {
    if (this.#overlay.size === 0) return onDisk;
    const found = new Set(onDisk);
    for (const [path, text] of this.#overlay) {
      if (isSource(path) && isIn(path, folders) && test.text(text)) found.add(path);
      else found.delete(path);
    }
    return [...found].sort();
  }

  /** Every source file under the folders, by path; the whole tree when there are none. Listed once. */
  files(folders: readonly string[]): readonly string[] {
    const indexed = this.#indexed(folders);
    if (indexed) return indexed.paths();
    const key = folders.join('\n');
    const known = this.#listed.get(key);
    if (known) return known;
    const paths = [...sourceFiles(this.#files, folders)].sort();
    this.#listed.set(key, paths);
    return paths;
  }

  /** Whether the index has a path as a file. */
  #isListed(path: string): boolean {
    return this.#index?.has(path) ?? false;
  }

  /** The bytes of a file in a buffer that the next call may reuse. */
  #bytes(path: string): Buffer | null {
    checkpoint(() => `looking through ${path}`);
    const use = (file: number, { size }: Stamp): Buffer => {
      const buffer = size > this.#buffer.length ? Buffer.allocUnsafe(size) : this.#buffer;
      return buffer.subarray(0, readInto(file, buffer, 0, size));
    };
    return this.#files.open(path, use, this.#isListed(path));
  }
}

/** Whether a path is that of C source. */
function isSource(path: string): boolean {
  return /\.[ch]$/.test(path);
}
