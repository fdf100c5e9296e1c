/** Which files a search found, kept on disk between runs: a later run reads changed files only. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Raised when what a search means changes, so that older caches are made anew. */
const FORMAT = 'opscope-searches-1';

/** Searches kept; the oldest go first. */
const MAX_SEARCHES = 64;

/** A cache file above this is not written: it would cost more to read than it saves. */
const MAX_BYTES = 32 * 1024 * 1024;

/** What the file holds, behind a first line with its format and checksum. */
interface Stored {
  /** Paths of every file that was searched. */
  readonly paths: readonly string[];
  /** Time of change and size of each, in turn. */
  readonly stamps: readonly number[];
  /** For each search, the numbers of the paths that it found. */
  readonly searches: Readonly<Record<string, readonly number[]>>;
}

/** Time of change and size of a file; of none that there is for a file that is gone, or a link in a circle. */
function stampOf(path: string): { readonly mtimeMs: number; readonly size: number } {
  try {
    return statSync(path);
  } catch {
    return { mtimeMs: 0, size: -1 };
  }
}

/** Removes a file that may not be there, or may not be removed. */
function discard(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Something else is where its folder should be: there is nothing to remove.
  }
}

/** The searches of one tree's folders. A corrupt, old or unwritable cache costs time, never an answer. */
export class SearchCache {
  readonly #file: string;
  readonly #root: string;
  readonly #folders: string;
  readonly #searches = new Map<string, readonly string[]>();
  /** Searches of earlier runs that were not asked for again yet. */
  readonly #earlier = new Map<string, readonly string[]>();
  #stored: Stored | null = null;
  #paths: readonly string[] | null = null;
  #stamps: number[] = [];
  #changed: ReadonlySet<string> = new Set();
  #dirty = false;

  constructor(cacheFolder: string, root: string, folders: readonly string[]) {
    const name = createHash('sha256')
      .update(JSON.stringify([root, folders]))
      .digest('hex')
      .slice(0, 24);
    this.#file = join(cacheFolder, `${name}.searches`);
    this.#root = root;
    this.#folders = folders.join('\n');
  }

  /** Whether this cache is about these folders. */
  covers(folders: readonly string[]): boolean {
    return folders.join('\n') === this.#folders;
  }

  /** The files that a search finds. `list` lists every file, `test` asks one. */
  select(key: string, list: () => readonly string[], test: (path: string) => boolean): readonly string[] {
    const paths = this.open(list());
    const known = this.#searches.get(key);
    if (known) return known;
    const earlier = this.#earlier.get(key);
    const found = earlier ? [...earlier, ...[...this.#changed].filter(test)] : paths.filter(test);
    if (!earlier || this.#changed.size > 0) this.#dirty = true;
    this.#searches.set(key, found);
    this.#earlier.delete(key);
    return found;
  }

  /** Compares the files there are with those of the last run. */
  open(paths: readonly string[]): readonly string[] {
    if (this.#paths) return this.#paths;
    const stored = this.#load();
    const before = new Map(stored?.paths.map((path, i) => [path, i] as const));
    const changed = new Set<string>();
    for (const path of paths) {
      const { mtimeMs, size } = stampOf(`${this.#root}/${path}`);
      this.#stamps.push(mtimeMs, size);
      const i = before.get(path);
      if (i === undefined || stored?.stamps[2 * i] !== mtimeMs || stored.stamps[2 * i + 1] !== size) changed.add(path);
    }
    this.#paths = paths;
    this.#changed = changed;
    const there = new Set(paths);
    for (const [key, numbers] of Object.entries(stored?.searches ?? {})) {
      const found = numbers.flatMap((i) => stored?.paths[i] ?? []);
      this.#earlier.set(
        key,
        found.filter((path) => there.has(path) && !changed.has(path)),
      );
    }
    return paths;
  }

  #load(): Stored | null {
    if (this.#stored) return this.#stored;
    try {
      const text = readFileSync(this.#file, 'utf8');
      const end = text.indexOf('\n');
      const body = text.slice(end + 1);
      if (text.slice(0, end) !== header(body)) return null;
      this.#stored = JSON.parse(body) as Stored;
      return this.#stored;
    } catch {
      // None yet, unreadable, or not ours: it is made anew.
      return null;
    }
  }

  /** Writes what was learned. Atomic: another window sees the old file or the new one. */
  save(): void {
    if (!this.#dirty || !this.#paths) return;
    this.#dirty = false;
    // Searches that were not repeated do not know the changed files.
    const kept = this.#changed.size === 0 ? [...this.#earlier, ...this.#searches] : [...this.#searches];
    const numbers = new Map(this.#paths.map((path, i) => [path, i]));
    const searches = kept
      .slice(-MAX_SEARCHES)
      .map(([key, found]) => [key, found.map((path) => numbers.get(path) ?? -1)] as const);
    const body = JSON.stringify({
      paths: this.#paths,
      stamps: this.#stamps,
      searches: Object.fromEntries(searches),
    } satisfies Stored);
    if (body.length > MAX_BYTES) return;
    const scratch = `${this.#file}.${process.pid}.tmp`;
    try {
      mkdirSync(join(this.#file, '..'), { recursive: true });
      writeFileSync(scratch, `${header(body)}\n${body}`);
      renameSync(scratch, this.#file);
    } catch {
      // A read-only or full disk: the next run searches again.
      discard(scratch);
    }
  }
}

function header(body: string): string {
  return `${FORMAT} ${createHash('sha1').update(body).digest('hex')}`;
}
