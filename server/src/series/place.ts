/** Where in a file a hunk belongs: where its lines are, as near to where it says as can be. */
import { comparable } from '../base/line-diff.ts';
import type { Hunk } from './hunks.ts';
import { withoutReturns } from './lines.ts';

/** A file as hunks are put into it. */
export interface FileLines {
  /** Each with its line end. */
  readonly lines: readonly string[];
  /** The same as they are compared: DOS line ends count for nothing. */
  readonly bare: readonly string[];
  /** How its lines end. */
  readonly lineEnd: '\n' | '\r\n';
}

export function linesOf(text: string): FileLines {
  const parts = text.split('\n');
  const rest = parts.pop() ?? '';
  const lines = [...parts.map((line) => `${line}\n`), ...(rest === '' ? [] : [rest])];
  return { lines, bare: lines.map(bared), lineEnd: lines[0]?.endsWith('\r\n') ? '\r\n' : '\n' };
}

function bared(line: string): string {
  return line.endsWith('\n') ? `${withoutReturns(line.slice(0, -1))}\n` : line;
}

/** How many lines may be compared for one series: a hostile one could ask for all with all. */
export class Comparisons {
  #left = 100_000_000;

  /** Whether there are so many left. */
  take(count: number): boolean {
    this.#left -= count;
    return this.#left >= 0;
  }
}

/** Where a hunk belongs. */
export interface Place {
  /** The line of the file that its first line is, from 0. */
  readonly at: number;
  /** By how many lines it is off. */
  readonly offset: number;
  /** How many lines at its ends were left out to find it. */
  readonly fuzz: number;
}

/** The lines of a hunk as they were before, with their line ends. */
export function oldLines(hunk: Hunk): readonly string[] {
  const lines = hunk.lines.filter((line) => line[0] !== '+').map((line) => `${line.slice(1)}\n`);
  const last = lines.at(-1);
  return hunk.oldIsOpen && last !== undefined ? [...lines.slice(0, -1), last.slice(0, -1)] : lines;
}

/** The first line of a hunk as it says itself, from 0. A hunk without old lines names the line in front of it. */
export function saidAt(hunk: Hunk): number {
  return Math.max(0, hunk.lines.some((line) => line[0] !== '+') ? hunk.oldStart - 1 : hunk.oldStart);
}

/** What is asked for. */
export interface Wanted {
  readonly hunk: Hunk;
  /** By how many lines the hunk before it was off. */
  readonly offset: number;
  /** The first line that no earlier hunk has taken. */
  readonly from: number;
  /** How many lines at each end may be left out of it. */
  readonly fuzz: number;
}

/** Where a hunk belongs; null where its lines are nowhere. */
export function placeOf(file: FileLines, wanted: Wanted, comparisons: Comparisons): Place | null {
  const { hunk, offset } = wanted;
  const context = contextOf(hunk);
  const most = Math.min(wanted.fuzz, Math.max(context.before, context.after));
  for (let fuzz = 0; fuzz <= most; fuzz++) {
    const skipped = Math.min(fuzz, context.before);
    const old = oldLines(hunk).slice(skipped);
    const sought = old.slice(0, old.length - Math.min(fuzz, context.after));
    const expected = saidAt(hunk) + offset + skipped;
    const at = search(file.bare, sought, { expected, from: wanted.from, ...anchors(hunk, context, fuzz) }, comparisons);
    if (at !== null) return { at: at - skipped, offset: at - skipped - saidAt(hunk), fuzz };
  }
  return null;
}

/** How many lines in front of the first and behind the last change are there to find it by. */
function contextOf({ lines }: Hunk): { readonly before: number; readonly after: number } {
  const first = lines.findIndex((line) => line[0] !== ' ');
  const last = lines.findLastIndex((line) => line[0] !== ' ');
  return { before: Math.max(0, first), after: lines.length - 1 - last };
}

/**
 * A hunk with less context at an end than anywhere else is at the end of the file, or at its beginning, as git has it. One without any
 * can be told from its number alone.
 */
function anchors(hunk: Hunk, context: ReturnType<typeof contextOf>, fuzz: number): Anchors {
  const hasNone = context.before + context.after === 0;
  const isWhole = hunk.oldStart <= 1 && hunk.newStart <= 1;
  return {
    isFirst: fuzz === 0 && isWhole,
    isLast: fuzz === 0 && (hasNone ? isWhole && hunk.oldStart === 0 : context.after === 0),
    isExact: hasNone && !isWhole && oldLines(hunk).length === 0,
  };
}

interface Anchors {
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly isExact: boolean;
}

/** The place nearest to where lines are expected. */
function search(
  file: readonly string[],
  sought: readonly string[],
  { expected, from, isFirst, isLast, isExact }: Anchors & { readonly expected: number; readonly from: number },
  comparisons: Comparisons,
): number | null {
  const last = file.length - sought.length;
  const fits = (at: number): boolean => {
    if (at < from || at > last || (isFirst && at > 0) || (isLast && at < last)) return false;
    return comparisons.take(1) && isAt(file, sought, at, comparisons);
  };
  if (isExact || isFirst) return fits(isFirst ? 0 : expected) ? (isFirst ? 0 : expected) : null;
  for (let far = 0; far <= Math.max(expected - from, last - expected); far++) {
    if (fits(expected - far)) return expected - far;
    if (fits(expected + far)) return expected + far;
  }
  return null;
}

function isAt(file: readonly string[], sought: readonly string[], at: number, comparisons: Comparisons): boolean {
  let same = 0;
  while (same < sought.length && file[at + same] === sought[same]) same++;
  return comparisons.take(same) && same === sought.length;
}

/** Why the lines of a hunk are nowhere, in words. */
export function whyNowhere({ bare }: FileLines, hunk: Hunk, offset: number): string {
  const old = oldLines(hunk);
  const at = saidAt(hunk) + offset;
  const now = hunk.lines.filter((line) => line[0] !== '-').map((line) => `${line.slice(1)}\n`);
  if (now.length > 0 && now.every((line, i) => bare[saidAt(hunk) + i] === line || bare[hunk.newStart - 1 + i] === line))
    return 'the file has what it adds already';
  const here = bare.slice(at, at + old.length);
  if (old.length > 0 && comparable(here.join('')) === comparable(old.join('')))
    return 'only white space differs: the mail was changed on its way, or the file is formatted otherwise';
  const wrong = old.findIndex((line, i) => line !== bare[at + i]);
  if (wrong < 0) return 'its lines are not where it says';
  const found = bare[at + wrong];
  const told = found === undefined ? 'is behind the end of the file' : `is "${cut(found)}"`;
  return `line ${at + wrong + 1} ${told} and not "${cut(old[wrong] ?? '')}"`;
}

function cut(line: string): string {
  const plain = line.trim();
  return plain.length > 60 ? `${plain.slice(0, 57)}...` : plain;
}
