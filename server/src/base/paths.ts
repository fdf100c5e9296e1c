/** Paths in a tree: relative to its root, with forward slashes. None of them leads out of it. */

/** Resolves `.` and `..` and doubled slashes; null when the path leaves the tree, is absolute, or is none that a file can have. */
export function normalPath(path: string): string | null {
  if (path.startsWith('/') || path.includes('\0')) return null;
  if (!UNTIDY.test(path)) return path;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join('/');
}

/** What has to be tidied up: `.`, `..`, and slashes too many. */
const UNTIDY = /(?:^|\/)(?:\.\.?(?:\/|$)|\/)|\/$/;

/** A path as written in a folder: `../include/x.h` in `mm` is `include/x.h`. Null when it leads out of the tree. */
export function joinPath(folder: string, path: string): string | null {
  return normalPath(folder === '' ? path.replace(/^\/+/, '') : `${folder}/${path}`);
}
