/** What a tree was asked for beside its index, so that it can be told later whether the answer would still be the same. */
import { createHash } from 'node:crypto';
import type { Stamp } from './files/stamps.ts';
import type { Entry, TreeFiles } from './files/tree-files.ts';
import { isRecord, isStrings } from './shapes.ts';

/** The files that were read or were missing, and the names in the folders that were looked into, as a checksum. */
export interface ReadSetFacts {
  readonly files: Readonly<Record<string, Stamp>>;
  readonly folders: Readonly<Record<string, string>>;
}

/** Takes notes. */
export class ReadSet {
  readonly #files = new Map<string, Stamp>();
  readonly #folders = new Map<string, string>();
  /** Whether everything that was asked for is noted. */
  isWhole = true;

  file(path: string, { ctimeMs, size }: Stamp): void {
    this.#files.set(path, { ctimeMs, size });
  }

  folder(path: string, entries: readonly Entry[]): void {
    this.#folders.set(path, sumOf(entries));
  }

  facts(): ReadSetFacts {
    return { files: Object.fromEntries(this.#files), folders: Object.fromEntries(this.#folders) };
  }
}

/** Whether a value that was read from disk is what a read set says of itself. */
export function isReadSet(value: unknown): value is ReadSetFacts {
  if (!isRecord(value)) return false;
  const { files, folders } = value;
  return (
    isRecord(files) && Object.values(files).every(isStamp) && isRecord(folders) && isStrings(Object.values(folders))
  );
}

function isStamp(value: unknown): value is Stamp {
  return isRecord(value) && typeof value['ctimeMs'] === 'number' && typeof value['size'] === 'number';
}

/** Whether everything in a tree is as it was when it was read. */
export function isUnchanged(tree: TreeFiles, { files, folders }: ReadSetFacts): boolean {
  return (
    Object.entries(files).every(([path, was]) => {
      const now = tree.stamp(path);
      return now.ctimeMs === was.ctimeMs && now.size === was.size;
    }) && Object.entries(folders).every(([path, was]) => sumOf(tree.entries(path)) === was)
  );
}

/** The name of an entry; a folder's has a slash at its end. */
export function shownName(entry: Entry): string {
  return entry.isDirectory() ? `${entry.name}/` : entry.name;
}

function sumOf(entries: readonly Entry[]): string {
  return createHash('sha1').update(entries.map(shownName).sort().join('//')).digest('base64');
}
