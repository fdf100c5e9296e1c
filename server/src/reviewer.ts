/** The reviewing thread: answers one question about a series of patches, and ends. */
import { resolve } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { lookAtCheckpoints } from './base/checkpoint.ts';
import { reasonOf, setStrict } from './base/contain.ts';
import { review } from './features/review/review.ts';
import { loadLowerer } from './host/assets.ts';
import { DiskTree } from './host/disk.ts';
import { readNamed } from './host/files/named.ts';
import type { ReviewerAnswer, ReviewerStart } from './host/reviewer-thread.ts';
import { WordIndex } from './host/words/index.ts';
import { WordScanner } from './host/words/scanner.ts';
import { Snapshot } from './index/snapshot.ts';
import type { ReviewAnswer } from './model/review-answers.ts';

/** How often it is said what is being done, in ms. */
const SAY_MS = 250;

const { root, assets, words, question } = workerData as ReviewerStart;

async function answer(): Promise<ReviewAnswer> {
  const index = words && WordIndex.from(root, words, WordScanner.load(assets));
  const { folders, overlay, tree, config, ...query } = question;
  const source = new DiskTree(root, overlay, index);
  const snapshot = Snapshot.of(source, { folders }, await loadLowerer(assets));
  const text = config === '' ? null : readNamed(resolve(root, config));
  const { answer: found } = review(snapshot, { ...query, config: text }, tree);
  return { ...found, notes: [...found.notes, ...snapshot.gaps.texts()] };
}

/** Says now and then what is being done. */
function follow(say: (text: string) => void): void {
  let next = 0;
  lookAtCheckpoints((doing) => {
    const now = performance.now();
    if (doing === null || now < next) return;
    next = now + SAY_MS;
    say(doing());
  });
}

async function main(): Promise<void> {
  setStrict(process.env['OPSCOPE_STRICT'] === '1');
  const post = (message: ReviewerAnswer): void => parentPort?.postMessage(message);
  follow((text) => post({ k: 'doing', text }));
  try {
    post({ k: 'answer', answer: await answer() });
  } catch (error) {
    post({ k: 'failed', reason: reasonOf(error) });
  }
}

void main();
