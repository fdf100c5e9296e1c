/** Worker threads that answer a question for many files, a batch of neighbours at a time. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Batch, Everything } from '../features/lists/everything.ts';
import type { WordFacts } from './words/index.ts';

/** What a worker is started with. */
export interface WorkerStart {
  readonly root: string;
  readonly folders: readonly string[];
  readonly assets: string;
  readonly wanted: Everything;
  /** The words of the files, which all threads share. */
  readonly words: WordFacts;
}

/** Files in a batch: neighbours share headers, so a batch is a run of the sorted list. */
const BATCH = 48;

/** Parsing makes much that is soon garbage: with room for it, it is gone before it is copied. */
const YOUNG_MB = 32;

/** Below this many files a second thread costs more than it saves. */
const ONE_THREAD = 200;

/** Asks workers for every file's answer; answers are in the order of the files. Rejects when a worker dies. */
export async function readInWorkers(start: WorkerStart, paths: readonly string[]): Promise<Batch> {
  const batches: string[][] = [];
  for (let at = 0; at < paths.length; at += BATCH) batches.push(paths.slice(at, at + BATCH));
  const results: Batch[] = new Array(batches.length);
  const threads = paths.length < ONE_THREAD ? 1 : Math.max(1, Math.min(availableParallelism(), 8));
  let next = 0;
  const take = (): number => next++;
  await Promise.all(Array.from({ length: threads }, () => work(start, batches, results, take)));
  return {
    tables: results.flatMap((each) => each.tables),
    dispatch: results.flatMap((each) => each.dispatch),
    facts: results.flatMap((each) => each.facts),
    gaps: results.flatMap((each) => each.gaps),
  };
}

/** Runs one worker until the batches are used up. */
function work(start: WorkerStart, batches: readonly string[][], results: Batch[], take: () => number): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(start.assets, 'worker.cjs'), {
      workerData: start,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    let current = -1;
    const advance = (): void => {
      current = take();
      const batch = batches[current];
      if (batch) worker.postMessage(batch);
      else void worker.terminate().then(() => resolve(), reject);
    };
    worker.on('message', (answer: Batch | 'ready') => {
      if (answer !== 'ready') results[current] = answer;
      advance();
    });
    worker.on('error', reject);
  });
}
