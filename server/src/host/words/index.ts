/** Which files can have a word in them: most searches leave nearly every file unread. */
import { createHash } from 'node:crypto';
import { Gaps } from '../../model/gaps.ts';
import type { Stamp } from '../files/stamps.ts';
import { TreeFiles } from '../files/tree-files.ts';
import { EMPTY, type Place, putTogether, readWords, stampAt, type WordBlock } from './block.ts';
import type { CardFacts } from './card-facts.ts';
import { Cards } from './cards.ts';
import { HashTable } from './hash-table.ts';
import { mayHave, type WordKey, type WordScanner } from './scanner.ts';

/** Files that patterns were found in. Those that changed since are asked again when somebody wants to know. */
export type Matches = Readonly<
  Record<string, { readonly found: readonly string[]; readonly changed: readonly string[] }>
>;

/** A whole index as plain data. */
export interface WordFacts {
  readonly folders: readonly string[];
  readonly block: WordBlock;
  readonly matches: Matches;
  readonly cards: CardFacts;
}

/** The words of every file under some folders of a tree. */
export class WordIndex {
  readonly root: string;
  /** The folders that it covers; none for the whole tree. */
  readonly folders: readonly string[];
  readonly #scanner: WordScanner;
  #blocks: WordBlock[];
  readonly #places = new Map<string, Place>();
  #sorted: readonly string[] | null = null;
  #heads: HashTable | null = null;
  readonly #matches = new Map<string, { found: Set<string>; changed: Set<string> }>();
  /** What was not read. */
  gaps = new Gaps();
  /** Whether it knows what the cache folder does not. */
  isNew: boolean;
  /** What its headers say without being read. */
  readonly cards: Cards;

  /** `matches` comes with blocks from the cache folder, and so does what `cards` gives when it is asked for a header. */
  constructor(
    root: string,
    folders: readonly string[],
    scanner: WordScanner,
    blocks: readonly WordBlock[],
    matches: Matches | null = null,
    cards: () => CardFacts | null = () => null,
  ) {
    this.root = root;
    this.folders = folders;
    this.#scanner = scanner;
    this.#blocks = [...blocks];
    this.isNew = matches === null;
    this.cards = new Cards((path) => this.stamp(path), cards);
    for (const block of blocks) this.#place(block);
    for (const [pattern, { found, changed }] of Object.entries(matches ?? {})) {
      this.#matches.set(pattern, { found: new Set(found), changed: new Set(changed) });
    }
  }

