/**
 * How far trees are read: what is likely to have an answer first, and all of a tree behind it. A tree that is small, and the folders
 * that a setting names, are there at once.
 */
import { LIKELY_FOLDERS } from '../index/folders.ts';
import { Debounced } from './debounce.ts';
import type { LspHost } from './host.ts';
import type { Tree } from './tree.ts';

/** The rest of a tree is begun when nobody has asked anything for so long, in ms: what people look at goes first. */
const AFTER_MS = 300;

/** So long it waits for that at the most. */
const MOST_MS = 2000;

/** Who is told how it goes on. */
export interface ReadingTold {
  /** Files of a tree turned out to be others than they were believed to be. */
  changed(root: string, paths: readonly string[]): void;
  /** How far the rest of a tree is: a sentence without its full stop; null at the end. */
  at(tree: Tree, text: string | null): void;
  /** So much of a tree has been read, none for all of it, and how long it took, in ms. */
  read(root: string, folders: readonly string[], ms: number): void;
  /** All of a tree is there, and was at once. */
  ready(tree: Tree): void;
  /** All of a tree is there now. */
  completed(tree: Tree): void;
  /** Why searches in a tree read each file: they are slow, and right. */
  failed(why: string): void;
}

/** What is told of a tree whose rest is being read. */
interface Rest {
  /** Has it begin at once. */
  readonly begin: () => void;
  /** Has it begin soon. */
  readonly soon: Debounced;
  text: string;
}

export class Reading {
  readonly #host: Pick<LspHost, 'prepare' | 'prepareFirst'>;
  readonly #told: ReadingTold;
  readonly #first = new Map<string, Promise<boolean>>();
  readonly #followed = new Map<Tree, Promise<void>>();
  readonly #rests = new Map<Tree, Rest>();
  #folders: readonly string[] = [];
  #cache: string | null = null;

  constructor(host: Pick<LspHost, 'prepare' | 'prepareFirst'>, told: ReadingTold) {
    this.#host = host;
    this.#told = told;
  }

  /** Reads these folders from now on, none for all; trees that are open are to be followed again. */
  reset(folders: readonly string[], cache: string | null): void {
    this.#folders = folders;
    this.#cache = cache;
    for (const each of [this.#first, this.#followed, this.#rests]) each.clear();
  }

  /** Reads what of a tree is to be there before anything is answered; whether that is all that is read. */
  first(root: string): Promise<boolean> {
    const known = this.#first.get(root);
    if (known) return known;
    const changed = (paths: readonly string[]): void => this.#told.changed(root, paths);
    const reading =
      this.#folders.length === 0
        ? this.#host.prepareFirst(root, this.#cache, changed)
        : this.#host.prepare(root, this.#folders, this.#cache, changed).then(() => true);
    const folders = this.#folders;
    const began = performance.now();
    const read = (isAll: boolean): boolean => {
      const what = folders.length > 0 || isAll ? folders : LIKELY_FOLDERS;
      this.#told.read(root, what, performance.now() - began);
      return isAll;
    };
    const settled = reading.then(read).catch((error: unknown) => this.#fail(error));
    this.#first.set(root, settled);
    return settled;
  }

  #fail(error: unknown): true {
    this.#told.failed(error instanceof Error ? error.message : String(error));
    return true;
  }

  /** Reads a tree that was opened, and says in it when all of it is there. */
  follow(tree: Tree): void {
    const followed = this.first(tree.info.root).then((isAll) => {
      if (this.#followed.get(tree) !== followed) return;
      if (!isAll) return void this.#readRest(tree, followed);
      tree.complete();
      this.#told.ready(tree);
    });
    this.#followed.set(tree, followed);
  }

  /** Every tree that is open has been read as far as is needed to answer. */
  async settled(): Promise<void> {
    await Promise.all(this.#followed.values());
  }

  /** A request was answered: others may follow it. */
  answered(): void {
    for (const { soon } of this.#rests.values()) soon.trigger();
  }

  /** All of a tree is there. Somebody waits for it, so it begins now. */
  whole(tree: Tree): Promise<void> {
    this.#rests.get(tree)?.begin();
    return tree.whenComplete();
  }

  /** How far the rest of a tree is; empty where none is being read. */
  text(tree: Tree): string {
    return this.#rests.get(tree)?.text ?? '';
  }

  async #readRest(tree: Tree, followed: Promise<void>): Promise<void> {
    await new Promise<void>((begin) => {
      const soon = new Debounced(async () => begin(), AFTER_MS, MOST_MS);
      soon.trigger();
      this.#rests.set(tree, { begin, soon, text: 'reading the whole tree' });
    });
    const { root } = tree.info;
    const isCurrent = (): boolean => this.#followed.get(tree) === followed;
    if (!isCurrent()) return;
    const at = (count: number, path: string): void => this.#at(tree, count, path);
    const changed = (paths: readonly string[]): void => this.#told.changed(root, paths);
    const began = performance.now();
    await this.#host.prepare(root, [], this.#cache, changed, at).catch((error: unknown) => this.#fail(error));
    if (!isCurrent()) return;
    this.#told.read(root, [], performance.now() - began);
    this.#rests.delete(tree);
    tree.complete();
    this.#told.at(tree, null);
    this.#told.completed(tree);
  }

  #at(tree: Tree, count: number, path: string): void {
    const rest = this.#rests.get(tree);
    if (!rest) return;
    const folder = path.slice(0, path.lastIndexOf('/'));
    rest.text = `reading the whole tree: ${count.toLocaleString('en')} files, ${folder}`;
    this.#told.at(tree, rest.text);
  }
}
