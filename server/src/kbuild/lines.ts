/** Splits a makefile into logical lines: continuations joined, comments dropped, recipes told apart by their tab. */
import type { Line } from './reader.ts';

export interface LogicalLine {
  readonly text: string;
  /** The physical lines it consists of. */
  readonly places: readonly Line[];
  /** Offsets in `text` at which each physical line but the first starts. */
  readonly breaks: readonly number[];
  /** Whether the line starts with a tab, as recipe lines do. */
  readonly tab: boolean;
}

export function logicalLines(source: string, file: string): LogicalLine[] {
  const lines = source.split(/\r?\n/);
  const result: LogicalLine[] = [];
  for (let i = 0; i < lines.length; i++) {
    const places = [{ file, line: i + 1 }];
    let text = lines[i] ?? '';
    const tab = text.charCodeAt(0) === 9;
    const breaks: number[] = [];
    while (endsInBackslash(text) && i + 1 < lines.length) {
      i++;
      text = `${text.slice(0, -1).trimEnd()} `;
      breaks.push(text.length);
      places.push({ file, line: i + 1 });
      text += (lines[i] ?? '').trimStart();
    }
    text = withoutComment(text).trimEnd();
    if (text !== '') result.push({ text, places, breaks, tab });
  }
  return result;
}

/** The physical line of an offset in a logical line's text. */
export function placeAt({ places, breaks }: LogicalLine, offset: number): Line {
  let index = 0;
  while (index < breaks.length && offset >= (breaks[index] ?? 0)) index++;
  return places[index] ?? NOWHERE;
}

const NOWHERE: Line = { file: '', line: 0 };

function endsInBackslash(text: string): boolean {
  let end = text.length;
  let count = 0;
  while (end > 0 && text.charCodeAt(end - 1) === 92) {
    count++;
    end--;
  }
  return count % 2 === 1;
}

function withoutComment(text: string): string {
  for (let at = text.indexOf('#'); at >= 0; at = text.indexOf('#', at + 1)) {
    if (text.charCodeAt(at - 1) !== 92) return text.slice(0, at);
  }
  return text;
}
