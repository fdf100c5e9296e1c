/** Has a series reviewed in a thread, which is there for one question: what it took goes with it. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Reviewing, ReviewQuestion } from '../features/review/reviewer.ts';
import type { ReviewAnswer } from '../model/review-answers.ts';
import type { WordFacts } from './words/index.ts';

/** What the thread is started with. */
export interface ReviewerStart {
  readonly root: string;
  readonly assets: string;
  /** The words of the tree's files as they are known now; null when they are not. */
  readonly words: WordFacts | null;
  readonly question: ReviewQuestion;
}

/** What it says. */
export type ReviewerAnswer =
  | { readonly k: 'doing'; readonly text: string }
  | { readonly k: 'answer'; readonly answer: ReviewAnswer }
  | { readonly k: 'failed'; readonly reason: string };

/** Starts the thread; `doing` is told what it is at. */
export function startReviewer(start: ReviewerStart, doing: (text: string) => void): Reviewing {
  const worker = new Worker(join(start.assets, 'reviewer.cjs'), { workerData: start });
  const answer = new Promise<ReviewAnswer>((done, fail) => {
    worker.on('message', (message: ReviewerAnswer) => {
      if (message.k === 'doing') doing(message.text);
      else if (message.k === 'answer') done(message.answer);
      else fail(new Error(message.reason));
    });
    worker.on('error', (error) => fail(new Error(`the reviewing thread ended: ${error.message}`)));
    worker.on('exit', () => fail(new Error('the reviewing thread ended before it had answered')));
  });
  // The server ends when its client goes, whatever the thread is at.
  worker.unref();
  return { answer, stop: () => void worker.terminate() };
}
