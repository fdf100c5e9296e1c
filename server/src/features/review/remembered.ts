/** A tree that keeps what it said of files which a series may leave as they are: each state of the series asks again. */
import type { FileCard, KnownFile } from '../../index/file-card.ts';
import type { Narrowed, TreeSource } from '../../index/source.ts';
import type { Gaps } from '../../model/gaps.ts';

/** Another tree, whose files must not change. What is read is not kept; which files have some words is, and what is in folders. */
export class Remembered implements TreeSource {
  readonly root: string;
  readonly gaps: Gaps;
  readonly #tree: TreeSource;
  readonly #among = new Map<string, Map<string, boolean>>();
  readonly #lists = new Map<string, readonly string[]>();

  constructor(tree: TreeSource) {
    this.root = tree.root;
    this.gaps = tree.gaps;
    this.#tree = tree;
  }

  read(path: string): string | null {
    return this.#tree.read(path);
  }

  known(path: string): KnownFile | null {
    return this.#tree.known(path);
  }

  learn(path: string, card: () => FileCard): void {
    this.#tree.learn(path, card);
  }

  exists(path: string): boolean {
    return this.#tree.exists(path);
  }

  list(folder: string): readonly string[] {
    const known = this.#lists.get(folder) ?? this.#tree.list(folder);
    this.#lists.set(folder, known);
    return known;
  }

  among(paths: readonly string[], words: readonly string[], stems: readonly string[]): readonly string[] {
    const key = `${words.join(' ')}\n${stems.join(' ')}`;
    const known = this.#among.get(key) ?? new Map<string, boolean>();
    this.#among.set(key, known);
    const unknown = paths.filter((path) => !known.has(path));
    const found = new Set(unknown.length === 0 ? [] : this.#tree.among(unknown, words, stems));
    for (const path of unknown) known.set(path, found.has(path));
    return paths.filter((path) => known.get(path));
  }

  search(folders: readonly string[], words: readonly string[]): readonly string[] {
    return this.#tree.search(folders, words);
  }

  searchHeads(folders: readonly string[], names: readonly string[]): ReadonlyMap<string, readonly string[]> {
    return this.#tree.searchHeads(folders, names);
  }

  searchPattern(
    folders: readonly string[],
    pattern: RegExp,
    words: readonly string[],
    narrowed?: Narrowed,
  ): readonly string[] {
    return this.#tree.searchPattern(folders, pattern, words, narrowed);
  }
}
