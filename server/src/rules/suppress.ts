/** Suppression by comment: `opscope-ignore RULE: reason`, or `RULE/GROUP`, at the line, the line above, or above the function or table. */
import { lastUpTo } from '../base/ordered.ts';
import type { SourceFile } from '../index/file.ts';
import type { Snapshot } from '../index/snapshot.ts';
import type { Finding } from '../model/findings.ts';
import { solid } from '../syntax/sheet.ts';
import { candidates, IGNORE } from './candidates.ts';
import { finding, type RuleFacts } from './rule.ts';

/** A comment that suppresses. */
export interface Suppression {
  readonly rule: string;
  /** Empty where the comment gives none, and then it does not count. */
  readonly reason: string;
  readonly file: SourceFile;
  readonly at: number;
  readonly end: number;
  /** The lines whose findings it suppresses. */
  readonly lines: { readonly from: number; readonly to: number };
}

/** A finding that a comment suppresses. */
export interface Suppressed {
  readonly finding: Finding;
  readonly reason: string;
  /** Where the comment is. */
  readonly line: number;
}

/** The rule that a suppression itself can break. */
export const BAD_SUPPRESSION = {
  id: 'bad-suppression',
  severity: 'warning',
  title: 'A suppression names no known rule, or gives no reason',
  precision: 'very-high',
  tags: ['review'],
} as const satisfies RuleFacts;

/** The mark of a suppression, and what stands behind it. */
const MARK = /\bopscope-ignore\b([\s\S]*)/;

/** The suppressions in the files and folders that are checked. */
export function suppressionsIn(snapshot: Snapshot, paths: readonly string[]): readonly Suppression[] {
  return candidates(snapshot, paths).flatMap((path) => {
    const file = snapshot.read(path)?.includes(IGNORE) ? snapshot.file(path) : null;
    return file ? inFile(file) : [];
  });
}

function inFile(file: SourceFile): Suppression[] {
  const comments = marked(file.text);
  const rows = endsOfRows(file.text, comments);
  return comments.map(({ at, end, said }, i): Suppression => {
    const [rule = '', ...reason] = said.trim().split(':');
    return {
      rule: rule.trim(),
      reason: reason.join(':').replace(/\s+/g, ' ').trim(),
      file,
      at,
      end,
      lines: covered(file, at, rows[i] ?? end),
    };
  });
}

/** A comment that has the mark, and what it says behind it. */
interface Marked {
  readonly at: number;
  readonly end: number;
  readonly said: string;
}

/** The comments of a text that have the mark, told without regard to literals. One between stars that nothing closes is none. */
function marked(text: string): readonly Marked[] {
  const found: Marked[] = [];
  const opening = /\/[/*]/g;
  let isClosed = true;
  for (let open = opening.exec(text); open; open = opening.exec(text)) {
    const isLine = open[0] === '//';
    if (!isLine && !isClosed) continue;
    const close = isLine ? text.indexOf('\n', open.index) : text.indexOf('*/', open.index + 2);
    if (!isLine && close < 0) {
      isClosed = false;
      continue;
    }
    const end = isLine ? (close < 0 ? text.length : close) : close + 2;
    const [, said] = MARK.exec(text.slice(open.index, isLine ? end : close)) ?? [];
    if (said !== undefined) found.push({ at: open.index, end, said });
    opening.lastIndex = end;
  }
  return found;
}

/** Of suppressions that stand below each other, one a line, the end of the last, for each: all are about what follows. */
function endsOfRows(text: string, comments: readonly Marked[]): readonly number[] {
  const ends = comments.map(({ end }) => end);
  for (let i = comments.length - 2; i >= 0; i--) {
    const between = text.slice(comments[i]?.end, comments[i + 1]?.at);
    if (between.includes('\n') && between.trim() === '') ends[i] = ends[i + 1] ?? 0;
  }
  return ends;
}

/** The comment's lines and the next; all of a function or table that starts there. */
function covered(file: SourceFile, at: number, last: number): Suppression['lines'] {
  const from = file.point(at).line;
  const next = file.point(last).line + 1;
  const { regions } = file;
  const first = lastUpTo(regions.length, (i) => (regions[i]?.end ?? 0) <= last) + 1;
  const region = regions[first];
  const isNext = region !== undefined && file.point(firstCode(file, region.start, last)).line === next;
  const isOutside = isNext && (region.brace < 0 || region.brace > last);
  return { from, to: isOutside ? file.point(region.end).line : next };
}

/** Where a region's code starts: behind the comment, when the region's span has the comment in it. */
function firstCode(file: SourceFile, start: number, end: number): number {
  return start >= end ? start : Math.min(solid(file.text, end), file.text.length);
}

/** Takes out what comments suppress, and adds a finding for each comment that is wrong. */
export function suppress(
  findings: readonly Finding[],
  suppressions: readonly Suppression[],
  known: ReadonlySet<string>,
): { readonly findings: readonly Finding[]; readonly suppressed: readonly Suppressed[] } {
  const isValid = ({ rule, reason }: Suppression): boolean => known.has(rule) && reason !== '';
  const valid = new InFiles(suppressions.filter(isValid));
  const suppressed: Suppressed[] = [];
  const kept = findings.filter((each) => {
    const by = valid.of(each);
    if (by) suppressed.push({ finding: each, reason: by.reason, line: by.file.point(by.at).line });
    return by === undefined;
  });
  const wrong = suppressions.filter((each) => !isValid(each)).map((each) => wrongSuppression(each, known));
  return { findings: [...kept, ...wrong], suppressed };
}

/** The suppressions of one rule in one file, in their order, and the last line that each or one before it is about. */
interface InOrder {
  readonly all: Suppression[];
  readonly upTo: number[];
}

/** Suppressions by the file and the rule that they are for. */
class InFiles {
  readonly #found = new Map<string, InOrder>();

  constructor(suppressions: readonly Suppression[]) {
    for (const each of suppressions) {
      const key = keyOf(each.file.path, each.rule);
      const { all, upTo } = this.#found.get(key) ?? { all: [], upTo: [] };
      all.push(each);
      upTo.push(Math.max(each.lines.to, upTo.at(-1) ?? 0));
      this.#found.set(key, { all, upTo });
    }
  }

  /** The first that is for a finding. */
  of({ rule, group, file, line }: Finding): Suppression | undefined {
    const found = [rule, ...(group === undefined ? [] : [`${rule}/${group}`])].flatMap((name) => {
      const { all, upTo } = this.#found.get(keyOf(file, name)) ?? { all: [], upTo: [] };
      const first = all[lastUpTo(all.length, (i) => (upTo[i] ?? 0) < line) + 1];
      return first && first.lines.from <= line ? [first] : [];
    });
    return found.sort((a, b) => a.at - b.at)[0];
  }
}

const keyOf = (path: string, rule: string): string => `${rule}:${path}`;

function wrongSuppression({ rule, file, at, end }: Suppression, known: ReadonlySet<string>): Finding {
  const rules = [...known].filter((each) => !each.includes('/'));
  const message = known.has(rule)
    ? `opscope-ignore ${rule} gives no reason. Write /* opscope-ignore ${rule}: reason */.`
    : `opscope-ignore names no known rule${rule === '' ? '' : `: ${rule}`}. The rules are ${rules.join(', ')}.`;
  return finding(BAD_SUPPRESSION, { message, file, at, end, function: null, evidence: [] });
}
