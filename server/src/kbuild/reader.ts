import type { Gap } from '../model/gaps.ts';

/**
 * What this layer needs of a kernel tree. Paths are relative to the tree's root, with forward slashes and without a
 * leading one; the root itself is the empty string.
 */
export interface TreeReader {
  /** The text of a file, or null when there is no such file. */
  read(path: string): string | null;
  /** The names of a folder's entries, folders with a slash behind; empty when there is no such folder. */
  list(folder: string): readonly string[];
}

/** A line of a file, 1-based. */
export interface Line {
  readonly file: string;
  readonly line: number;
}

/** Whether there is something at a path, if only something that cannot be read. */
export function isThere(reader: TreeReader, path: string): boolean {
  return reader.list(folderOf(path)).includes(baseName(path));
}

/** What is there and cannot be read. Whoever reads the tree tells of it, and why. */
export function unread(path: string): Gap {
  return { k: 'unread', path, reason: 'it cannot be read' };
}

/** The folder of a path, without a slash behind; the empty string for an entry of the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** The folder of the root that a path is in. */
export function topOf(path: string): string {
  return path.split('/', 1)[0] ?? '';
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The path of an entry of a folder. */
export function inFolder(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