  #place(block: WordBlock): void {
    block.paths.forEach((path, i) => {
      if (block.stamps[2 * i + 1] === -1) this.#places.delete(path);
      else this.#places.set(path, { block, i });
    });
    this.#sorted = null;
    this.#heads = null;
  }

  /** Whether it knows exactly these folders. */
  covers(folders: readonly string[]): boolean {
    return folders.join('\n') === this.folders.join('\n');
  }

  /** Whether a path is one that it would know if there were such a file. */
  isAbout(path: string): boolean {
    const { folders } = this;
    return /\.[ch]$/.test(path) && (folders.length === 0 || folders.some((folder) => path.startsWith(`${folder}/`)));
  }

  /** Every file, by path. */
  paths(): readonly string[] {
    this.#sorted ??= [...this.#places.keys()].sort();
    return this.#sorted;
  }

  /** The index that another thread has. */
  static from(root: string, { folders, block, matches, cards }: WordFacts, scanner: WordScanner): WordIndex {
    return new WordIndex(root, folders, scanner, [block], matches, () => cards);
  }

  /** What is to be known in another thread. */
  whole(): WordFacts {
    return { ...this.packed(), folders: this.folders, cards: this.cards.whole() };
  }

  /** What is to be written to disk. */
  packed(): Pick<WordFacts, 'block' | 'matches'> {
    if (this.#blocks.length > 1) this.#merge();
    const matches = [...this.#matches].slice(-MAX_PATTERNS).map(([pattern, { found, changed }]) => {
      return [pattern, { found: [...found], changed: [...changed] }] as const;
    });
    return { block: this.#blocks[0] ?? EMPTY, matches: Object.fromEntries(matches) };
  }

  /** Whether it knows a file. */
  has(path: string): boolean {
    return this.#places.has(path);
  }

  /** Time of change and size of a file as they were read; null for a file that it does not know. */
  stamp(path: string): Stamp | null {
    const place = this.#places.get(path);
    return place ? stampAt(place) : null;
  }

  /** The tree as it is now. */
  files(): TreeFiles {
    return new TreeFiles(this.root, this.gaps);
  }

  /** A checksum of which files there are, of their stamps, and of what is left unread. */
  sum(): string {
    const sum = createHash('sha1');
    let lines = '';
    for (const path of this.paths()) {
      const { ctimeMs, size } = this.stamp(path) ?? { ctimeMs: 0, size: -1 };
      lines += `${path}\n${ctimeMs} ${size}\n`;
      if (lines.length < AT_ONCE) continue;
      sum.update(lines);
      lines = '';
    }
    sum.update(lines);
    for (const text of this.gaps.texts()) sum.update(`${text}\n`);
    return sum.digest('base64');
  }

  /** Reads files again that changed, came or went. */
  refresh(paths: readonly string[]): void {
    if (paths.length === 0) return;
    const block = readWords(this.#scanner, this.files(), paths, false);
    this.#blocks.push(block);
    this.#place(block);
    this.isNew = true;
    for (const { found, changed } of this.#matches.values()) {
      for (const path of paths) {
        found.delete(path);
        changed.add(path);
      }
    }
    if (this.#blocks.length > MAX_BLOCKS) this.#merge();
  }

  /** Puts all that still holds into one block. */
  #merge(): void {
    const block = putTogether(this.paths(), (path) => this.#places.get(path));
    this.#blocks = [block];
    this.#places.clear();
    this.#place(block);
  }

  /** Files that may have one of the words; every file when there are no words, or one that is not kept: a single letter or a number. */
  withWords(words: readonly string[]): readonly string[] {
    if (words.length === 0 || !words.every(isKeyed)) return this.paths();
    const keys = words.map((word) => this.#scanner.key(word));
    const [only, ...others] = keys;
    if (only && others.length === 0) return this.#select((place) => hasKey(place, only));
    return this.#select(({ block, i }) => hasOne(block, i, keys));
  }

  /** Each file that may have some of the words, with those. */
  *withEach(words: readonly string[]): Iterable<readonly [path: string, words: readonly string[]]> {
    const keys = words.map((word) => ({ word, key: isKeyed(word) ? this.#scanner.key(word) : null }));
    for (const path of this.paths()) {
      const place = this.#places.get(path);
      const may = place ? keys.filter(({ key }) => key === null || hasKey(place, key)) : [];
      if (may.length > 0) yield [path, may.map(({ word }) => word)];
    }
  }

  /** Files that may define or declare a function of one of the names. */
  withHeads(name: string): readonly string[] {
    if (!this.#heads) {
      const places = [...this.#places];
      this.#heads = new HashTable(
        places.map(([path]) => path),
        places.map(([, place]) => headsOf(place)),
      );
    }
    return this.#heads.of(this.#scanner.key(name).low);
  }

  /** Files that a pattern is found in, for patterns that are the same in every question: `test` asks one file, once. */
  matching(pattern: string, words: readonly string[], test: (path: string) => boolean): readonly string[] {
    const known = this.#matches.get(pattern);
    const { found, changed } = known ?? {
      found: new Set(this.withWords(words).filter(test)),
      changed: new Set<string>(),
    };
    if (!known || changed.size > 0) this.isNew = true;
    if (!known) this.#matches.set(pattern, { found, changed });
    for (const path of changed) if (this.#places.has(path) && test(path)) found.add(path);
    changed.clear();
    return [...found].sort();
  }

  #select(test: (place: Place) => boolean): readonly string[] {
    const found: string[] = [];
    for (const [path, place] of this.#places) if (test(place)) found.push(path);
    return found.sort();
  }
}

function headsOf({ block, i }: Place): Uint32Array {
  return block.heads.subarray(block.headStarts[i], block.headStarts[i + 1]);
}

/** Letters that are put into a checksum together: a call for each file takes longer than the sum itself. */
const AT_ONCE = 1 << 16;

/** Patterns whose files are kept on disk; the oldest go first. */
const MAX_PATTERNS = 64;

/** More blocks than this are put together: each edit makes one. */
const MAX_BLOCKS = 64;

/** Whether a word is kept: no single letter and no number is. The name of a header that is included may begin with a number. */
function isKeyed(word: string): boolean {
  return /^[^\d]./.test(word) || word.endsWith('.h');
}

function hasKey({ block, i }: Place, key: WordKey): boolean {
  const start = block.laneStarts[i] ?? 0;
  return mayHave(block.lanes, start, (block.laneStarts[i + 1] ?? 0) - start, key);
}

function hasOne(block: WordBlock, i: number, keys: readonly WordKey[]): boolean {
  const start = block.laneStarts[i] ?? 0;
  const count = (block.laneStarts[i + 1] ?? 0) - start;
  return keys.some((key) => mayHave(block.lanes, start, count, key));
}
