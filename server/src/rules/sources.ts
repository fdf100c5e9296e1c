/** Which files a path on the command line means. */
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

function* walk(source: TreeSource, folder: string): Iterable<string> {
  for (const name of source.list(folder)) {
    const path = folder === '' ? name : `${folder}/${name}`;
    if (name.endsWith('/')) {
      if (name !== '.git/') yield* walk(source, path.slice(0, -1));
    } else if (/\.[ch]$/.test(name)) yield path;
  }
}
