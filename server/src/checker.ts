/** The checking thread: runs the rules on one tree's open files, between the messages of the language server. */
import { resolve } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { setStrict } from './base/contain.ts';
import { type CheckerMessage, CheckQueue } from './features/findings/queue.ts';
import { loadLowerer } from './host/assets.ts';
import type { CheckerStart } from './host/checker-thread.ts';
import { collectGarbage } from './host/collect.ts';
import { DiskTree } from './host/disk.ts';
import { readNamed } from './host/files/named.ts';
import { WordIndex } from './host/words/index.ts';
import { refresh } from './host/words/indexes.ts';
import { WordScanner } from './host/words/scanner.ts';
import { REST_AFTER, RESTING_BYTES } from './index/memory.ts';

/** How long nothing must have happened before what takes long is begun, in ms. */
const PAUSE_MS = 400;

const { root, assets, words } = workerData as CheckerStart;

/** Works while there is work; a message that arrives goes first. */
class Loop {
  readonly #queue: CheckQueue;
  #timer: NodeJS.Timeout | null = null;
  #immediate: NodeJS.Immediate | null = null;

  constructor(queue: CheckQueue) {
    this.#queue = queue;
  }

  /** Puts off what waits for a pause, since something has happened. */
  wake(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#immediate || this.#timer) return;
    const { urgency } = this.#queue;
    if (urgency === 'now') this.#immediate = setImmediate(() => this.#step());
    else if (urgency === 'pause') this.#timer = setTimeout(() => this.#step(), PAUSE_MS);
    else this.#timer = setTimeout(() => this.#rest(), REST_AFTER);
  }

  #rest(): void {
    this.#timer = null;
    this.#queue.rest(RESTING_BYTES);
    collectGarbage();
  }

  #step(): void {
    this.#immediate = null;
    this.#timer = null;
    this.#queue.step();
    this.#schedule();
  }
}

async function main(): Promise<void> {
  setStrict(process.env['OPSCOPE_STRICT'] === '1');
  const port = parentPort;
  if (!port) return;
  const waiting: CheckerMessage[] = [];
  const keep = (message: CheckerMessage): void => void waiting.push(message);
  port.on('message', keep);
  const index = words && new WordIndex(root, words.folders, WordScanner.load(assets), [words.block], words.matches);
  const queue = new CheckQueue({
    lowerer: await loadLowerer(assets),
    open(overlay, changed) {
      if (index) refresh(index, changed);
      return new DiskTree(root, overlay, index);
    },
    readText: (path) => readNamed(resolve(root, path)),
    post: (answer) => port.postMessage(answer),
  });
  const loop = new Loop(queue);
  const receive = (message: CheckerMessage): void => {
    queue.receive(message);
    loop.wake();
  };
  port.off('message', keep);
  port.on('message', receive);
  waiting.forEach(receive);
}

void main();
