/** Starts the thread that answers an editor's requests, and ends it. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Message } from '../../protocol/rpc.ts';

/** How long a thread may take to end, in ms: one that waits for the system, as for a disk that hangs, does not. */
const END_MS = 1000;

/** What the thread is started with. */
export interface ServerStart {
  readonly assets: string;
}

/** The thread, as seen from the side of the editor. */
export interface ServerThread {
  post(message: Message): void;
  /** Ends the process and every thread of it, whatever they are at. */
  leave(code: number): void;
}

export function startServer(
  start: ServerStart,
  received: (message: Message) => void,
  died: (why: string) => void,
): ServerThread {
  const worker = new Worker(join(start.assets, 'server.cjs'), { workerData: start, argv: [], stdout: true });
  // Standard output is the editor's.
  worker.stdout.pipe(process.stderr);
  let isLeaving = false;
  const fail = (why: string): void => {
    if (!isLeaving) died(why);
  };
  worker.on('message', received);
  worker.on('error', (error) => fail(error.message));
  worker.on('exit', (code) => fail(`code ${code}`));
  return {
    post: (message) => worker.postMessage(message),
    leave(code) {
      if (isLeaving) return;
      isLeaving = true;
      setTimeout(() => process.kill(process.pid, 'SIGKILL'), END_MS);
      void worker.terminate().then(() => process.exit(code));
    },
  };
}
