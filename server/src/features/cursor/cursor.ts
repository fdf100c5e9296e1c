/** Where a question is asked from: a word of a file. */
import type { SourceFile } from '../../index/file.ts';
import type { OpsIndex, Resolver } from '../../resolve/ops/ops.ts';
import { definedOps, type QuerySettings } from '../query.ts';

/** A word that the cursor is on, and what is known. */
export interface Cursor {
  readonly resolver: Resolver;
  readonly settings: QuerySettings;
  /** The ops structs of the settings that the tree defines. */
  readonly ops: readonly OpsIndex[];
  readonly file: SourceFile;
  readonly word: string;
  readonly span: { readonly at: number; readonly end: number };
}

/** The cursor at an offset; null where it is on no name. */
export function cursorAt(resolver: Resolver, settings: QuerySettings, file: SourceFile, offset: number): Cursor | null {
  const word = wordAt(file.text, offset);
  if (!word) return null;
  const { text, at, end } = word;
  return { resolver, settings, ops: definedOps(resolver, settings.ops), file, word: text, span: { at, end } };
}

/** The first answer that an ops struct gives; null when none has one. */
export function firstOf<R>(ops: readonly OpsIndex[], answer: (ops: OpsIndex) => R | null): R | null {
  for (const each of ops) {
    const found = answer(each);
    if (found !== null) return found;
  }
  return null;
}

/** The word around an offset. */
export function wordAt(
  text: string,
  offset: number,
): { readonly text: string; readonly at: number; readonly end: number } | null {
  let at = offset;
  let end = offset;
  while (at > 0 && /\w/.test(text[at - 1] ?? '')) at--;
  while (end < text.length && /\w/.test(text[end] ?? '')) end++;
  const word = text.slice(at, end);
  return /^[A-Za-z_]\w*$/.test(word) ? { text: word, at, end } : null;
}
