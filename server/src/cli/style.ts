/** Colours and columns of the text forms. */
import type { Output } from './io.ts';
import { Shown, shown } from './shown.ts';

/** Paints text, or only shows it where colour is not wanted. */
export interface Paint {
  bold(text: string): Shown;
  dim(text: string): Shown;
  name(text: string): Shown;
  good(text: string): Shown;
  warn(text: string): Shown;
}

const plain = (text: string): Shown => shown`${text}`;

/** Text as it is. */
export const PLAIN: Paint = { bold: plain, dim: plain, name: plain, good: plain, warn: plain };

/** The paint for an output: NO_COLOR and pipes get none. */
export function paintFor(output: Pick<Output, 'colour'>): Paint {
  if (!output.colour) return PLAIN;
  const wrap = (code: number) => (text: string) => Shown.painted(code, text);
  return { bold: wrap(1), dim: wrap(2), name: wrap(36), good: wrap(32), warn: wrap(33) };
}

/** A cell: its text, and how to paint it once it is padded. */
export interface Cell {
  readonly text: string;
  readonly paint?: ((text: string) => Shown) | undefined;
}

/** Lays rows out in aligned columns, two spaces apart; the last column is not padded. */
export function columns(rows: readonly (readonly Cell[])[]): Shown[] {
  const texts = rows.map((row) => row.map(({ text }) => `${shown`${text}`}`));
  const widths: number[] = [];
  for (const row of texts) for (const [i, text] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, text.length);
  return rows.map((row, r) => {
    const cells = row.map(({ paint = plain }, i) => {
      const text = texts[r]?.[i] ?? '';
      return paint(i === row.length - 1 ? text : text.padEnd((widths[i] ?? 0) + 2));
    });
    return Shown.joined(cells, '').trimEnd();
  });
}
