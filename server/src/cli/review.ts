/** `opscope review`: what each patch of a series introduces, removes and settles. */
import { baseOf, inputOf, Unreadable } from '../features/review/input.ts';
import { reply } from '../features/review/reply.ts';
import { type Review, review } from '../features/review/review.ts';
import { failures } from '../features/review/words.ts';
import type { ReviewedPatch } from '../model/review-answers.ts';
import { readSeries, type Series } from '../series/series.ts';
import { type Arguments, type Asked, type OpenTree, type Output, UsageError } from './io.ts';
import { withNotes } from './notes.ts';
import { FORMS } from './options.ts';
import { b4Checks } from './review-b4.ts';
import { reviewAnnotations, reviewSarif } from './review-findings.ts';
import { markdown } from './review-markdown.ts';
import { reviewText } from './review-text.ts';
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
  const found = await reviewed(tree, args, ops);
  if (!found) return nothing(args.rest[0] ?? '', format, output);
  const { answer } = found.reviewed;
  output.out(await formatted(found.reviewed, found.series, format, tree, output));
  for (const text of failures(answer)) output.err(shown`opscope: ${text}\n`);
  for (const note of answer.notes) output.err(shown`opscope: ${note}\n`);
  if (answer.patches.some(({ applied }) => applied === 'failed')) return 2;
  return answer.patches.some(({ introduced }) => introduced.some((each) => each.severity !== 'hint')) ? 1 : 0;
}

/** The review of a series; null where there is no patch in what is named. */
export async function reviewed(
  tree: OpenTree,
  { rest, options }: Asked,
  ops: readonly string[],
): Promise<{ readonly reviewed: Review; readonly series: Series } | null> {
  const fuzz = numberOf('fuzz', options.fuzz, 0) ?? 0;
  const only = numberOf('patch', options.patch, 1);
  const input = await told(inputOf(tree.patches, named(rest)));
  const series = await readSeries(input.mails);
  if (!series) return null;
  const base = await told(baseOf(tree.patches, series, { onto: options.onto ?? null, range: input.range }));
  const whole = review(tree.snapshot, { series, base, ops, fuzz }, tree.tree);
  return { reviewed: narrowed(whole, input.notes, only), series };
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

function named([name, other]: readonly string[]): string {
  if (name === undefined)
    throw new UsageError(
      'review what? Name a mailbox, a folder of patches, a range of commits, or - for standard input',
    );
  if (other !== undefined) throw new UsageError(`review takes one series, and no "${other}" besides`);
  return name;
}

/** That there is nothing to review is a wrong use. */
async function told<T>(reading: Promise<T>): Promise<T> {
  return reading.catch((error: unknown) => {
    throw error instanceof Unreadable ? new UsageError(error.message) : error;
  });
}

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
      return Shown.document(reply(answer, series));
    case 'b4':
      return Shown.json(b4Checks(answer, tree.program), 2);
    case 'text':
      return reviewText(answer, paintFor(output));
  }
}
