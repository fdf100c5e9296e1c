/** Which lines of a text are new against another, by the shortest edit script (E. Myers, "An O(ND) difference algorithm"). */

/** Beyond as many lines that went or came, what lies between the first and the last of them counts as new. */
const MAX_EDITS = 1000;

/**
 * A text as a review compares it: white space and line ends count for nothing, nor does the name that git may write into a file
 * when it checks it out (`ident`). The lines stay where they are.
 */
export function comparable(text: string): string {
  return text.replace(/\$Id: (?:[0-9a-f]{40}|[0-9a-f]{64}) \$/g, '$Id$').replace(/[^\S\n]+/g, '');
}

/** For each line of `after`, from 0, the line of `before` that it was; -1 for a line that is new. */
export function matchLines(before: string, after: string): Int32Array {
  const old = before.split('\n');
  const now = after.split('\n');
  const matches = new Int32Array(now.length).fill(-1);
  const shorter = Math.min(old.length, now.length);
  let head = 0;
  while (head < shorter && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < shorter - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  for (let i = 0; i < head; i++) matches[i] = i;
  for (let i = 1; i <= tail; i++) matches[now.length - i] = old.length - i;
  const middle = { old: old.slice(head, old.length - tail), now: now.slice(head, now.length - tail) };
  for (const [from, to] of common(middle.old, middle.now)) matches[head + to] = head + from;
  return matches;
}

/** The lines of `after`, from 1, that a change from `before` touched; where lines only went, the two around the place. */
export function touchedLines(before: string, after: string): ReadonlySet<number> {
  const matches = matchLines(before, after);
  const touched = new Set<number>();
  let expected = 0;
  for (const [at, from] of matches.entries()) {
    if (from < 0) touched.add(at + 1);
    else {
      // A gap in the old lines without a new line in its place: something was taken out here.
      if (from > expected && (at === 0 || matches[at - 1] !== -1)) touched.add(at).add(at + 1);
      expected = from + 1;
    }
  }
  const oldCount = before.split('\n').length;
  if (expected < oldCount && matches.at(-1) !== -1) touched.add(matches.length);
  touched.delete(0);
  return touched;
}

/** The pairs of equal lines on a shortest path from one list to the other; none when it is too long. */
function common(old: readonly string[], now: readonly string[]): [number, number][] {
  const trace: Int32Array[] = [];
  const most = Math.min(MAX_EDITS, old.length + now.length);
  const furthest = new Int32Array(2 * most + 3);
  const middle = most + 1;
  for (let edits = 0; edits <= most; edits++) {
    trace.push(furthest.slice(middle - edits - 1, middle + edits + 2));
    for (let k = -edits; k <= edits; k += 2) {
      const down = k === -edits || (k !== edits && at(furthest, middle + k - 1) < at(furthest, middle + k + 1));
      let x = down ? at(furthest, middle + k + 1) : at(furthest, middle + k - 1) + 1;
      while (x < old.length && x - k < now.length && old[x] === now[x - k]) x++;
      furthest[middle + k] = x;
      if (x >= old.length && x - k >= now.length) return walkBack(trace, old.length, now.length);
    }
  }
  return [];
}

/** Goes back along what each round reached; `trace[edits]` has the diagonals from -edits-1 to edits+1. */
function walkBack(trace: readonly Int32Array[], oldLength: number, nowLength: number): [number, number][] {
  const pairs: [number, number][] = [];
  let [x, y] = [oldLength, nowLength];
  for (let edits = trace.length - 1; edits >= 0; edits--) {
    const reached = trace[edits] ?? new Int32Array();
    const k = x - y;
    const left = at(reached, k + edits);
    const right = at(reached, k + edits + 2);
    const down = k === -edits || (k !== edits && left < right);
    const fromX = edits === 0 ? 0 : down ? right : left;
    const fromY = edits === 0 ? 0 : fromX - (down ? k + 1 : k - 1);
    while (x > fromX && y > fromY) pairs.push([--x, --y]);
    [x, y] = [fromX, fromY];
  }
  return pairs;
}

function at(values: Int32Array, index: number): number {
  return values[index] ?? 0;
}
