/** `opscope review`: what each patch of a series introduces, removes and settles. */
import { type Base, type Review, type ReviewedPatch, review } from '../features/review/review.ts';
import type { NamedBytes } from '../series/mail.ts';
import { candidatesIn } from '../series/names.ts';
import { readSeries, type Series } from '../series/series.ts';
import { type Arguments, type OpenTree, type Output, UsageError } from './io.ts';
import { withNotes } from './notes.ts';
import { FORMS } from './options.ts';
import { b4Checks } from './review-b4.ts';
import { reviewAnnotations, reviewSarif } from './review-findings.ts';
import { markdown } from './review-markdown.ts';
import { reply } from './review-reply.ts';
import { reviewText } from './review-text.ts';
import { failures } from './review-words.ts';
import { sarifSources } from './sarif-sources.ts';
import { Shown, shown } from './shown.ts';
import { paintFor } from './style.ts';

/** Prints the review; exit code 1 when a patch introduces more than hints, 2 when one does not apply. */
export async function reviewCommand(
  tree: OpenTree,
  args: Arguments,
  ops: readonly string[],
  output: Output,
): Promise<number> {
  const { options } = args;
  const format = formOf(options.format ?? 'text');
  const fuzz = numberOf('fuzz', options.fuzz, 0) ?? 0;
  const only = numberOf('patch', options.patch, 1);
  const input = await inputOf(tree, args.rest);
  const series = await readSeries(input.mails);
  if (!series) return nothing(args.rest[0] ?? '', format, output);
  const base = await baseOf(tree, series, { onto: options.onto ?? null, range: input.range });
  const whole = review(tree.snapshot, { series, base, ops, fuzz }, tree.tree);
  const reviewed = narrowed(whole, input.notes, only);
  const { answer } = reviewed;
  output.out(await formatted(reviewed, series, format, tree, output));
  for (const text of failures(answer)) output.err(shown`opscope: ${text}\n`);
  for (const note of answer.notes) output.err(shown`opscope: ${note}\n`);
  if (answer.patches.some(({ applied }) => applied === 'failed')) return 2;
  return answer.patches.some(({ introduced }) => introduced.some((each) => each.severity !== 'hint')) ? 1 : 0;
}

type Form = (typeof FORMS.review)[number];

function formOf(name: string): Form {
  const form = FORMS.review.find((each) => each === name);
  if (!form) throw new UsageError(`no format "${name}"; review has ${FORMS.review.join(', ')}`);
  return form;
}

function numberOf(name: string, given: string | undefined, least: number): number | null {
  if (given === undefined) return null;
  const value = Number(given);
  if (!/^\d{1,4}$/.test(given) || value < least)
    throw new UsageError(`--${name} ${given}: write a number from ${least} on`);
  return value;
}

/** b4 hands cover letters over, too: of those there is nothing to say. */
function nothing(name: string, format: Form, output: Output): number {
  if (format !== 'b4') throw new UsageError(`no patch in ${name === '-' ? 'standard input' : name}`);
  output.out(Shown.json([], 2));
  return 0;
}

/** Where patches come from: mails, or commits of a range. */
interface Input {
  readonly mails: readonly NamedBytes[];
  readonly range: { readonly name: string; readonly base: string } | null;
  readonly notes: readonly string[];
}

async function inputOf({ patches }: OpenTree, rest: readonly string[]): Promise<Input> {
  const [name, other] = rest;
  if (name === undefined)
    throw new UsageError(
      'review what? Name a mailbox, a folder of patches, a range of commits, or - for standard input',
    );
  if (other !== undefined) throw new UsageError(`review takes one series, and no "${other}" besides`);
  const mails = await told(patches.mailsAt(name), '');
  if (mails) return { mails, range: null, notes: [] };
  const commits = await told(patches.commits(name), `${name}: `);
  if (!commits) throw new UsageError(`${name}: no file, no folder, and no range of commits (A..B)`);
  const merges = commits.merges === 1 ? 'a merge is' : `${commits.merges} merges are`;
  const notes = commits.merges === 0 ? [] : [`${merges} passed over: what was changed in one is not looked at`];
  return { mails: [commits.mails], range: { name, base: commits.base }, notes };
}

/** What is read of the outside, with the reason told where it cannot be. */
async function told<T>(reading: Promise<T>, where: string): Promise<T> {
  return reading.catch((error: unknown) => {
    throw new UsageError(`${where}${error instanceof Error ? error.message : String(error)}`);
  });
}

/** What the series is applied to: what is asked for, else what it says itself, else what is on disk. */
async function baseOf(
  tree: OpenTree,
  series: Series,
  { onto, range }: { readonly onto: string | null; readonly range: Input['range'] },
): Promise<Base> {
  const at = async (revision: string): Promise<Pick<Base, 'used' | 'texts'>> => {
    const { commit, texts } = await tree.patches.treeIn(revision, candidatesIn(series.patches));
    if (texts === null)
      throw new UsageError(`too much of ${revision} differs from what is checked out: check out something nearer`);
    return { used: commit, texts };
  };
  if (onto !== null) return { asked: onto, ...(await told(at(onto), `--onto ${onto}: `)), why: '--onto asks for it' };
  if (range)
    return { asked: range.name, ...(await told(at(range.base), `${range.name}: `)), why: 'the range starts from it' };
  const asked = series.baseCommit;
  if (asked === null) return { asked, ...DISK, why: 'the series names no base-commit' };
  return at(asked).then(
    (found) => ({ asked, ...found, why: 'the series names it as its base-commit' }),
    (error: unknown) => ({
      asked,
      ...DISK,
      why: `its base-commit ${asked} is not to be had: ${error instanceof Error ? error.message : String(error)}`,
    }),
  );
}

const DISK: Pick<Base, 'used' | 'texts'> = { used: null, texts: new Map() };

/** The review of one patch alone, where one is asked for; with what was noted before it. */
function narrowed(whole: Review, notes: readonly string[], only: number | null): Review {
  const answer = { ...whole.answer, notes: [...notes, ...whole.answer.notes] };
  if (only === null) return { ...whole, answer };
  const patches = answer.patches.filter(({ n }) => n === only);
  const standing = whole.standing.filter(({ n }) => n === only);
  if (patches.length > 0) return { ...whole, answer: { ...answer, patches }, standing };
  const failed: ReviewedPatch | undefined = answer.patches.find(({ applied }) => applied === 'failed');
  const why = failed && only > failed.n ? `: patch ${failed.n} does not apply` : '';
  throw new UsageError(`--patch ${only}: there is no such patch${why}`);
}

async function formatted(
  reviewed: Review,
  series: Series,
  format: Form,
  tree: OpenTree,
  output: Output,
): Promise<Shown> {
  const { answer } = reviewed;
  switch (format) {
    case 'json':
      return Shown.json(withNotes(answer, tree), 2);
    case 'sarif':
      return Shown.json(reviewSarif(reviewed, await sarifSources(tree)), 2);
    case 'github':
      return reviewAnnotations(reviewed);
    case 'markdown':
      return markdown(answer);
    case 'reply':
      return reply(reviewed, series);
    case 'b4':
      return Shown.json(b4Checks(answer, tree.program), 2);
    case 'text':
      return reviewText(answer, paintFor(output));
  }
}
