/** Answers in parts: an agent reads some, and asks for the rest where it wants it. */
import * as z from 'zod';
import { UsageError } from '../cli/io.ts';

/** So many rows are in a part when nobody says. */
const USUAL = 50;

/** No part has more rows. */
const MOST_ROWS = 500;

/** A part takes no more letters than this as JSON, unless one row does. */
const MOST_LETTERS = 48_000;

/** How a part is asked for. */
export const PAGING = {
  offset: z.int().min(0).optional().describe('Where the part starts: `next` of the answer before.'),
  limit: z.int().min(1).max(MOST_ROWS).optional().describe(`How many rows at the most; ${USUAL} when left out.`),
};

export interface Paging {
  readonly offset?: number | undefined;
  readonly limit?: number | undefined;
}

/** Which part of all rows it is. */
export interface Page {
  readonly offset: number;
  readonly count: number;
  readonly total: number;
  /** The offset of the next part; null behind the last. */
  readonly next: number | null;
}

/** The part of some rows that is asked for: as many as are wanted, and fit. Throws a UsageError behind the last. */
export function paged<T>(rows: readonly T[], { offset = 0, limit = USUAL }: Paging) {
  if (offset > 0 && offset >= rows.length)
    throw new UsageError(`offset ${offset}: there are ${rows.length} rows, counted from 0`);
  const items: T[] = [];
  let letters = 0;
  for (const row of rows.slice(offset, offset + limit)) {
    letters += JSON.stringify(row).length;
    if (items.length > 0 && letters > MOST_LETTERS) break;
    items.push(row);
  }
  const end = offset + items.length;
  const page: Page = { offset, count: items.length, total: rows.length, next: end < rows.length ? end : null };
  return { items, page };
}

/** What is said below a part; nothing where it is all. */
export function restOf({ offset, count, total, next }: Page): readonly string[] {
  if (count === total) return [];
  const rest = next === null ? 'these are the last' : `offset ${next} has the next`;
  return [`Rows ${offset + 1} to ${offset + count} of ${total}; ${rest}.`];
}
