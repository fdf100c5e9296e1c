/** What can be done about a place: plain edits, by offset. */
import type { SourceFile } from '../../index/file.ts';
import type { Region } from '../../syntax/region.ts';
import { skipLiteral } from '../../syntax/skip.ts';

/** A text in the place of another. */
export interface Edit {
  readonly file: SourceFile;
  readonly at: number;
  readonly end: number;
  readonly text: string;
  /** The part of the text that stands for what the person has to say; null where nothing is left to say. */
  readonly placeholder: string | null;
}

/** A change that is offered. */
export interface Action {
  readonly title: string;
  readonly edits: readonly Edit[];
}

/** What stands for the reason until somebody writes one. */
export const REASON = 'reason';

/**
 * Ways to suppress a finding at an offset: on its line, and in the whole function that it is in. `rule` may name a group of the
 * rule. Above a function's first line a comment is about all of it.
 */
export function suppressActions(file: SourceFile, rule: string, at: number): readonly Action[] {
  const region = file.regionAt(at);
  const line = commentLine(file, region, file.point(at).line);
  const isHere = region?.kind !== 'function' || firstLine(file, region) < line;
  return [
    ...(isHere ? [{ title: `Ignore ${rule} here, with a reason`, edits: [suppression(file, rule, line)] }] : []),
    ...(region?.kind === 'function'
      ? [
          {
            title: `Ignore ${rule} in all of ${region.name}(), with a reason`,
            edits: [suppression(file, rule, firstLine(file, region))],
          },
        ]
      : []),
  ];
}

/** The line above which a comment about a line can stand: not between two lines of one directive. */
function commentLine(file: SourceFile, region: Region | undefined, line: number): number {
  const above = line > 1 ? lineText(file, line - 1) : '';
  return region && above.endsWith('\\') ? firstLine(file, region) : line;
}

function suppression(file: SourceFile, rule: string, line: number): Edit {
  const at = file.offset({ line, column: 1 });
  const [indent = ''] = /^[ \t]*/.exec(lineText(file, line)) ?? [];
  const text = `${indent}/* opscope-ignore ${rule}: ${REASON} */${newline(file)}`;
  return { file, at, end: at, text, placeholder: REASON };
}

/** The line on which a region's code begins, comments in front left out. */
export function firstLine(file: SourceFile, region: Region): number {
  let at = region.start;
  for (let behind = at; at < region.end; at = behind) {
    behind = skipLiteral(file.text, at);
    if (/\s/.test(file.text.charAt(at))) behind = at + 1;
    else if (behind === at || file.text.charAt(at) !== '/') break;
  }
  return file.point(at).line;
}

/** A line's text, without its end. */
export function lineText(file: SourceFile, line: number): string {
  const start = file.offset({ line, column: 1 });
  return file.text.slice(start, file.offset({ line: line + 1, column: 1 })).replace(/\r?\n$/, '');
}

/** The end of line that a file uses. */
export function newline(file: SourceFile): string {
  return file.text.includes('\r\n') ? '\r\n' : '\n';
}
