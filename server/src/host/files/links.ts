/** Where symbolic links of a tree lead. What lies outside is never asked, not even whether it is there. */
import { lstatSync, readlinkSync, type Stats } from 'node:fs';
import { isAbsolute, relative, sep } from 'node:path';
import { NotRead } from './open.ts';

/** As many links as the system follows for one path. */
const MAX_LINKS = 40;

/** What a path in a tree is once links are followed. */
export interface Place {
  /** Relative to the root, with no link in it. */
  readonly path: string;
  readonly stats: Stats;
}

/** What tells that a file is not read since a link leads out of the tree. */
export const LEADS_OUT = 'it is a link that leads out of the tree';

/**
 * Follows the links of a path, which is relative to the first of the roots; the others are names of the same folder. Null where
 * nothing is. Throws NotRead, with the reason, for a link that leads out of the tree, to nothing, or in a circle.
 */
export function follow(roots: readonly string[], path: string): Place | null {
  const [root = ''] = roots;
  const at: string[] = [];
  let found: Stats | null = null;
  let links = 0;
  for (let rest = path.split('/'); rest.length > 0; ) {
    const [part = '', ...after] = rest;
    rest = after;
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (at.pop() === undefined) throw new NotRead(LEADS_OUT);
      continue;
    }
    const here = [root, ...at, part].join('/');
    found = statsOf(here);
    if (found === null) return missing(links);
    if (!found.isSymbolicLink()) at.push(part);
    else {
      if (++links > MAX_LINKS) throw new NotRead('it is a link in a circle');
      const target = readlinkSync(here);
      if (isAbsolute(target)) at.length = 0;
      rest = [...within(roots, target).split('/'), ...after];
    }
  }
  const stats = statsOf([root, ...at].join('/'));
  return stats ? { path: at.join('/'), stats } : missing(links);
}

function missing(links: number): null {
  if (links > 0) throw new NotRead('it is a link to nothing');
  return null;
}

/** The target of a link, relative to the root where it was absolute. */
function within(roots: readonly string[], target: string): string {
  const text = sep === '/' ? target : target.replaceAll(sep, '/');
  if (!isAbsolute(target)) return text;
  const inside = roots
    .map((root) => relative(root, target))
    .find((each) => !/^\.\.(?:[\\/]|$)/.test(each) && !isAbsolute(each));
  if (inside === undefined) throw new NotRead(LEADS_OUT);
  return inside.replaceAll(sep, '/');
}

/** What is at a path, a link being itself; null where nothing is, or nothing that can be asked. */
export function statsOf(path: string): Stats | null {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}
