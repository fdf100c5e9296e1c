import type { Lines } from './facts.ts';

/** The lines that both lists hold; each list is in order and free of overlap. */
export function intersection(a: readonly Lines[], b: readonly Lines[]): Lines[] {
  const both: Lines[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [x, y] = [a[i], b[j]];
    if (x === undefined || y === undefined) break;
    const [from, to] = [Math.max(x[0], y[0]), Math.min(x[1], y[1])];
    if (from <= to) both.push([from, to]);
    if (x[1] < y[1]) i++;
    else j++;
  }
  return both;
}

/** The lines that either list holds, in order and free of overlap. */
export function union(ranges: readonly Lines[]): Lines[] {
  const all: [number, number][] = [];
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = all.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else all.push([from, to]);
  }
  return all;
}

/** Whether a line is in one of the ranges. */
export function holds(ranges: readonly Lines[], line: number): boolean {
  return ranges.some(([from, to]) => from <= line && line <= to);
}
