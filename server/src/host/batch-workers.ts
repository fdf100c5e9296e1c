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
const YOUNG_MB = 96;

/**
 * A thread grows to this at the most. It takes a part of it: but the more it may, the more garbage it lets lie, and of a machine with
 * much memory it may take four times as much as it holds.
 */
const OLD_MB = 2000;

/** Below this many files a second thread costs more than it saves. */
const ONE_THREAD = 200;

/** After as many crashes what a thread crashes at is no longer looked for file by file. */
const MAX_CRASHES = 60;

/** So many batches for each thread may be answered and not yet taken: memory does not grow with the answer. */
const AHEAD = 4;

/** Files that are neighbours, and where they begin in the list of all. */
interface Job {
  readonly at: number;
  readonly paths: readonly string[];
  /** Whether a thread has died of them already, or of more that they were among. */
  readonly isSuspect: boolean;
}

/**
 * Asks workers for every file's answer, which come in the order of the files and only as fast as they are taken. A file that a
 * worker dies of is tried once more, alone, in another one, and then told among what the answer goes without.
 */
export async function* readInWorkers(
  start: WorkerStart,
  paths: readonly string[],
  shares: Shares = usual(paths.length),
): AsyncGenerator<Batch, void, void> {
  const pool = new BatchPool(start, paths, shares);
  const working = runPool(pool, shares.threads).catch((error: unknown) => pool.fail(error));
  try {
    yield* pool.inOrder();
  } finally {
    pool.stop();
    await working;
  }
}

function usual(files: number): Shares {
  return { threads: files < ONE_THREAD ? 1 : Math.max(1, Math.min(availableParallelism(), 8)), batch: BATCH };
}

/** An answer that is not yet taken, and to how many files it is. */
interface Answered {
  readonly files: number;
  readonly answer: Batch;
}

/** The batches that are left, and those that are answered and not yet taken. */
class BatchPool implements WorkerPool<Job, Batch> {
  readonly #start: WorkerStart;
  readonly #jobs: Job[] = [];
  readonly #answers = new Map<number, Answered>();
  readonly #files: number;
  readonly #ahead: number;
  /** How many files' answers were taken. */
  #taken = 0;
  #crashes = 0;
  #failure: { readonly error: unknown } | null = null;
  readonly #waiting: (() => void)[] = [];

  constructor(start: WorkerStart, paths: readonly string[], { threads, batch }: Shares) {
    this.#start = start;
    this.#files = paths.length;
    this.#ahead = AHEAD * threads * batch;
    for (let at = 0; at < paths.length; at += batch)
      this.#jobs.push({ at, paths: paths.slice(at, at + batch), isSuspect: false });
    this.#jobs.reverse();
  }

  start(): Worker {
    return new Worker(join(this.#start.assets, 'worker.cjs'), {
      workerData: this.#start,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB, maxOldGenerationSizeMb: OLD_MB },
    });
  }

  async next(): Promise<Job | null> {
    for (let job = this.#jobs.at(-1); job && job.at >= this.#taken + this.#ahead; job = this.#jobs.at(-1))
      await this.#change();
    return this.#jobs.pop() ?? null;
  }

  message({ paths }: Job): readonly string[] {
    return paths;
  }

  done({ at, paths }: Job, answer: Batch): void {
    this.#answers.set(at, { files: paths.length, answer });
    this.#changed();
  }

  crashed(job: Job, why: string): void {
    const { at, paths, isSuspect } = job;
    this.#crashes++;
    if (isSuspect && (paths.length === 1 || this.#crashes > MAX_CRASHES)) this.done(job, lost(paths, why));
    else {
      const half = Math.ceil(paths.length / 2);
      const parts = [
        { at: at + half, paths: paths.slice(half) },
        { at, paths: paths.slice(0, half) },
      ];
      for (const part of parts) if (part.paths.length > 0) this.#jobs.push({ ...part, isSuspect: true });
    }
  }

  /** The answers, in the order of the files. */
  async *inOrder(): AsyncGenerator<Batch, void, void> {
    while (this.#taken < this.#files) {
      const next = this.#answers.get(this.#taken);
      if (next) {
        this.#answers.delete(this.#taken);
        yield next.answer;
        this.#taken += next.files;
        this.#changed();
      } else if (this.#failure) throw this.#failure.error;
      else await this.#change();
    }
  }

  /** No more answers come. */
  fail(error: unknown): void {
    this.#failure = { error };
    this.stop();
  }

  /** No more answers are wanted. */
  stop(): void {
    this.#jobs.length = 0;
    this.#changed();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => void this.#waiting.push(resolve));
  }

  #changed(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

/** The answer for files that a worker died of. */
function lost(paths: readonly string[], why: string): Batch {
  const reason = `the thread that read it died: ${why}`;
  const gaps = paths.map((file) => ({ k: 'lost', what: 'the file', file, line: null, reason }) as const);
  return { tables: [], withoutFunction: 0, dispatch: [], facts: [], gaps };
}
