/** The loop of the checking thread: runs the rules on one tree's open files, between the messages of the language server. */
import { resolve } from 'node:path';
import type { MessagePort } from 'node:worker_threads';
import { type CheckerMessage, CheckQueue } from '../features/findings/queue.ts';
import { REST_AFTER, RESTING_BYTES } from '../index/memory.ts';
import type { Lowerer } from '../syntax/lower.ts';
import type { CheckerStart } from './checker-thread.ts';
import { collectGarbage } from './collect.ts';
import { DiskTree } from './disk.ts';
import { readNamed } from './files/named.ts';
import { WordIndex } from './words/index.ts';
import { refresh } from './words/indexes.ts';
import { WordScanner } from './words/scanner.ts';

/** How long nothing must have happened before what takes long is begun, in ms. */
const PAUSE_MS = 400;

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
    else this.#timer = setTimeout(() => this.#rest(), REST_AFTER).unref();
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

/** Answers what comes through a port; what comes before the parser is there waits for it. */
export async function checkOver(
  port: MessagePort,
  { root, assets, words }: CheckerStart,
  loaded: Promise<Lowerer>,
): Promise<void> {
  const waiting: CheckerMessage[] = [];
  const keep = (message: CheckerMessage): void => void waiting.push(message);
  port.on('message', keep);
  const index = words && WordIndex.from(root, words, WordScanner.load(assets));
  const queue = new CheckQueue({
    lowerer: await loaded,
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
