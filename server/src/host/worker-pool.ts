/** Hands jobs to threads until there are none left, and replaces a thread that crashes. */
import type { Worker } from 'node:worker_threads';

/** What is to be done, by threads that say one message when they are ready, and one for each job. */
export interface WorkerPool<J, A> {
  start(): Worker;
  /** The next job, which a thread may have to wait for; null when there is none. */
  next(): J | null | Promise<J | null>;
  /** What a thread is sent of a job. */
  message(job: J): unknown;
  done(job: J, answer: A): void;
  /** A thread crashed at a job. Another is started, unless this throws. */
  crashed(job: J, why: string): void;
}

/** Keeps so many threads at work until there is no more. Rejects when one crashes that has no job. */
export async function runPool<J, A>(pool: WorkerPool<J, A>, threads: number): Promise<void> {
  const one = (): Promise<void> => new Promise((resolve, reject) => startWorker(pool, resolve, reject));
  await Promise.all(Array.from({ length: threads }, one));
}

function startWorker<J, A>(pool: WorkerPool<J, A>, resolve: () => void, reject: (error: unknown) => void): void {
  const worker = pool.start();
  let job: J | null = null;
  let isReady = false;
  let isOver = false;
  const crashed = (why: string): void => {
    if (isOver) return;
    isOver = true;
    try {
      if (job === null) throw new Error(`a thread ${isReady ? 'ended that waited' : 'could not be started'}: ${why}`);
      pool.crashed(job, why);
      startWorker(pool, resolve, reject);
    } catch (error) {
      reject(error);
    }
  };
  const answered = async (answer: A): Promise<void> => {
    isReady = true;
    if (job !== null) pool.done(job, answer);
    job = null;
    const next = await pool.next();
    if (next === null || isOver) {
      isOver = true;
      await worker.terminate();
      resolve();
    } else {
      job = next;
      worker.postMessage(pool.message(next));
    }
  };
  worker.on('message', (answer: A) => void answered(answer).catch(reject));
  worker.on('error', (error) => crashed(error.message));
  worker.on('exit', (code) => crashed(`it ended with code ${code}`));
}
