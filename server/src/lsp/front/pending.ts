/** Requests that wait for their answer: how they are cancelled, and what is told of those that take long. */
import type { Id, Request } from '../../protocol/rpc.ts';
import type { Progress, Progresses } from './progress.ts';
import { sentenceOf } from './sentences.ts';

/** How long a request may take before it says what it does, in ms. */
const SILENT_MS = 1000;

interface Waiting {
  readonly cancelled: Int32Array;
  readonly timer: NodeJS.Timeout;
  readonly progress: Progress;
}

/** Every request that was handed on and not answered. */
export class Pending {
  readonly #progresses: Progresses;
  readonly #silentMs: number;
  readonly #waiting = new Map<Id, Waiting>();

  constructor(progresses: Progresses, silentMs = SILENT_MS) {
    this.#progresses = progresses;
    this.#silentMs = silentMs;
  }

  has(id: Id): boolean {
    return this.#waiting.has(id);
  }

  ids(): readonly Id[] {
    return [...this.#waiting.keys()];
  }

  /** Counts a request in; the memory by which it is cancelled, for the thread that answers it. */
  add({ id, method, params }: Request): SharedArrayBuffer {
    const shared = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
    const progress = this.#progresses.of(id, sentenceOf(method, params), params);
    const timer = setTimeout(() => progress.begin(), this.#silentMs);
    this.#waiting.set(id, { cancelled: new Int32Array(shared), timer, progress });
    return shared;
  }

  /** What is being done for a request, in words. */
  say(id: Id, text: string): void {
    this.#waiting.get(id)?.progress.say(text);
  }

  /** Counts a request out; whether it was in. */
  end(id: Id): boolean {
    const waiting = this.#waiting.get(id);
    if (!waiting) return false;
    this.#waiting.delete(id);
    clearTimeout(waiting.timer);
    waiting.progress.end();
    return true;
  }

  /** Has the thread stop what it does for a request, and counts that out; whether it was in. */
  cancel(id: Id): boolean {
    const waiting = this.#waiting.get(id);
    if (waiting) Atomics.store(waiting.cancelled, 0, 1);
    return this.end(id);
  }
}
