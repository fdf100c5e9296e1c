/** Colours and columns of the text forms. */
import type { Output } from './io.ts';

/** Paints text, or leaves it alone where colour is not wanted. */
export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  name(text: string): string;
  good(text: string): string;
  warn(text: string): string;
}

const plain = (text: string): string => text;

/** The paint for an output: NO_COLOR and pipes get none. */
export function paintFor(output: Pick<Output, 'colour'>): Paint {
  if (!output.colour) return { bold: plain, dim: plain, name: plain, good: plain, warn: plain };
  const wrap = (code: number) => (text: string) => `\x1b[${code}m${text}\x1b[0m`;
  return { bold: wrap(1), dim: wrap(2), name: wrap(36), good: wrap(32), warn: wrap(33) };
}

/** A cell: its text, and how to paint it once it is padded. */
export interface Cell {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

/** Lays rows out in aligned columns, two spaces apart; the last column is not padded. */
export function columns(rows: readonly (readonly Cell[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.text.length);
  }
  return rows.map((row) =>
    row
      .map((cell, i) => {
        const padded = i === row.length - 1 ? cell.text : cell.text.padEnd((widths[i] ?? 0) + 2);
        return cell.paint ? cell.paint(padded) : padded;
      })
      .join('')
      .trimEnd(),
  );
}
