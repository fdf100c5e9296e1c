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
  #walking = false;

  constructor(root: string) {
    this.#root = root;
  }

  /** Watches the folders that are not watched yet, a few at a time. */
  async follow(): Promise<void> {
    if (this.#isClosed || this.#walking) return;
    this.#walking = true;
    let count = 0;
    for (const { folder } of foldersIn(new TreeFiles(this.#root), [''])) {
      if (this.#isClosed) break;
      this.#watch(folder);
      if (++count % AT_A_TIME === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    this.#walking = false;
    this.#isWhole = !this.#isClosed;
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
    this.#changed.clear();
  }

  /** The paths that changed since this was asked last; null where that is not known, and the tree is to be compared. */
  async changes(): Promise<ReadonlySet<string> | null> {
    // What happened before the question has been told by then: it waits beside the question.
    await new Promise((resolve) => setImmediate(resolve));
    const changed = new Set(this.#changed);
    this.#changed.clear();
    if (!this.#isWhole) {
      void this.follow();
      return null;
    }
    const isMissed = this.#isMissed;
    this.#isMissed = false;
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
