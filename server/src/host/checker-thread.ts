/** Starts the checking thread of a tree, and speaks with it. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Checker, Found } from '../features/findings/checker.ts';
import type { CheckerAnswer, CheckerMessage } from '../features/findings/queue.ts';
import type { ModuleStatus } from '../kbuild/status.ts';
import type { WordFacts } from './words/index.ts';

/** What the thread is started with. */
export interface CheckerStart {
  readonly root: string;
  readonly assets: string;
  /** The words of the tree's files as they are known now; null when they are not. */
  readonly words: WordFacts | null;
}

/** A thread that checks. */
export interface CheckerThread {
  send(message: CheckerMessage): void;
  /** Says who is told of its answers, and of its death. */
  listen(answered: (answer: CheckerAnswer) => void, died: (why: string) => void): void;
  stop(): void;
}

/** Starts a thread. The server ends when its client goes, whatever the thread is at. */
export function checkerThread(start: CheckerStart): CheckerThread {
  const worker = new Worker(join(start.assets, 'checker.cjs'), { workerData: start });
  worker.unref();
  return {
    send: (message) => worker.postMessage(message),
    listen(answered, died) {
      worker.on('message', answered);
      worker.on('error', (error) => died(error.message));
      worker.on('exit', (code) => died(`code ${code}`));
    },
    stop: () => void worker.terminate(),
  };
}

/** Speaks with a thread; when it dies, `failed` says why, what was asked ends with an error, and nothing more is answered. */
export function checkerIn(
  thread: CheckerThread,
  found: (found: Found) => void,
  failed: (why: string) => void,
): Checker {
  const questions = new Questions();
  const end = (why: string): boolean => questions.end(new Error(`the checking thread ended: ${why}`));
  thread.listen(
    (answer) => {
      if (answer.k === 'found') found(answer);
      else questions.answer(answer.id, answer.status);
    },
    (why) => {
      if (end(why)) failed(why);
    },
  );
  return {
    configure: (settings) => thread.send({ k: 'settings', settings }),
    overlay: (path, text) => thread.send({ k: 'text', path, text }),
    changedOnDisk: (paths) => thread.send({ k: 'disk', paths }),
    check: (path, stamp) => thread.send({ k: 'check', path, stamp }),
    cancel: (path) => thread.send({ k: 'cancel', path }),
    status: (path) => questions.ask((id) => thread.send({ k: 'status', path, id })),
    stop() {
      end('it was stopped');
      thread.stop();
    },
  };
}

interface Question {
  readonly answer: (status: ModuleStatus) => void;
  readonly fail: (why: Error) => void;
}

/** What was asked and not answered. */
class Questions {
  readonly #open = new Map<number, Question>();
  #count = 0;
  #ended: Error | null = null;

  ask(send: (id: number) => void): Promise<ModuleStatus> {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = this.#count++;
    return new Promise((answer, fail) => {
      this.#open.set(id, { answer, fail });
      send(id);
    });
  }

  answer(id: number, status: ModuleStatus): void {
    this.#open.get(id)?.answer(status);
    this.#open.delete(id);
  }

  /** Nobody answers any more; false when that was so already. */
  end(why: Error): boolean {
    if (this.#ended) return false;
    this.#ended = why;
    for (const { fail } of this.#open.values()) fail(why);
    this.#open.clear();
    return true;
  }
}
