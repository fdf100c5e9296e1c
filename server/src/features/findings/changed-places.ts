/** Where findings of a change can be. */
import { inScope } from '../../rules/rule.ts';

/** The folders that are read, and the files that changed outside of them; empty where the whole tree is read. */
export function withChanged(folders: readonly string[], changed: Iterable<string>): readonly string[] {
  if (folders.length === 0) return [];
  const places = [...changed].flatMap(placesOf);
  return [...folders, ...new Set(places.filter((path) => !inScope(path, folders)))];
}

/** Where a file that changed can matter: in itself, or, for what Kbuild reads, in its folder. */
function placesOf(path: string): readonly string[] {
  if (/\.[ch]$/.test(path)) return [path];
  const folder = /^(.*)\/(?:Makefile|Kbuild|Kconfig)[^/]*$/.exec(path)?.[1];
  return folder === undefined ? [] : [folder];
}
