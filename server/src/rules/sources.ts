/** Which files a path on the command line means. */
import { nearest } from '../base/nearest.ts';
import { normalPath } from '../base/paths.ts';
import type { TreeSource } from '../index/source.ts';

/** The source file of a path, or every one in the folder of a path; null for a path that is neither. */
export function sourcesAt(source: TreeSource, path: string): readonly string[] | null {
  const clean = normalPath(path);
  if (clean === null) return null;
  const found = clean === '' ? [] : [clean].filter((each) => /\.[ch]$/.test(each) && source.exists(each));
  if (found.length > 0) return found;
  const inside = [...walk(source, clean)];
  return inside.length > 0 || source.list(clean).length > 0 ? inside.sort() : null;
}

/** A sentence about a path that there is not: what may be meant is called nearly so, or has that name in another folder. */
export function noSuchPath(source: TreeSource, path: string): string {
  const clean = normalPath(path);
  const near = clean === null ? [] : pathsNear(source, clean);
  const meant = near.length === 0 ? '' : `; did you mean ${near.join(' or ')}?`;
  return `no file or folder ${path} in ${source.root}${meant}`;
}

/** As many paths are offered, and followed from each folder on. */
const MOST = 3;

function pathsNear(source: TreeSource, path: string): readonly string[] {
  let found: readonly string[] = [''];
  for (const part of path.split('/')) {
    const next = found.flatMap((folder) => {
      const names = source.list(folder).map((name) => name.replace(/\/$/, ''));
      return (names.includes(part) ? [part] : nearest(part, names)).map((name) =>
        folder === '' ? name : `${folder}/${name}`,
      );
    });
    found = next.slice(0, MOST);
  }
  if (found.length > 0) return found;
  const elsewhere = source.search([], []).filter((each) => each.endsWith(`/${path}`));
  return elsewhere.slice(0, MOST);
}

function* walk(source: TreeSource, folder: string): Iterable<string> {
  for (const name of source.list(folder)) {
    const path = folder === '' ? name : `${folder}/${name}`;
    if (name.endsWith('/')) {
      if (name !== '.git/') yield* walk(source, path.slice(0, -1));
    } else if (/\.[ch]$/.test(name)) yield path;
  }
}
