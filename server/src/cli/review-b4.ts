/** A review as the check commands of `b4 review` answer: an array of results, each with a tool, a status, and words, which it writes to the terminal. */

import { visible } from '../base/visible.ts';
import { factsText, failuresOf, grouped, numberIn, settledText } from '../features/review/words.ts';
import type { ReviewAnswer, ReviewedPatch } from '../model/review-answers.ts';
import type { Program } from './io.ts';

/** One result, as b4 takes it. */
export interface B4Check {
  readonly tool: string;
  readonly status: 'pass' | 'warn' | 'fail';
  readonly summary: string;
  readonly url?: string;
  readonly details?: string;
}

/** A result for each patch: one that does not apply fails, and one that introduces more than hints warns. */
export function b4Checks(answer: ReviewAnswer, { home }: Program): readonly B4Check[] {
  return answer.patches.map((patch) => {
    const details = detailsOf(answer, patch).map(visible).join('\n');
    const [first] = patch.introduced;
    return {
      tool: 'opscope',
      status: statusOf(patch),
      summary: visible(summaryOf(answer, patch)),
      ...(first && home !== null ? { url: `${home}/blob/HEAD/docs/rules/${first.rule}.md` } : {}),
      ...(details === '' ? {} : { details }),
    };
  });
}

function statusOf({ applied, introduced }: ReviewedPatch): B4Check['status'] {
  if (applied === 'failed' || introduced.some(({ severity }) => severity === 'error')) return 'fail';
  return introduced.some(({ severity }) => severity !== 'hint') ? 'warn' : 'pass';
}

function summaryOf(answer: ReviewAnswer, { n, applied, introduced, removed }: ReviewedPatch): string {
  const which = answer.patches.length > 1 ? `${numberIn(answer, n)}: ` : '';
  if (applied === 'failed')
    return `${which}does not apply to ${answer.series.base.used?.slice(0, 12) ?? 'what is on disk'}`;
  const what = introduced.length === 0 ? 'nothing introduced' : `introduces ${grouped(introduced)}`;
  return `${which}${what}${removed.length === 0 ? '' : `, removes ${grouped(removed)}`}`;
}

function detailsOf(answer: ReviewAnswer, patch: ReviewedPatch): readonly string[] {
  return [
    ...failuresOf(patch),
    ...patch.introduced.flatMap(({ file, line, rule, message, evidence }) => [
      `${file}:${line}: ${message} [${rule}]`,
      ...evidence.map((each) => `    ${each.file}:${each.line}: ${each.message}`),
    ]),
    ...patch.settledBy.map((each) => settledText(answer, each)),
    ...patch.removed.map(({ file, line, rule, message }) => `gone: ${file}:${line}: ${message} [${rule}]`),
    ...(patch.facts === null ? [] : [factsText(patch.facts)]),
  ];
}
