/** Worker threads that answer a question for many files, a batch of neighbours at a time. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Batch, Everything } from '../features/whole-tree/batch.ts';
import type { WordFacts } from './words/index.ts';
import { runPool, type WorkerPool } from './worker-pool.ts';

/** What a worker is started with. */
export interface WorkerStart {
  readonly root: string;
  readonly folders: readonly string[];
  readonly assets: string;
  readonly wanted: Everything;
  /** The words of the files, which all threads share. */
  readonly words: WordFacts;
}

/** How the files are shared out. */
export interface Shares {
  readonly threads: number;
  /** Files in a batch: neighbours share headers, so a batch is a run of the sorted list. */
  readonly batch: number;
}

const BATCH = 48;

/** Parsing makes much that is soon garbage: with room for it, it is gone before it is copied. */
const YOUNG_MB = 32;

/** Below this many files a second thread costs more than it saves. */
const ONE_THREAD = 200;

/** After as many crashes what a thread crashes at is no longer looked for file by file. */
const MAX_CRASHES = 60;

/** Files that are neighbours, and where they begin in the list of all. */
interface Job {
  readonly at: number;
  readonly paths: readonly string[];
  /** Whether a thread has died of them already, or of more that they were among. */
  readonly isSuspect: boolean;
}

/**
 * Asks workers for every file's answer; answers are in the order of the files. A file that a worker dies of is tried once more,
 * alone, in another one, and then told among what the answer goes without.
 */
export async function readInWorkers(
  start: WorkerStart,
  paths: readonly string[],
  shares: Shares = usual(paths.length),
): Promise<Batch> {
  const pool = new BatchPool(start, paths, shares.batch);
  await runPool(pool, shares.threads);
  return pool.answer();
}

function usual(files: number): Shares {
  return { threads: files < ONE_THREAD ? 1 : Math.max(1, Math.min(availableParallelism(), 8)), batch: BATCH };
}

/** The batches that are left, and what was answered. */
class BatchPool implements WorkerPool<Job, Batch> {
  readonly #start: WorkerStart;
  readonly #jobs: Job[] = [];
  readonly #answers = new Map<number, Batch>();
  #crashes = 0;

  constructor(start: WorkerStart, paths: readonly string[], batch: number) {
    this.#start = start;
    for (let at = 0; at < paths.length; at += batch)
      this.#jobs.push({ at, paths: paths.slice(at, at + batch), isSuspect: false });
    this.#jobs.reverse();
  }

  start(): Worker {
    return new Worker(join(this.#start.assets, 'worker.cjs'), {
      workerData: this.#start,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
  }

  next(): Job | null {
    return this.#jobs.pop() ?? null;
  }

  message({ paths }: Job): readonly string[] {
    return paths;
  }

  done({ at }: Job, answer: Batch): void {
    this.#answers.set(at, answer);
  }

  crashed(job: Job, why: string): void {
    const { at, paths, isSuspect } = job;
    this.#crashes++;
    if (isSuspect && (paths.length === 1 || this.#crashes > MAX_CRASHES)) this.#answers.set(at, lost(paths, why));
    else {
      const half = Math.ceil(paths.length / 2);
      const parts = [
        { at: at + half, paths: paths.slice(half) },
        { at, paths: paths.slice(0, half) },
      ];
      for (const part of parts) if (part.paths.length > 0) this.#jobs.push({ ...part, isSuspect: true });
    }
  }

  answer(): Batch {
    const results = [...this.#answers].sort(([a], [b]) => a - b).map(([, answer]) => answer);
    return {
      tables: results.flatMap((each) => each.tables),
      dispatch: results.flatMap((each) => each.dispatch),
      facts: results.flatMap((each) => each.facts),
      gaps: results.flatMap((each) => each.gaps),
    };
  }
}

/** The answer for files that a worker died of. */
function lost(paths: readonly string[], why: string): Batch {
  const reason = `the thread that read it died: ${why}`;
  const gaps = paths.map((file) => ({ k: 'lost', what: 'the file', file, line: null, reason }) as const);
  return { tables: [], dispatch: [], facts: [], gaps };
}
