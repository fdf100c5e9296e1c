/** A tree as it was before a change: the texts of changed files laid over the tree as it is. */

import { wordTest } from '../../base/patterns.ts';
import type { FileCard, KnownFile } from '../../index/file-card.ts';
import type { Narrowed, TreeSource } from '../../index/source.ts';
import { Gaps } from '../../model/gaps.ts';

/** What files were; null for one that was not there. */
export type TextsBefore = ReadonlyMap<string, string | null>;

/** What the files of a change were before it. */
export interface FilesBefore {
  /** Null when there are too many to compare. */
  readonly texts: TextsBefore | null;
  /** Where files were that it moved. */
  readonly renamed: ReadonlyMap<string, string>;
}

/** The tree before a change. What did not change is asked of the tree after it. */
export class TreeBefore implements TreeSource {
  readonly root: string;
  readonly gaps = new Gaps();
  readonly #after: TreeSource;
  readonly #texts: TextsBefore;
  readonly #added = new Map<string, Set<string>>();

  constructor(after: TreeSource, texts: TextsBefore) {
    this.root = after.root;
    this.#after = after;
    this.#texts = texts;
    for (const [path, text] of texts) if (text !== null) this.#add(path);
  }

  /** Notes that a file, and the folders around it, were there. */
  #add(path: string): void {
    const slash = path.lastIndexOf('/');
    const folder = path.slice(0, Math.max(0, slash));
    const names = this.#added.get(folder) ?? new Set();
    this.#added.set(folder, names.add(path.slice(slash + 1)));
    for (let inner = folder; inner !== ''; inner = parentOf(inner)) {
      const around = this.#added.get(parentOf(inner)) ?? new Set();
      this.#added.set(parentOf(inner), around.add(`${inner.slice(inner.lastIndexOf('/') + 1)}/`));
    }
  }

  read(path: string): string | null {
    const text = this.#texts.get(path);
    return text === undefined ? this.#after.read(path) : text;
  }

  known(path: string): KnownFile | null {
    return this.#texts.has(path) ? null : this.#after.known(path);
  }

  learn(path: string, card: () => FileCard): void {
    if (!this.#texts.has(path)) this.#after.learn(path, card);
  }

  exists(path: string): boolean {
    const text = this.#texts.get(path);
    return text === undefined ? this.#after.exists(path) : text !== null;
  }

  list(folder: string): readonly string[] {
    const prefix = folder === '' ? '' : `${folder}/`;
    const kept = this.#after.list(folder).filter((name) => this.#texts.get(prefix + name) !== null);
    return [...new Set([...kept, ...(this.#added.get(folder) ?? [])])].sort();
  }

  search(folders: readonly string[], words: readonly string[]): readonly string[] {
    return this.#select(folders, this.#after.search(folders, words), wordTest(words));
  }

  searchHeads(folders: readonly string[], names: readonly string[]): ReadonlyMap<string, readonly string[]> {
    const after = this.#after.searchHeads(folders, names);
    return new Map(names.map((name) => [name, this.#select(folders, after.get(name) ?? [], wordTest([name]))]));
  }

  searchPattern(
    folders: readonly string[],
    pattern: RegExp,
    words: readonly string[],
    narrowed?: Narrowed,
  ): readonly string[] {
    const after = this.#after.searchPattern(folders, pattern, words, narrowed);
    return this.#select(folders, after, (text) => pattern.test(text));
  }

  among(paths: readonly string[], words: readonly string[], stems: readonly string[]): readonly string[] {
    const same = this.#after.among(
      paths.filter((path) => !this.#texts.has(path)),
      words,
      stems,
    );
    const found = new Set(same);
    const matches = wordTest(words);
    return paths.filter((path) => found.has(path) || matches(this.#texts.get(path) ?? ''));
  }

  #select(folders: readonly string[], found: readonly string[], matches: (text: string) => boolean): readonly string[] {
    const kept = new Set(found.filter((path) => !this.#texts.has(path)));
    for (const [path, text] of this.#texts) {
      const isRead = folders.length === 0 || folders.some((folder) => path.startsWith(`${folder}/`));
      if (text !== null && isRead && /\.[ch]$/.test(path) && matches(text)) kept.add(path);
    }
    return [...kept].sort();
  }
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
