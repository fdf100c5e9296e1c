/** The word indexes of a language server: one for each tree and list of folders, restored first and compared with the disk behind. */

import type { Overlay } from '../../index/source.ts';
import { cacheFolder } from '../cache-folder.ts';
import { DiskTree } from '../disk.ts';
import type { WordFacts, WordIndex } from './index.ts';
import {
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

interface Open {
  readonly of: WordsOf;
  readonly index: WordIndex;
}

/** Reads those files again that are not on disk as an index has them. Whether there are any. */
export function refresh(index: WordIndex, paths: readonly string[]): boolean {
  const files = index.files();
  const news = paths.filter((path) => index.isAbout(path) && isOther(index, path, files.stamp(path)));
  index.refresh(news);
  return news.length > 0;
}

/** The indexes of one session. */
export class Indexes {
  readonly #assets: string;
  readonly #open = new Map<string, Open>();
  #saving: NodeJS.Timeout | null = null;

  constructor(assets: string) {
    this.#assets = assets;
  }

  /**
   * Opens the index of some folders of a tree. A large one that an earlier run left is used at once; `changed` is told of the
   * files that turn out to be others.
   */
  async open(
    root: string,
    folders: readonly string[],
    cache: string | null,
    changed: (paths: readonly string[]) => void,
  ): Promise<void> {
    const of = { root, folders, assets: this.#assets, cache: cache ?? cacheFolder() };
    const restored = restoreWords(of);
    const index = restored ?? (await readAll(of));
    this.#open.set(root, { of, index });
    if (restored && restored.paths().length < ONE_THREAD) restored.refresh(whatChanged(restored));
    else if (restored) void this.#compare(restored, changed);
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
    if (index && refresh(index, changed)) this.#saveLater();
    return new DiskTree(root, overlay, index);
  }

  /** The index of a tree for another thread; null when there is none. */
  whole(root: string): WordFacts | null {
    return this.#open.get(root)?.index.whole() ?? null;
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
