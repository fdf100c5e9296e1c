/** Names that macros may make in ways that are not followed. */
import { wordAt } from '../../../base/words.ts';
import type { SourceFile } from '../../../index/file.ts';
import type { Snapshot } from '../../../index/snapshot.ts';
import type { Region } from '../../../syntax/region.ts';
import { parts } from './declared-names.ts';

/**
 * Whether a macro may make a name that a file uses, so that nothing can be said of it: what is handed to a macro is a part of the
 * name, in the file or in what it includes of its own kind; or the name stands in a macro, or in code that is not understood.
 */
export function couldBeMade(snapshot: Snapshot, name: string, from: SourceFile): boolean {
  const pieces = new Set(parts(name));
  for (const file of snapshot.closure(from)) {
    if (isOfAll(file.path)) continue;
    if (file.regions.some((region) => handed(file, region).some((word) => pieces.has(word)))) return true;
  }
  const naming = snapshot.search([name]).flatMap((path) => snapshot.file(path) ?? []);
  return naming.some((file) => file.regions.some((region) => isOpaque(region) && has(file, region, name)));
}

/** Headers for everybody: what they declare is not for one file, and what they define is used elsewhere. */
function isOfAll(path: string): boolean {
  return /^(?:arch\/[^/]+\/)?include\//.test(path);
}

/** The words that a region hands to a macro which may paste them: `DEFINE_SHOW_ATTRIBUTE(stat);`, `static int FNAME(fault)(...)`. */
function handed(file: SourceFile, { kind, start, end, brace }: Region): readonly string[] {
  if (kind === 'invocation') return file.text.slice(start, end).match(/\w+/g) ?? [];
  if (kind !== 'function' && kind !== 'prototype') return [];
  const head = file.text.slice(start, brace < 0 ? end : brace);
  return [...head.matchAll(/\w\s*\(([^()]*)\)\s*\(/g)].flatMap(([, args = '']) => args.match(/\w+/g) ?? []);
}

function isOpaque({ kind }: Region): boolean {
  return kind === 'define' || kind === 'invocation' || kind === 'other';
}

function has({ text }: SourceFile, { start, end }: Region, name: string): boolean {
  return wordAt(text, name, start, end) >= 0;
}
