/** Suppression by comment: `opscope-ignore RULE: reason`, or `RULE/GROUP`, at the line, the line above, or above the function or table. */
import type { SourceFile } from '../index/file.ts';
import type { Snapshot } from '../index/snapshot.ts';
import type { Finding } from '../model/findings.ts';
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

const COMMENT = /\/\*(?:(?!\*\/)[\s\S])*?\bopscope-ignore\b((?:(?!\*\/)[\s\S])*)\*\/|\/\/.*?\bopscope-ignore\b(.*)/g;

/** The suppressions in the files and folders that are checked. */
export function suppressionsIn(snapshot: Snapshot, paths: readonly string[]): readonly Suppression[] {
  return candidates(snapshot, paths).flatMap((path) => {
    const file = snapshot.read(path)?.includes(IGNORE) ? snapshot.file(path) : null;
    return file ? inFile(file) : [];
  });
}

function inFile(file: SourceFile): Suppression[] {
  return [...file.text.matchAll(COMMENT)].map((match) => {
    const [rule = '', ...reason] = (match[1] ?? match[2] ?? '').trim().split(':');
    const at = match.index;
    const end = at + match[0].length;
    return {
      rule: rule.trim(),
      reason: reason.join(':').replace(/\s+/g, ' ').trim(),
      file,
      at,
      end,
      lines: covered(file, at, end),
    };
  });
}

/** The comment's lines and the next; all of a function or table that starts there. */
function covered(file: SourceFile, at: number, end: number): Suppression['lines'] {
  const from = file.point(at).line;
  const last = lastOfRow(file.text, end);
  const next = file.point(last).line + 1;
  const region = file.regions.find(
    (each) => each.end > last && file.point(firstCode(file, each.start, last)).line === next,
  );
  const isOutside = region !== undefined && (region.brace < 0 || region.brace > last);
  return { from, to: isOutside ? file.point(region.end).line : next };
}

/** The end of the last of the suppressions that stand below each other, one a line: all are about what follows. */
function lastOfRow(text: string, end: number): number {
  const below =
    /\s*?\n[ \t]*(?:\/\*(?:(?!\*\/)[\s\S])*?\bopscope-ignore\b(?:(?!\*\/)[\s\S])*\*\/|\/\/.*?\bopscope-ignore\b.*)/y;
  let last = end;
  for (below.lastIndex = end; below.test(text); last = below.lastIndex);
  return last;
}

/** Where a region's code starts: behind the comment, when the region's span has the comment in it. */
function firstCode(file: SourceFile, start: number, end: number): number {
  if (start >= end) return start;
  const behind = file.text.slice(end).search(/\S/);
  return behind < 0 ? end : end + behind;
}

/** Takes out what comments suppress, and adds a finding for each comment that is wrong. */
export function suppress(
  findings: readonly Finding[],
  suppressions: readonly Suppression[],
  known: ReadonlySet<string>,
): { readonly findings: readonly Finding[]; readonly suppressed: readonly Suppressed[] } {
  const valid = suppressions.filter((each) => known.has(each.rule) && each.reason !== '');
  const suppressed: Suppressed[] = [];
  const kept = findings.filter((each) => {
    const by = valid.find((other) => applies(other, each));
    if (by) suppressed.push({ finding: each, reason: by.reason, line: by.file.point(by.at).line });
    return by === undefined;
  });
  const wrong = suppressions.filter((each) => !valid.includes(each)).map((each) => wrongSuppression(each, known));
  return { findings: [...kept, ...wrong], suppressed };
}

function applies(suppression: Suppression, { rule, group, file, line }: Finding): boolean {
  const { from, to } = suppression.lines;
  const isNamed = suppression.rule === rule || (group !== undefined && suppression.rule === `${rule}/${group}`);
  return isNamed && suppression.file.path === file && from <= line && line <= to;
}

function wrongSuppression({ rule, file, at, end }: Suppression, known: ReadonlySet<string>): Finding {
  const rules = [...known].filter((each) => !each.includes('/'));
  const message = known.has(rule)
    ? `opscope-ignore ${rule} gives no reason. Write /* opscope-ignore ${rule}: reason */.`
    : `opscope-ignore names no known rule${rule === '' ? '' : `: ${rule}`}. The rules are ${rules.join(', ')}.`;
  return finding(BAD_SUPPRESSION, { message, file, at, end, function: null, evidence: [] });
}
