/** A review as Markdown, for a ticket or a page: what comes from mails and trees is text in it, and nothing else. */

import {
  appliedText,
  baseText,
  factsText,
  failuresOf,
  grouped,
  headOf,
  metricLines,
  numberIn,
  settledText,
  totalText,
} from '../features/review/words.ts';
import type { Finding } from '../model/findings.ts';
import type { ReviewAnswer, ReviewedPatch } from '../model/review-answers.ts';
import { plain } from './pages.ts';
import { Shown } from './shown.ts';

export function markdown(answer: ReviewAnswer): Shown {
  const lines = [
    `# ${plain(headOf(answer))}`,
    '',
    `${capital(plain(baseText(answer)))}.`,
    ...answer.patches.flatMap((patch) => ['', ...patchLines(answer, patch)]),
    '',
    '## In all',
    '',
    `- ${plain(factsText(answer.facts))}`,
    ...metricLines(answer).map((each) => `- ${plain(each)}`),
    `- ${plain(totalText(answer))}`,
    ...answer.notes.map((note) => `- ${plain(note)}`),
  ];
  return Shown.document(`${lines.join('\n')}\n`);
}

function patchLines(answer: ReviewAnswer, patch: ReviewedPatch): readonly string[] {
  const { n, subject, introduced, settledBy, removed, settles, facts } = patch;
  return [
    `## ${plain(`${numberIn(answer, n)} ${subject}`)}`,
    '',
    `${capital(plain(appliedText(patch)))}${facts === null ? '' : `; ${plain(factsText(facts))}`}.`,
    '',
    ...failuresOf(patch).map((each) => `- ${plain(each)}`),
    ...introduced.map((each) => `- introduces ${findingText(each)}`),
    ...settledBy.map((each) => `- introduces ${plain(settledText(answer, each))}`),
    ...removed.map((each) => `- removes ${findingText(each)}`),
    ...settles.map(
      ({ n: from, findings }) => `- settles ${plain(`${grouped(findings)} of ${numberIn(answer, from)}`)}`,
    ),
  ];
}

function findingText({ rule, severity, file, line, message }: Finding): string {
  return `**${plain(rule)}** (${severity}) at ${plain(`${file}:${line}`)}: ${plain(message)}`;
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
