/** Trees in folders: which of a list of names are some, and each opened once, with its index. */
import { resolve } from 'node:path';
import { DiskTree } from './disk.ts';
import { TreeFiles } from './files/tree-files.ts';
import { isKernelTree } from './kernel-tree.ts';
import type { WordIndex } from './words/index.ts';
import { openWords, saveWords, type WordsOf } from './words/store.ts';

/** A tree before anything is read of it. */
export interface Opened {
  /** The folders of it that questions are about; none for all. */
  readonly asked: readonly string[];
  readonly words: WordIndex;
  readonly source: DiskTree;
}

/** Which index a tree has, and the folders that were asked for. */
export type Located = WordsOf & { readonly asked: readonly string[] };

export function isFolder(path: string): boolean {
  return path !== '' && new TreeFiles(resolve(path)).isFolder('');
}

/** The roots of trees in folders, each once; null where one of the names is none. */
export function treesIn(names: readonly string[]): readonly string[] | null {
  if (!names.every((name) => isFolder(name) && isKernelTree(resolve(name)))) return null;
  return [...new Set(names.map((name) => resolve(name)))];
}

/** The trees of one run beside the first. */
export class OpenedTrees {
  readonly #locate: (root: string) => Located;
  readonly #afterwards: (() => void)[];
  readonly #byRoot = new Map<string, Promise<Opened>>();

  /** What is to be kept of them is left to do afterwards. */
  constructor(locate: (root: string) => Located, afterwards: (() => void)[]) {
    this.#locate = locate;
    this.#afterwards = afterwards;
  }

  at(folder: string): Promise<Opened> {
    const root = resolve(folder);
    const known = this.#byRoot.get(root) ?? this.#open(root);
    this.#byRoot.set(root, known);
    return known;
  }

  async all(roots: readonly string[]): Promise<readonly Opened[]> {
    const all: Opened[] = [];
    for (const root of roots) all.push(await this.at(root));
    return all;
  }

  async #open(root: string): Promise<Opened> {
    const of = this.#locate(root);
    const words = await openWords(of);
    this.#afterwards.push(() => saveWords(of, words));
    return { asked: of.asked, words, source: new DiskTree(of.root, new Map(), words) };
  }
}
