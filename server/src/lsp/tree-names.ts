/** The names of hooks and tables in a tree, for searches by name: read when somebody first searches, and kept up with edits. */
import { NameList, structNames } from '../features/editor/name-list.ts';
import { isIn } from '../index/folders.ts';
import { type HookNames, hookNames } from '../syntax/hook-names.ts';
import type { LspHost } from './host.ts';

/** What they are read of. */
export interface NamedTree {
  readonly root: string;
  /** The folders that are read; none for all. */
  readonly folders: readonly string[];
  /** The files whose text is not what is on disk. */
  readonly edited: Iterable<string>;
  /** The text of a file as it is now; null where there is none. */
  text(path: string): string | null;
}

export class TreeNames {
  readonly #host: Pick<LspHost, 'hookNames'>;
  readonly #files = new Map<string, HookNames>();
  readonly #changed = new Set<string>();
  #structs: ReadonlySet<string> = new Set();
  #isRead = false;
  #generation = 0;
  #reading: Promise<void> | null = null;
  #list: NameList | null = null;

  constructor(host: Pick<LspHost, 'hookNames'>) {
    this.#host = host;
  }

  /** Whether all of them are there. */
  get isRead(): boolean {
    return this.#isRead;
  }

  /** Says that a file may have other names. */
  changed(path: string): void {
    this.#changed.add(path);
    this.#list = null;
  }

  /** Has them read again: other files are read, or nobody has searched for a while. */
  forget(): void {
    this.#files.clear();
    this.#generation++;
    this.#isRead = false;
    this.#list = null;
  }

  /** All names as they are now; `at` is told how many files were read. */
  async all(tree: NamedTree, at: (count: number) => void): Promise<NameList> {
    this.#update(tree);
    while (!this.#isRead) {
      this.#reading ??= this.#read(tree, at);
      await this.#reading;
      this.#update(tree);
    }
    this.#list ??= new NameList(this.#files);
    return this.#list;
  }

  async #read(tree: NamedTree, at: (count: number) => void): Promise<void> {
    const generation = this.#generation;
    this.#changed.clear();
    try {
      const read = new Map(await this.#host.hookNames(tree.root, at));
      // Whoever had them read again meanwhile wants others.
      if (generation !== this.#generation) return;
      for (const path of tree.edited) read.set(path, namesIn(tree, path));
      this.#structs = structNames(read.values());
      for (const [path, names] of read) this.#take(path, names);
      this.#isRead = true;
    } finally {
      this.#reading = null;
    }
  }

  /** Objects of structs without hooks are most of all: they are let go of. */
  #take(path: string, { structs, objects }: HookNames): void {
    const tables = objects.filter(({ struct }) => struct === '' || this.#structs.has(struct));
    if (structs.length + tables.length > 0) this.#files.set(path, { structs, objects: tables });
    else this.#files.delete(path);
  }

  #update(tree: NamedTree): void {
    if (!this.#isRead || this.#changed.size === 0) return;
    const changed = [...this.#changed].map((path) => [path, namesIn(tree, path)] as const);
    this.#changed.clear();
    // Objects of a struct that had no hooks may be anywhere, and were let go of.
    if ([...structNames(changed.map(([, names]) => names))].some((name) => !this.#structs.has(name))) this.forget();
    else for (const [path, names] of changed) this.#take(path, names);
  }
}

/** The names of some files alone, with the objects of all structs: which of these have hooks is not known before all files are read. */
export function namesNear(paths: Iterable<string>, text: (path: string) => string | null): NameList {
  const sources = [...paths].filter((path) => /\.[ch]$/.test(path));
  return new NameList(new Map(sources.map((path) => [path, hookNames(text(path) ?? '')])));
}

/** The names of a file as it is now; none of one that is not read. */
function namesIn(tree: NamedTree, path: string): HookNames {
  const text = isIn(path, tree.folders) && /\.[ch]$/.test(path) ? tree.text(path) : null;
  return text === null ? { structs: [], objects: [] } : hookNames(text);
}
