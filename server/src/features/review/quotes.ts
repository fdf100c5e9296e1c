/** Which lines of a patch a mail quotes for its findings. */
import type { Finding } from '../../model/findings.ts';
import type { ReviewedPatch } from '../../model/review-answers.ts';
import type { Hunk } from '../../series/hunks.ts';
import type { Patch } from '../../series/series.ts';

/** Some lines of a hunk, and the findings that they are about. */
export interface Quote {
  readonly file: string;
  /** Each with a blank, `+` or `-` in front; `[...]` where some are left out, and none where no hunk has the place. */
  readonly lines: readonly string[];
  readonly findings: readonly Finding[];
}

/** How many lines around a place are quoted. */
const AROUND = 3;

/** A place that can be in a hunk, and those that bear it out. */
interface Placed {
  readonly file: string;
  readonly line: number;
  readonly evidence: readonly { readonly file: string; readonly line: number }[];
}

/** A finding at a line of a hunk. */
interface Spot extends Where {
  readonly finding: Finding;
}

/** A line of a hunk. */
interface Where {
  readonly file: string;
  readonly hunk: Hunk;
  /** From 0. */
  readonly at: number;
  /** Whether the finding is there itself, and not what bears it out. */
  readonly isOwn: boolean;
}

/** The quotes for what a patch introduces, in the order of the patch; what it introduces elsewhere comes last. */
export function quotes(patch: ReviewedPatch, { files }: Patch): readonly Quote[] {
  const spots: Spot[] = [];
  const elsewhere: Finding[] = [];
  for (const finding of patch.introduced) {
    const spot = spotOf(finding, patch, files);
    if (spot) spots.push({ ...spot, finding });
    else elsewhere.push(finding);
  }
  return [...joined(spots).map(quoteOf), ...byFile(elsewhere)];
}

/** The line of a hunk that a finding is at, else the first that bears it out. */
export function spotOf(placed: Placed, { hunks }: ReviewedPatch, files: Patch['files']): Where | null {
  for (const each of [placed, ...placed.evidence]) {
    const { file, line } = each;
    for (const outcome of hunks) {
      if (outcome.file !== file || outcome.line === null) continue;
      const own = files.find(({ after, before }) => after?.includes(file) || before?.includes(file));
      const hunk = own?.hunks.find(({ n }) => n === outcome.n);
      const at = hunk ? indexIn(hunk, line - outcome.line) : -1;
      if (hunk && at >= 0) return { file, hunk, at, isOwn: each === placed };
    }
  }
  return null;
}

/** Which line of a hunk is so many behind its first, in the file with it; -1 where none is. */
function indexIn({ lines }: Hunk, behind: number): number {
  let left = behind;
  return behind < 0 ? -1 : lines.findIndex((line) => line[0] !== '-' && left-- === 0);
}

/** Spots near each other are quoted together. */
function joined(spots: readonly Spot[]): readonly (readonly Spot[])[] {
  const groups: Spot[][] = [];
  const sorted = [...spots].sort((a, b) => (a.hunk === b.hunk ? a.at - b.at : 0));
  for (const spot of sorted) {
    const near = groups.find(
      (group) => group[0]?.hunk === spot.hunk && spot.at - (group.at(-1)?.at ?? 0) <= 2 * AROUND + 1,
    );
    if (near) near.push(spot);
    else groups.push([spot]);
  }
  return groups;
}

function quoteOf(spots: readonly Spot[]): Quote {
  const [first] = spots;
  const all = first?.hunk.lines ?? [];
  const from = cutAt((first?.at ?? 0) - AROUND);
  const to = all.length - cutAt(all.length - 1 - (spots.at(-1)?.at ?? 0) - AROUND);
  const lines = [...(from > 0 ? ['[...]'] : []), ...all.slice(from, to), ...(to < all.length ? ['[...]'] : [])];
  return { file: first?.file ?? '', lines, findings: spots.map(({ finding }) => finding) };
}

/** How many lines are left out at an end: a single one is not worth saying so. */
function cutAt(count: number): number {
  return count > 1 ? count : 0;
}

function byFile(findings: readonly Finding[]): readonly Quote[] {
  const files = [...new Set(findings.map(({ file }) => file))];
  return files.map((file) => ({ file, lines: [], findings: findings.filter((each) => each.file === file) }));
}
