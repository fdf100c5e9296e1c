/** A review as text, for reading in a terminal. */

import {
  appliedText,
  baseText,
  factsText,
  grouped,
  headOf,
  metricLines,
  numberIn,
  settledText,
  totalText,
} from '../features/review/words.ts';
import type { Finding } from '../model/findings.ts';
import type { ReviewAnswer, ReviewedPatch } from '../model/review-answers.ts';
import { Shown, shown } from './shown.ts';
import type { Paint } from './style.ts';

export function reviewText(answer: ReviewAnswer, paint: Paint): Shown {
  return Shown.lines([
    paint.bold(headOf(answer)),
    paint.dim(baseText(answer)),
    ...answer.patches.flatMap((patch) => ['', ...patchLines(answer, patch, paint)]),
    '',
    shown`in all: ${factsText(answer.facts)}`,
    ...metricLines(answer).map((each) => shown`    ${each}`),
    totalText(answer),
  ]);
}

function patchLines(answer: ReviewAnswer, patch: ReviewedPatch, paint: Paint): readonly (string | Shown)[] {
  const { n, subject, introduced, settledBy, removed, settles, facts, applied } = patch;
  const how = appliedText(patch);
  return [
    shown`${paint.name(numberIn(answer, n))} ${paint.bold(subject)}`,
    shown`    ${applied === 'failed' ? paint.warn(how) : how}${facts === null ? '' : `; ${factsText(facts)}`}`,
    ...introduced.flatMap((each) => findingLines('+', each, paint)),
    ...settledBy.map((each) => shown`  + ${settledText(answer, each)}`),
    ...removed.flatMap((each) => findingLines('-', each, paint).slice(0, 1)),
    ...settles.map(({ n: from, findings }) => shown`  - ${grouped(findings)}, introduced by ${numberIn(answer, from)}`),
  ];
}

function findingLines(sign: string, finding: Finding, paint: Paint): readonly Shown[] {
  const { file, line, column, severity, message, rule, evidence } = finding;
  const level = severity === 'error' || severity === 'warning' ? paint.warn(severity) : paint.name(severity);
  return [
    shown`  ${sign} ${paint.bold(`${file}:${line}:${column}`)}  ${level}  ${message} ${paint.dim(`[${rule}]`)}`,
    ...evidence.map((each) => paint.dim(`        ${each.file}:${each.line}  ${each.message}`)),
  ];
}
