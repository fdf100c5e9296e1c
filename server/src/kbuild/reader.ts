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
