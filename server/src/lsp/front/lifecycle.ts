/** The order that the protocol asks for: what may be sent before `initialize`, once, and after `shutdown`. */
import type { Request } from '../../protocol/rpc.ts';
import { failure, INVALID_REQUEST, NOT_INITIALIZED } from './messages.ts';

type Phase = 'new' | 'serving' | 'shut down';

/** Where a session is in its life. */
export class Lifecycle {
  #phase: Phase = 'new';

  /** The answer to a request that must not come now; null when it may. */
  refuse(request: Request): ReturnType<typeof failure> | null {
    const { id, method } = request;
    if (this.#phase === 'shut down') return failure(id, INVALID_REQUEST, 'the server was shut down');
    const isFirst = method === 'initialize';
    if (this.#phase === 'new' && !isFirst) return failure(id, NOT_INITIALIZED, 'the server waits for initialize');
    if (this.#phase === 'serving' && isFirst) return failure(id, INVALID_REQUEST, 'the server is initialized already');
    if (method === 'shutdown') this.#phase = 'shut down';
    else this.#phase = 'serving';
    return null;
  }

  /** Whether notifications, `exit` aside, mean anything now. */
  get isServing(): boolean {
    return this.#phase === 'serving';
  }

  /** `initialize` was answered with an error: it may be sent again. */
  startOver(): void {
    if (this.#phase === 'serving') this.#phase = 'new';
  }

  /** The exit code of a process that ends now. */
  get exitCode(): 0 | 1 {
    return this.#phase === 'shut down' ? 0 : 1;
  }
}
