/** Watches the folders of a tree, so that what changed need not be looked for at each question. */
import { type FSWatcher, watch } from 'node:fs';
import { TreeFiles } from './tree-files.ts';
import { foldersIn } from './walk.ts';

/** Folders that are watched between two looks at what else is to be done. */
const AT_A_TIME = 100;

/** With as many changes, some may have been lost: the system's queue of them has an end. */
const MANY = 4000;

/** Elsewhere a watcher for each folder costs too much, and the tree is compared instead. */
const CAN_WATCH = process.platform === 'linux';

/** What changes in a tree. */
export class TreeWatch {
  readonly #root: string;
  readonly #watchers = new Map<string, FSWatcher>();
  readonly #changed = new Set<string>();
  /** Whether each folder is watched; not where the system has no more watchers. */
  #isWhole = false;
  #isClosed = !CAN_WATCH;
  #isMissed = true;
  /** Where watching the folders is; null before it begins, and when it is done. */
  #walk: Iterator<{ readonly folder: string }> | null = null;

  constructor(root: string) {
    this.#root = root;
  }

  /** Watches the folders that are not watched yet, a few at a time: whoever asks meanwhile has the rest watched first. */
  async follow(): Promise<void> {
    while (!this.#isWhole && !this.#isClosed) {
      this.#advance(AT_A_TIME);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Watches so many folders more. */
  #advance(count: number): void {
    this.#walk ??= foldersIn(new TreeFiles(this.#root), [''])[Symbol.iterator]();
    for (let i = 0; i < count && !this.#isClosed; i++) {
      const next = this.#walk.next();
      if (!next.done) this.#watch(next.value.folder);
      else {
        this.#walk = null;
        this.#isWhole = true;
        return;
      }
    }
  }

  #watch(folder: string): void {
    if (this.#watchers.has(folder)) return;
    try {
      const watcher = watch(`${this.#root}/${folder}`, { persistent: false }, (event, name) =>
        this.#seen(folder, event, name),
      );
      watcher.on('error', () => this.#lost(folder));
      this.#watchers.set(folder, watcher);
    } catch (error) {
      const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (!isGone) this.close();
    }
  }

  #seen(folder: string, event: string, name: string | null): void {
    if (name === null) this.#lost(folder);
    else {
      const path = folder === '' ? name : `${folder}/${name}`;
      this.#changed.add(path);
      // A folder that came or went takes all that is in it along.
      if (event === 'rename' && (this.#watchers.has(path) || isOwn(folder, name) || this.#isFolder(path)))
        this.#lost(path);
      if (this.#changed.size > MANY) this.#lost('');
    }
  }

  #isFolder(path: string): boolean {
    return new TreeFiles(this.#root).isFolder(path);
  }

  /** The folder is to be watched anew, and the tree to be compared. */
  #lost(folder: string): void {
    for (const [path, watcher] of this.#watchers) {
      if (path !== folder && !path.startsWith(`${folder}/`)) continue;
      watcher.close();
      this.#watchers.delete(path);
    }
    this.#isMissed = true;
    this.#isWhole = false;
    this.#walk = null;
    this.#changed.clear();
  }

  /** The paths that changed since this was asked last; null where that is not known, and the tree is to be compared. */
  async changes(): Promise<ReadonlySet<string> | null> {
    // What happened before the question has been told by then: it waits beside the question.
    await new Promise((resolve) => setImmediate(resolve));
    const changed = new Set(this.#changed);
    this.#changed.clear();
    if (!this.#isWhole) this.#advance(Number.POSITIVE_INFINITY);
    const isMissed = this.#isMissed;
    this.#isMissed = this.#isClosed;
    return isMissed ? null : changed;
  }

  /** Watches no more. */
  close(): void {
    this.#isClosed = true;
    this.#isWhole = false;
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }
}

/** A folder that goes says so by its own name. */
function isOwn(folder: string, name: string): boolean {
  return folder.slice(folder.lastIndexOf('/') + 1) === name;
}
