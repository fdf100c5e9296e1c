/** The word indexes of a language server: one for each tree and list of folders, restored first and compared with the disk behind. */

import { LIKELY_FOLDERS } from '../../index/folders.ts';
import type { Overlay } from '../../index/source.ts';
import { cacheFolder } from '../cache-folder.ts';
import { DiskTree } from '../disk.ts';
import type { TreeFiles } from '../files/tree-files.ts';
import type { WordFacts, WordIndex } from './index.ts';
import { type FileNames, readNames } from './names.ts';
import {
  type AtFile,
  isLarge,
  isOther,
  ONE_THREAD,
  readAll,
  restoreWords,
  saveWords,
  type WordsOf,
  whatChanged,
  whatChangedBehind,
} from './store.ts';

/** An index that is written to the cache folder when nothing has happened for so long, in ms. */
const SAVE_AFTER = 5000;

/** How long a restored index is believed before it is compared with the disk, in ms: what people look at goes first. */
const COMPARE_AFTER = 1000;

/** A tree that has so many files where they are likely to have an answer is a large one: the others need not be counted. */
const MANY = 4000;

interface Open {
  readonly of: WordsOf;
  readonly index: WordIndex;
  /** Whether an earlier session left it. */
  readonly isKept: boolean;
}

/** Whether an index would know a file, and not as it is on disk. */
function isNews(index: WordIndex, files: TreeFiles, path: string): boolean {
  return index.isAbout(path) && isOther(index, path, files.stamp(path));
}

/** Reads those files again that are not on disk as an index has them. Whether there are any. */
export function refresh(index: WordIndex, paths: readonly string[]): boolean {
  const files = index.files();
  const news = paths.filter((path) => isNews(index, files, path));
  index.refresh(news);
  return news.length > 0;
}

/** The indexes of one session. */
export class Indexes {
  readonly #assets: string;
  readonly #open = new Map<string, Open>();
  /** What changed in a tree while an index of more of it was being made. */
  readonly #meanwhile = new Map<string, Set<string>>();
  #saving: NodeJS.Timeout | null = null;

  constructor(assets: string) {
    this.#assets = assets;
  }

  /**
   * Opens the index of some folders of a tree. A large one that an earlier run left is used at once; `changed` is told of the
   * files that turn out to be others, and `at` how far it is with one that has to be read.
   */
  async open(
    root: string,
    folders: readonly string[],
    cache: string | null,
    changed: (paths: readonly string[]) => void,
    at?: AtFile,
  ): Promise<void> {
    const of = this.#of(root, folders, cache);
    const restored = restoreWords(of);
    if (restored) this.#take(of, restored, changed);
    else {
      const meanwhile = new Set<string>();
      this.#meanwhile.set(root, meanwhile);
      const index = await readAll(of, at);
      this.#meanwhile.delete(root);
      const before = this.#open.get(root);
      if (before) saveWords(before.of, before.index);
      this.#open.set(root, { of, index, isKept: false });
      refresh(index, [...meanwhile]);
    }
    this.#saveLater();
  }

  /**
   * Opens what is likely to have an answer of a tree that takes long to read; of others, all. Whether it was all. What an earlier run
   * left says which it is; without, a large tree takes long.
   */
  async openFirst(root: string, cache: string | null, changed: (paths: readonly string[]) => void): Promise<boolean> {
    const likely = this.#of(root, LIKELY_FOLDERS, cache);
    const first = restoreWords(likely);
    const all = first ? null : restoreWords(this.#of(root, [], cache));
    if (first) this.#take(likely, first, changed);
    else if (all) this.#take(this.#of(root, [], cache), all, changed);
    else return this.#readFirst(likely, changed);
    return all !== null;
  }

  async #readFirst(likely: WordsOf, changed: (paths: readonly string[]) => void): Promise<boolean> {
    const { root, cache } = likely;
    await this.open(root, LIKELY_FOLDERS, cache, changed);
    const files = this.#open.get(root)?.index.paths().length ?? 0;
    if (files >= MANY || isLarge({ root, folders: [] })) return false;
    this.#open.delete(root);
    await this.open(root, [], cache, changed);
    return true;
  }

  #of(root: string, folders: readonly string[], cache: string | null): WordsOf {
    return { root, folders, assets: this.#assets, cache: cache ?? cacheFolder() };
  }

  /** Goes on with an index that an earlier run left: a small one is compared at once. */
  #take(of: WordsOf, index: WordIndex, changed: (paths: readonly string[]) => void): void {
    this.#open.set(of.root, { of, index, isKept: true });
    if (index.paths().length < ONE_THREAD) index.refresh(whatChanged(index));
    else void this.#compare(index, changed);
    this.#saveLater();
  }

  async #compare(index: WordIndex, changed: (paths: readonly string[]) => void): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, COMPARE_AFTER).unref());
    const paths = await whatChangedBehind(index);
    index.refresh(paths);
    if (paths.length > 0) changed(paths);
  }

  /** A tree with open editors' texts laid over it; `changed` are files that may not be on disk as they were. */
  tree(root: string, overlay: Overlay, changed: readonly string[]): DiskTree {
    const index = this.#open.get(root)?.index ?? null;
    for (const path of changed) this.#meanwhile.get(root)?.add(path);
    if (index && refresh(index, changed)) this.#saveLater();
    return new DiskTree(root, overlay, index);
  }

  /** What was read of a tree; null before that. */
  indexed(root: string): { readonly files: number; readonly isKept: boolean } | null {
    const open = this.#open.get(root);
    return open ? { files: open.index.paths().length, isKept: open.isKept } : null;
  }

  /** Whether a file is not on disk as it was read. */
  isNews(root: string, path: string): boolean {
    const index = this.#open.get(root)?.index;
    return index !== undefined && isNews(index, index.files(), path);
  }

  /** The index of a tree for another thread; null when there is none. */
  whole(root: string): WordFacts | null {
    return this.#open.get(root)?.index.whole() ?? null;
  }

  /** The names of hooks and tables in all files of a tree that are read. */
  names(root: string, at: (count: number) => void): Promise<FileNames> {
    return readNames({ root, assets: this.#assets }, this.#open.get(root)?.index.paths() ?? [], at);
  }

  #saveLater(): void {
    if (this.#saving) clearTimeout(this.#saving);
    this.#saving = setTimeout(() => this.save(), SAVE_AFTER);
    this.#saving.unref();
  }

  /** Writes what is new to the cache folder. */
  save(): void {
    for (const { of, index } of this.#open.values()) saveWords(of, index);
  }
}
