/** Series of patches: what each of them introduces, the files before and after, and an answer by mail. */
import type { CancellationToken } from 'vscode-languageserver';
import { Cancelled } from '../../base/checkpoint.ts';
import { reasonOf } from '../../base/contain.ts';
import { type Input, inputOf, rangeOf, Unreadable } from '../../features/review/input.ts';
import { reply } from '../../features/review/reply.ts';
import {
  appliedText,
  baseText,
  factsText,
  failuresOf,
  headOf,
  metricLines,
  summaryText,
  totalText,
} from '../../features/review/words.ts';
import type {
  OpenSeries,
  ReviewCloseParams,
  ReviewReplyParams,
  ReviewResult,
  ReviewTextParams,
  SeriesSource,
} from '../../protocol/review.ts';
import { RequestToken } from '../cancellation.ts';
import { type Reviewed, reviewed, sourcesFor } from '../review/reviews.ts';
import type { Session } from '../session.ts';
import type { Tree } from '../tree.ts';
import { wholeTree } from '../whole-tree.ts';

/** `opscope/review`. */
export async function openReview(
  session: Session,
  source: SeriesSource,
  token: CancellationToken,
): Promise<ReviewResult> {
  const tree = treeOf(session, source);
  if (!tree) return noReview('there is no kernel tree that it could be applied to');
  try {
    if (!tree.isComplete) await wholeTree(session, tree, token);
    const found =
      (await ofDocument(session, source, token)) ??
      (await reviewed(session, tree, await input(session, tree, source), {
        doing: (text) => say(token, text),
        stoppedBy: (stop) => void token.onCancellationRequested(stop),
      }));
    return { series: shown(session.reviews.keep(found), found), problem: null };
  } catch (error) {
    if (token.isCancellationRequested) throw new Cancelled('cancelled');
    return noReview(reasonOf(error));
  }
}

function say(token: CancellationToken, text: string): void {
  if (token instanceof RequestToken) token.say(text);
}

/** The review of a file that is open in an editor, which is of all its series; null where the source is none. */
async function ofDocument(
  { patches }: Session,
  { uri, fresh }: SeriesSource,
  token: CancellationToken,
): Promise<Reviewed | null> {
  if (uri === undefined || !patches.has(uri)) return null;
  say(token, 'reviewing the file that is open');
  const found = await patches.review(uri, token, fresh);
  if (token.isCancellationRequested) throw new Cancelled('cancelled');
  return found;
}

/** The answer where there is nothing to show. */
export function noReview(problem: string): ReviewResult {
  return { series: null, problem };
}

function treeOf({ trees, main }: Session, { uri, tree }: SeriesSource): Tree | null {
  if (tree !== undefined) return trees.named(tree);
  return (uri === undefined ? null : trees.of(uri)?.tree) ?? main;
}

function input(session: Session, tree: Tree, { uri, range }: SeriesSource): Promise<Input> {
  const sources = sourcesFor(session, tree);
  if (uri === undefined && !range) throw new Unreadable('name a series: uri, or a range of commits (A..B)');
  if (uri === undefined) return rangeOf(sources, range ?? '');
  const path = session.host.toPath(uri);
  if (path === null) throw new Unreadable(`${uri} is no file`);
  const text = session.textOf(uri);
  if (text === null) return inputOf(sources, path);
  return Promise.resolve({ mails: [{ name: path, bytes: new TextEncoder().encode(text) }], range: null, notes: [] });
}

function shown(id: number, { answer, texts }: Reviewed): OpenSeries {
  return {
    id,
    head: headOf(answer),
    base: baseText(answer),
    total: [factsText(answer.facts), ...metricLines(answer), totalText(answer)],
    review: answer,
    patches: answer.patches.map((patch) => ({
      n: patch.n,
      summary: summaryText(answer, patch),
      facts: [appliedText(patch), ...(patch.facts ? factsText(patch.facts).split('; ') : [])],
      failures: failuresOf(patch),
      files: texts.files(patch.n),
    })),
  };
}

/** `opscope/reviewText`. */
export function reviewText({ reviews }: Session, { id, n, side, file }: ReviewTextParams): string | null {
  return reviews.of(id)?.texts.text(n, side, file) ?? null;
}

/** `opscope/reviewReply`. */
export async function reviewReply(
  { reviews, patches }: Session,
  { id, uri, n }: ReviewReplyParams,
  token: CancellationToken,
): Promise<string | null> {
  const found = uri === undefined ? reviews.of(id ?? 0) : await patches.review(uri, token);
  return found && replyTo(found, n);
}

/** The mail about a series, or about one patch of it. */
function replyTo({ answer, series }: Reviewed, n: number | undefined): string {
  const patches = answer.patches.filter((each) => n === undefined || each.n === n);
  return reply({ ...answer, patches }, series);
}

/** `opscope/reviewClose`. */
export function closeReview({ reviews }: Session, { id }: ReviewCloseParams): null {
  reviews.close(id);
  return null;
}
