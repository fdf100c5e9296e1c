/** What somebody may have meant by a name that there is not. */
import { smallest } from './extremes.ts';

/** A name of so many letters may have one that is wrong. */
const LETTERS_A_SLIP = 4;

/** As many are offered. */
const MOST = 3;

/** The names that are nearest to a written one, the nearest first; none where nothing is near. */
export function nearest(written: string, names: Iterable<string>): readonly string[] {
  const wanted = written.toLowerCase();
  const most = Math.max(1, Math.floor(wanted.length / LETTERS_A_SLIP));
  const near = [...new Set(names)].flatMap((name) => {
    const away = slips(wanted, name.toLowerCase(), most);
    return away <= most ? [{ name, away }] : [];
  });
  near.sort((a, b) => a.away - b.away || (a.name < b.name ? -1 : 1));
  return near.slice(0, MOST).map(({ name }) => name);
}

/** The end of a sentence about a name that there is not: what may be meant by it. */
export function didYouMean(written: string, names: Iterable<string>): string {
  const near = nearest(written, names);
  return near.length === 0 ? '' : `; did you mean ${near.join(' or ')}?`;
}

/** How many letters are wrong, missing, too many or swapped with the next; more than `most` when that is exceeded. */
function slips(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(before, j - 2) + 1 : most + 1;
      row.push(Math.min(at(last, j - 1) + (isSame ? 0 : 1), at(last, j) + 1, at(row, j - 1) + 1, swapped));
    }
    // No row gets nearer than the two above it, so that most names are done after a few letters.
    if (smallest(last) > most && smallest(row) > most) return most + 1;
    [before, last] = [last, row];
  }
  return at(last, b.length);
}

function at(row: readonly number[], i: number): number {
  return row[i] ?? Number.MAX_SAFE_INTEGER;
}
