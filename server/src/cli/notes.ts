/** What an answer lacks, told with it. */
import type { OpenTree, Output } from './io.ts';
import { shown } from './shown.ts';

/** With more of them than a person reads, the rest is counted. */
const MOST_LINES = 20;

/** The answer as JSON has it: with what it lacks, a sentence each. */
export function withNotes<T extends object>(
  answer: T & { readonly notes?: readonly string[] },
  { snapshot }: OpenTree,
): T & { readonly notes: readonly string[] } {
  return { ...answer, notes: [...(answer.notes ?? []), ...snapshot.gaps.texts()] };
}

/** Says on standard error what an answer lacks. */
export function tellGaps({ snapshot }: OpenTree, output: Pick<Output, 'err'>): void {
  const texts = snapshot.gaps.texts();
  for (const text of texts.slice(0, MOST_LINES)) output.err(shown`opscope: ${text}\n`);
  const more = texts.length - MOST_LINES;
  if (more > 0)
    output.err(shown`opscope: and ${more} more ${more === 1 ? 'place is' : 'places are'} left out or cut\n`);
}
