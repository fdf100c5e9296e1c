/** What the forms of a review say in the same words. */
import type { Finding } from '../../model/findings.ts';
import type { Difference, ReviewAnswer, ReviewedPatch, ReviewFacts, Settled } from '../../model/review-answers.ts';

/** `1 finding`, `4 findings`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `2/4`. */
export function numberIn({ series }: ReviewAnswer, n: number): string {
  return `${n}/${series.count}`;
}

/** What a review is of: subject, version, how many patches. */
export function headOf({ series }: ReviewAnswer): string {
  const version = series.version === 1 ? '' : `v${series.version}, `;
  return `${series.subject || 'a series'} (${version}${counted(series.count, 'patch', 'patches')})`;
}

/** What it was applied to, and why. */
export function baseText({ series }: ReviewAnswer): string {
  const { used, why } = series.base;
  return `applied to ${used === null ? 'what is on disk' : used.slice(0, 12)}: ${why}`;
}

/** How a patch went in. */
export function appliedText({ applied, hunks }: ReviewedPatch): string {
  if (applied === 'clean') return 'applies';
  if (applied === 'failed') return 'does not apply';
  const odd = hunks
    .filter((each) => each.applied !== 'clean')
    .map(({ file, n, offset, fuzz }) => {
      const by =
        offset === 0 ? '' : ` ${offset > 0 ? '+' : ''}${counted(offset, 'line')}`.replace('-1 lines', '-1 line');
      return `${file} hunk ${n}${by}${fuzz > 0 ? `, fuzz ${fuzz}` : ''}`;
    });
  return `applies elsewhere: ${odd.join('; ')}`;
}

/** Why patches do not apply, a line for each hunk and file. */
export function failures(answer: ReviewAnswer): readonly string[] {
  return answer.patches
    .filter(({ applied }) => applied === 'failed')
    .flatMap((patch) => failuresOf(patch).map((each) => `patch ${numberIn(answer, patch.n)} does not apply: ${each}`));
}

/** The same of one patch, without saying which. */
export function failuresOf({ refused, hunks }: ReviewedPatch): readonly string[] {
  return [
    ...refused.map(({ file, reason }) => `${file}: ${reason}`),
    ...hunks.flatMap(({ file, n, head, reason }) =>
      reason === null ? [] : [`${file}, hunk ${n} (${placesOf(head)}): ${reason}`],
    ),
  ];
}

/** The head of a hunk without the function that may stand behind it. */
function placesOf(head: string): string {
  const end = head.indexOf('@@', 2);
  return end < 0 ? head : head.slice(0, end + 2);
}

/** `4 findings (hook-pair, hook-unguarded)`. */
export function grouped(findings: readonly Finding[]): string {
  const rules = [...new Set(findings.map(({ rule }) => rule))].sort();
  return `${counted(findings.length, 'finding')} (${rules.join(', ')})`;
}

/** `4 findings (hook-pair), settled by 4/4`. */
export function settledText(answer: ReviewAnswer, { n, findings }: Settled): string {
  return `${grouped(findings)}, settled by ${numberIn(answer, n)}`;
}

/** What can be counted, in one line. */
export function factsText({ files, added, removed, exports, ops }: ReviewFacts): string {
  return [
    `${counted(files, 'file')}, +${added} -${removed}`,
    ...changed('exports', exports),
    ...ops.flatMap(({ name, hooks, tables, dispatches }) => [
      ...changed(`hooks of ${name}`, hooks),
      ...changed(`tables of ${name}`, tables),
      ...changed(`calls through ${name}`, dispatches),
    ]),
  ].join('; ');
}

/** How many names are told of what came or went. */
const MOST_NAMES = 6;

function changed(what: string, { gained, lost }: Difference): readonly string[] {
  const names = [...gained.map(({ name }) => `+${name}`), ...lost.map(({ name }) => `-${name}`)];
  if (names.length === 0) return [];
  const more = names.length - MOST_NAMES;
  return [`${what} ${names.slice(0, MOST_NAMES).join(' ')}${more > 0 ? ` and ${more} more` : ''}`];
}

/** What a patch does to findings, in a few words: `introduces 2, settles 1`. */
export function summaryText(answer: ReviewAnswer, patch: ReviewedPatch): string {
  if (patch.applied === 'failed') return 'does not apply';
  const { introduced, settledBy, removed, settles } = patch;
  const told = [
    ...some('introduces', introduced.length),
    ...settledBy.map(({ n, findings }) => `${findings.length} settled by ${numberIn(answer, n)}`),
    ...some('settles', sumOf(settles)),
    ...some('removes', removed.length),
  ];
  return told.length === 0 ? 'introduces nothing' : told.join(', ');
}

function some(what: string, count: number): readonly string[] {
  return count === 0 ? [] : [`${what} ${count}`];
}

function sumOf(all: readonly Settled[]): number {
  return all.reduce((total, { findings }) => total + findings.length, 0);
}

/** What `compare` counts otherwise with the series, a line each: `slots that hold a function 13 -> 14`. */
export function metricLines({ metrics, facts }: ReviewAnswer): readonly string[] {
  return metrics.map(({ ops, claim, before, after }) => {
    const of = facts.ops.length > 1 ? `${ops}: ` : '';
    return before === null ? `${of}${claim} ${after}` : `${of}${claim} ${before} -> ${after}`;
  });
}

/** What the series does in all, in one line. */
export function totalText({ patches }: ReviewAnswer): string {
  const sum = (of: (patch: ReviewedPatch) => number): number => patches.reduce((total, each) => total + of(each), 0);
  const settled = sum(({ settledBy }) => settledBy.reduce((total, { findings }) => total + findings.length, 0));
  return [
    `${counted(
      sum(({ introduced }) => introduced.length),
      'finding',
    )} introduced`,
    `${sum(({ removed }) => removed.length)} removed`,
    ...(settled === 0 ? [] : [`${settled} settled within the series`]),
  ].join(', ');
}
