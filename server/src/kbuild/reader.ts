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

/** Resolves `.` and `..` and doubled slashes; null when the path leaves the tree or is absolute. */
export function normalPath(path: string): string | null {
  if (path.startsWith('/')) return null;
  if (!/(?:^|\/)(?:\.|\/|$)|\/\//.test(path)) return path;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join('/');
}

/** The folder of a path, without a slash behind; the empty string for an entry of the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The path of an entry of a folder. */
export function inFolder(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
