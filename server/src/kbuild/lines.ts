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
    let last = lines[i] ?? '';
    const tab = last.charCodeAt(0) === 9;
    const breaks: number[] = [];
    const before: string[] = [];
    let length = 0;
    while (endsInBackslash(last) && i + 1 < lines.length) {
      i++;
      const piece = last.slice(0, -1).trimEnd();
      // Behind a line of nothing there is no second space.
      if (piece !== '' || length === 0) length += before.push(`${piece} `) && piece.length + 1;
      breaks.push(length);
      places.push({ file, line: i + 1 });
      last = (lines[i] ?? '').trimStart();
    }
    const text = withoutComment(before.join('') + last).trimEnd();
    if (text !== '') result.push({ text, places, breaks, tab });
  }
  return result;
}

/** The physical line of an offset in a logical line's text. */
export function placeAt({ places, breaks }: LogicalLine, offset: number): Line {
  let [low, high] = [0, breaks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (offset >= (breaks[middle] ?? 0)) low = middle + 1;
    else high = middle;
  }
  return places[low] ?? NOWHERE;
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
