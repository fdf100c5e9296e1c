/** The directives of a file, in its order. */
import type { SourceFile } from '../../../index/file.ts';
import { query } from '../../../index/query.ts';
import type { Snapshot } from '../../../index/snapshot.ts';
import { blankComments } from '../../../syntax/skip.ts';

/** A directive with the lines that it goes on to. */
export interface Directive {
  readonly word: string;
  /** What stands behind the word, without comments, on one line. */
  readonly rest: string;
  /** Offset of the `#`, and of the end of its last line. */
  readonly start: number;
  readonly end: number;
}

const DIRECTIVE = /^([ \t]*)#[ \t]*([a-z_]+)\b((?:\\\r?\n|[^\n])*)/gm;

/** All directives of a file; those in comments are none. */
export function directivesOf(snapshot: Snapshot, file: SourceFile): readonly Directive[] {
  return snapshot.get(DIRECTIVES, file);
}

const DIRECTIVES = query('directives', (_: Snapshot, { text }: SourceFile): readonly Directive[] =>
  Array.from(
    blankComments(text).matchAll(DIRECTIVE),
    ({ 0: whole, 1: indent = '', 2: word = '', 3: rest = '', index }) => ({
      word,
      rest: rest.replace(/\\\r?\n/g, ' ').trim(),
      start: index + indent.length,
      end: index + whole.length,
    }),
  ),
);
