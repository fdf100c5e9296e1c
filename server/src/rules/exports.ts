/** Which functions are exported to modules, and how: read off the EXPORT_SYMBOL lines. */
import type { SourceFile } from '../index/file.ts';
import { query } from '../index/query.ts';
import type { Snapshot } from '../index/snapshot.ts';

/** An export of a symbol. */
export interface Export {
  readonly name: string;
  /** `EXPORT_SYMBOL_GPL` and its like. */
  readonly macro: string;
  readonly file: SourceFile;
  readonly at: number;
  /** What follows the name: a namespace, or the modules that may use it; empty where there is no such thing. */
  readonly restriction: string;
}

const EXPORT = /^[ \t]*(?=EXPORT_\w*SYMBOL)(\w+)\s*\(\s*(\w+)\s*(?:,([^();]*))?\)/gm;

/** The exports that files make. */
export const EXPORTS = query('exports of a file', (_: Snapshot, file: SourceFile): readonly Export[] => {
  return [...file.text.matchAll(EXPORT)].map((match) => {
    const name = match[2] ?? '';
    const at = match.index + match[0].lastIndexOf(name, match[0].length - 1 - (match[3]?.length ?? 0));
    return { name, macro: match[1] ?? '', file, at, restriction: match[3]?.trim() ?? '' };
  });
});

/** The export of a function, in the files that name it; null where there is none. */
export function exportOf(snapshot: Snapshot, name: string, definedIn: SourceFile): Export | null {
  const own = snapshot.get(EXPORTS, definedIn).find((each) => each.name === name);
  if (own) return own;
  for (const path of snapshot.search([name])) {
    if (!path.endsWith('.c') || !/\bEXPORT_\w*SYMBOL/.test(snapshot.read(path) ?? '')) continue;
    const file = snapshot.file(path);
    const found = file && snapshot.get(EXPORTS, file).find((each) => each.name === name);
    if (found) return found;
  }
  return null;
}
