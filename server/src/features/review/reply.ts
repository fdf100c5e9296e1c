/**
 * A review as the text of a mail: what the author wrote, quoted and cut to what matters, and questions. It has no line numbers, since
 * nobody has the tree that they would be of.
 */
import { visible, visibleLines } from '../../base/visible.ts';
import type { ReviewAnswer, ReviewedPatch } from '../../model/review-answers.ts';
import type { Patch, Series } from '../../series/series.ts';
import { question } from './questions.ts';
import { type Quote, quotes } from './quotes.ts';
import { counted, numberIn } from './words.ts';

/** The widest that own words may be. */
export const REPLY_WIDTH = 78;

/** The mail, of all patches of the answer. */
export function reply(answer: ReviewAnswer, series: Pick<Series, 'patches'>): string {
  const parts = answer.patches.map((patch) => {
    const own = series.patches.find(({ n }) => n === patch.n);
    return own ? partsOf(answer, patch, own) : [];
  });
  const several = answer.patches.length > 1;
  const told = parts.flatMap((each, i) => {
    const patch = answer.patches[i];
    return each.length === 0 || !patch ? [] : [[...(several ? [title(answer, patch)] : []), ...each].join('\n\n')];
  });
  const text = told.length === 0 ? wrapped('I have nothing to ask about here.') : told.join('\n\n\n');
  return `${text}\n`;
}

function title(answer: ReviewAnswer, { n, subject }: ReviewedPatch): string {
  return wrapped(`On ${numberIn(answer, n)}, "${subject}":`);
}

function partsOf(answer: ReviewAnswer, patch: ReviewedPatch, own: Patch): readonly string[] {
  if (patch.applied === 'failed') return [wrapped(unappliedText(answer, patch))];
  return [
    ...quotes(patch, own).flatMap((quote) => [...quoted(quote), ...questionsOn(quote)]),
    ...patch.settledBy.map(({ n, findings }) =>
      wrapped(
        `${counted(findings.length, 'thing')} that I would ask about here ${findings.length === 1 ? 'is' : 'are'} settled by ${numberIn(answer, n)}. Could that come first?`,
      ),
    ),
  ];
}

function unappliedText({ series }: ReviewAnswer, { hunks, refused }: ReviewedPatch): string {
  const files = [
    ...refused.map(({ file }) => file),
    ...hunks.flatMap(({ file, reason }) => (reason === null ? [] : [file])),
  ];
  const to = series.base.used === null ? 'what I have checked out' : series.base.used.slice(0, 12);
  return `This does not apply for me to ${to}: ${[...new Set(files)].join(', ')}. What is it based on?`;
}

/** The quote, or where it would be when the patch does not change the place. */
function quoted({ file, lines }: Quote): readonly string[] {
  if (lines.length === 0) return [wrapped(`In ${file}, which this does not change there:`)];
  return [[`> +++ b/${visible(file)}`, ...lines.map((line) => `> ${visibleLines(line)}`)].join('\n')];
}

function questionsOn({ findings }: Quote): readonly string[] {
  return [...new Set(findings.map(question))].map(wrapped);
}

/** Words in lines that are not too wide. */
export function wrapped(text: string): string {
  const lines: string[] = [];
  for (const word of visible(text).split(' ').flatMap(pieces)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > REPLY_WIDTH) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join('\n');
}

/** A word, in pieces where it alone is too wide. */
function pieces(word: string): readonly string[] {
  return word.length <= REPLY_WIDTH ? [word] : (word.match(/.{1,78}/gu) ?? []);
}
