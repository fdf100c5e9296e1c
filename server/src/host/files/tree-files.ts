/**
 * The one way to the files of a tree. Paths are clamped to it; links that lead out of it are not followed; what is no regular
 * file is not opened. What is left unread for that is told.
 */
import { type Dirent, readdirSync, type Stats } from 'node:fs';
import { normalPath } from '../../base/paths.ts';
import { Gaps } from '../../model/gaps.ts';
import { follow, LEADS_OUT, statsOf } from './links.ts';
import { realOf } from './named.ts';
import { NO_FILE, NotRead, REFUSES_LINKS, readBytes, whyNot, withRegular } from './open.ts';
import { GONE, type Stamp } from './stamps.ts';

/** What is in a folder. */
export type Entry = Dirent;

/** A path of the tree as it lies on disk: links followed, within the tree. */
interface Found {
  readonly at: string;
  readonly stats: Stats;
}

/** Reads one state of a tree: where folders are is found out once. */
export class TreeFiles {
  /** As it was named. */
  readonly root: string;
  /** What was not read. */
  readonly gaps: Gaps;
  readonly #real: string;
  /** Where folders are on disk; null for one that is not there, or leads out. */
  readonly #folders = new Map<string, string | null>();

  constructor(root: string, gaps: Gaps = new Gaps()) {
    this.root = root;
    this.gaps = gaps;
    // The root itself may be a link.
    this.#real = realOf(root);
    this.#folders.set('', this.#real);
  }

  /** The bytes of a file, and its stamp; null when it is missing, or nothing that is read. */
  read(path: string, isListed = false): { readonly bytes: Buffer; readonly stamp: Stamp } | null {
    return this.open(path, (file, stats) => ({ bytes: readBytes(file, stats.size), stamp: stats }), isListed);
  }

  /**
   * Uses an opened file of a size that can be read; null when it is missing, or nothing that is read. One that was listed as a file
   * is opened without a look at what it is: opening refuses a link, and what is no file is seen then.
   */
  open<T>(path: string, use: (file: number, stats: Stats) => T, isListed = false): T | null {
    return this.#told(path, () => {
      const listed = isListed && REFUSES_LINKS ? this.#attempt(path, use) : null;
      if (listed) return listed.value;
      const found = this.#find(path);
      if (found === null) return null;
      if (!found.stats.isFile()) throw new NotRead(NO_FILE);
      return withRegular(found.at, use);
    });
  }

  #attempt<T>(path: string, use: (file: number, stats: Stats) => T): { readonly value: T } | null {
    const slash = path.lastIndexOf('/');
    const folder = this.#folder(slash < 0 ? '' : path.slice(0, slash));
    try {
      return folder === null ? null : { value: withRegular(`${folder}/${path.slice(slash + 1)}`, use) };
    } catch {
      return null;
    }
  }

  /** The same for a path that a walk of this tree has listed as a file: nothing else is opened if it is one no more. */
  openListed<T>(path: string, use: (file: number, stats: Stats) => T): T | null {
    try {
      return withRegular(`${this.#real}/${path}`, use);
    } catch {
      return this.open(path, use);
    }
  }

  /** What tells whether a file changed; of none for what is no file of the tree. */
  stamp(path: string): Stamp {
    const found = this.#look(path);
    return found?.stats.isFile() ? found.stats : GONE;
  }

  /** The same for a path that a walk of this tree has listed. */
  stampListed(path: string): Stamp {
    const stats = statsOf(`${this.#real}/${path}`);
    return stats?.isFile() ? stats : this.stamp(path);
  }

  /** Whether a path is a file that can be read, or a link to one; what is neither file nor folder is told. */
  isFile(path: string): boolean {
    const stats = this.#look(path)?.stats;
    if (stats && !stats.isFile() && !stats.isDirectory()) this.leave(path, NO_FILE);
    return stats?.isFile() ?? false;
  }

  /** Whether a path is a folder of the tree, or a link to one. */
  isFolder(path: string): boolean {
    return this.#look(path)?.stats.isDirectory() ?? false;
  }

  /** Whether a path is outside of the tree, by itself or by a link; which is told. */
  leadsOut(path: string): boolean {
    const clean = normalPath(path);
    try {
      if (clean !== null) follow([this.#real, this.root], clean);
      return clean === null;
    } catch (error) {
      if (whyNot(error) !== LEADS_OUT) return false;
      this.leave(path, LEADS_OUT);
      return true;
    }
  }

  /** What is in a folder, which the listing of the one around it may have told; nothing where there is none. */
  entries(folder: string, isListed = false): readonly Entry[] {
    const clean = normalPath(folder);
    const at = isListed ? `${this.#real}/${folder}` : clean === null ? null : this.#folder(clean);
    if (clean === null || at === null) return [];
    const entries = this.#told(clean, () => readdirSync(at, { withFileTypes: true })) ?? [];
    return entries.some(isGarbled) ? entries.filter((each) => this.#isNamed(clean, at, each)) : entries;
  }

  /** Says that a path is left unread. */
  leave(path: string, reason: string): void {
    this.gaps.add({ k: 'unread', path: path === '' ? '.' : path, reason });
  }

  /** Whether the name that the runtime gives is the entry's own: one that is not UTF-8 cannot be said, nor opened. */
  #isNamed(folder: string, at: string, entry: Dirent): boolean {
    if (!isGarbled(entry) || statsOf(`${at}/${entry.name}`) !== null) return true;
    if (entry.isDirectory() || /\.[ch]$|^(?:Makefile|Kbuild|Kconfig)/.test(entry.name))
      this.leave(folder === '' ? entry.name : `${folder}/${entry.name}`, 'its name is not UTF-8');
    return false;
  }

  #look(path: string): Found | null {
    return this.#told(path, () => this.#find(path));
  }

  /** Throws NotRead for a link that is not followed. */
  #find(path: string): Found | null {
    const clean = normalPath(path);
    if (clean === null) return null;
    const slash = clean.lastIndexOf('/');
    const folder = this.#folder(slash < 0 ? '' : clean.slice(0, slash));
    if (folder === null) return null;
    const at = `${folder}/${clean.slice(slash + 1)}`;
    const stats = statsOf(at);
    return stats?.isSymbolicLink() ? this.#follow(clean) : stats && { at, stats };
  }

  #follow(path: string): Found | null {
    const place = follow([this.#real, this.root], path);
    return place && { at: `${this.#real}/${place.path}`, stats: place.stats };
  }

  /** Where a folder is. Its path is a normal one. */
  #folder(folder: string): string | null {
    const known = this.#folders.get(folder);
    if (known !== undefined) return known;
    const slash = folder.lastIndexOf('/');
    const around = this.#folder(slash < 0 ? '' : folder.slice(0, slash));
    const at = around === null ? null : this.#told(folder, () => this.#inside(around, folder, slash));
    this.#folders.set(folder, at);
    return at;
  }

  #inside(around: string, folder: string, slash: number): string | null {
    const at = `${around}/${folder.slice(slash + 1)}`;
    const stats = statsOf(at);
    const found = stats?.isSymbolicLink() ? this.#follow(folder) : stats && { at, stats };
    return found?.stats.isDirectory() ? found.at : null;
  }

  /** What an attempt gives; null where it fails, and the reason is told. */
  #told<T>(path: string, attempt: () => T | null): T | null {
    try {
      return attempt();
    } catch (error) {
      const reason = whyNot(error);
      if (reason !== null) this.leave(path, reason);
      return null;
    }
  }
}

function isGarbled({ name }: Dirent): boolean {
  return name.includes('\ufffd');
}
