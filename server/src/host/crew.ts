/** Hands jobs to a thread until there are none left, and replaces the thread when it dies. */
import type { Worker } from 'node:worker_threads';

/** What is to be done, by threads that say one message when they are ready, and one for each job. */
export interface Crew<J, A> {
  start(): Worker;
  /** The next job; null when there is none. */
  next(): J | null;
  /** What a thread is sent of a job. */
  message(job: J): unknown;
  done(job: J, answer: A): void;
  /** A thread died at a job. Another is started, unless this throws. */
  died(job: J, why: string): void;
}

/** Keeps one thread at work. Rejects when it dies before it is ready. */
export function work<J, A>(crew: Crew<J, A>): Promise<void> {
  return new Promise((resolve, reject) => hire(crew, resolve, reject));
}

function hire<J, A>(crew: Crew<J, A>, resolve: () => void, reject: (error: unknown) => void): void {
  const worker = crew.start();
  let job: J | null = null;
  let isOver = false;
  const died = (why: string): void => {
    if (isOver) return;
    isOver = true;
    try {
      if (job === null) throw new Error(`a thread could not be started: ${why}`);
      crew.died(job, why);
      hire(crew, resolve, reject);
    } catch (error) {
      reject(error);
    }
  };
  worker.on('message', (answer: A) => {
    if (job !== null) crew.done(job, answer);
    job = crew.next();
    if (job !== null) worker.postMessage(crew.message(job));
    else {
      isOver = true;
      void worker.terminate().then(() => resolve(), reject);
    }
  });
  worker.on('error', (error) => died(error.message));
  worker.on('exit', (code) => died(`it ended with code ${code}`));
}
