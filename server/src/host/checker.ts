/** Starts the checking thread of a tree, and speaks with it. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CheckerAnswer, CheckerMessage } from '../features/findings/queue.ts';
import type { Checker, Found } from '../index/host.ts';
import type { ModuleStatus } from '../kbuild/status.ts';
import type { WordFacts } from './words/index.ts';

/** What the thread is started with. */
export interface CheckerStart {
  readonly root: string;
  readonly assets: string;
  /** The words of the tree's files as they are known now; null when they are not. */
  readonly words: WordFacts | null;
}

/** Starts a thread; when it dies, `failed` says why, and nothing more is answered. */
export function startChecker(
  start: CheckerStart,
  found: (found: Found) => void,
  failed: (why: string) => void,
): Checker {
  const worker = new Worker(join(start.assets, 'checker.cjs'), { workerData: start });
  const asked = new Map<number, (status: ModuleStatus) => void>();
  let questions = 0;
  const send = (message: CheckerMessage): void => worker.postMessage(message);
  worker.on('message', (answer: CheckerAnswer) => {
    if (answer.k === 'found') found(answer);
    else {
      asked.get(answer.id)?.(answer.status);
      asked.delete(answer.id);
    }
  });
  let isStopped = false;
  worker.on('error', (error) => {
    isStopped = true;
    failed(error.message);
  });
  worker.on('exit', (code) => {
    if (!isStopped) failed(`the checking thread ended with code ${code}`);
  });
  // The server ends when its client goes, whatever the thread is at.
  worker.unref();
  return {
    configure: (settings) => send({ k: 'settings', settings }),
    lay: (path, text) => send({ k: 'text', path, text }),
    touch: (paths) => send({ k: 'disk', paths }),
    check: (path, stamp) => send({ k: 'check', path, stamp }),
    drop: (path) => send({ k: 'drop', path }),
    status: (path) =>
      new Promise((resolve) => {
        const id = questions++;
        asked.set(id, resolve);
        send({ k: 'status', path, id });
      }),
    stop() {
      isStopped = true;
      void worker.terminate();
    },
  };
}
