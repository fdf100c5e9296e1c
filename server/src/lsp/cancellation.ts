/** How requests are cancelled, and say what they do, while this thread is busy with them. */
import {
  type CancellationReceiverStrategy,
  CancellationSenderStrategy,
  type CancellationStrategy,
  type CancellationToken,
  CancellationTokenSource,
  type Disposable,
  type Event,
  type RequestMessage,
} from 'vscode-languageserver/node';
import { Cancelled, withCheckpoints } from '../base/checkpoint.ts';
import type { DoingParams, Id } from '../protocol/rpc.ts';

/** What takes less, in ms, is brought to its end: to stop costs what is known of the tree so far. */
const SHORT_MS = 300;

/** How often a request says what it does, in ms. */
const SAY_MS = 250;

/** Who is told of requests under way. */
export interface Told {
  /** What a request is at. */
  doing(params: DoingParams): void;
  /** Work was stopped on the way. */
  stopped(): void;
}

/** Cancelled by the message, which is read between requests, and by memory that the other thread writes to at any time. */
export class RequestToken implements CancellationToken {
  readonly #id: Id | null;
  readonly #shared: Int32Array | null;
  readonly #source = new CancellationTokenSource();
  readonly #told: Told;
  #worked = 0;
  #nextSaid = 0;

  constructor(id: Id | null, shared: Int32Array | null, told: Told) {
    this.#id = id;
    this.#shared = shared;
    this.#told = told;
  }

  get isCancellationRequested(): boolean {
    return (this.#shared !== null && Atomics.load(this.#shared, 0) === 1) || this.#source.token.isCancellationRequested;
  }

  get onCancellationRequested(): Event<void> {
    return this.#source.token.onCancellationRequested;
  }

  cancel(): void {
    this.#source.cancel();
  }

  dispose(): void {
    this.#source.dispose();
  }

  /** Says what is being done for the request. */
  say(text: string): void {
    if (this.#id !== null) this.#told.doing({ id: this.#id, text });
  }

  /** Works for the request, and stops with a Cancelled when it is cancelled meanwhile. */
  work<T>(work: () => T): T {
    const began = performance.now();
    const before = this.#worked;
    const look = (doing: (() => string) | null): void => {
      const now = performance.now();
      this.#worked = before + now - began;
      if (this.#worked > SHORT_MS && this.isCancellationRequested) throw new Cancelled('cancelled');
      if (doing === null || this.#worked < this.#nextSaid || this.#id === null) return;
      this.#nextSaid = this.#worked + SAY_MS;
      this.#told.doing({ id: this.#id, text: doing() });
    };
    try {
      return withCheckpoints(look, work);
    } catch (error) {
      if (error instanceof Cancelled) this.#told.stopped();
      throw error;
    }
  }
}

/** Works for a request that has any token. */
export function worked<T>(token: CancellationToken, work: () => T): T {
  return token instanceof RequestToken ? token.work(work) : work();
}

/** A source is its token: both live as long as the request. */
class TokenSource implements Disposable {
  readonly token: RequestToken;

  constructor(token: RequestToken) {
    this.token = token;
  }

  cancel(): void {
    this.token.cancel();
  }

  dispose(): void {
    this.token.dispose();
  }
}

/** Makes tokens for requests that come with memory to be cancelled by. */
export function cancellationBy(told: Told): CancellationStrategy {
  const receiver: CancellationReceiverStrategy = {
    kind: 'request',
    createCancellationTokenSource: (request) => new TokenSource(tokenOf(request, told)),
  };
  return { receiver, sender: CancellationSenderStrategy.Message };
}

function tokenOf(request: RequestMessage & { readonly $cancellationData?: unknown }, told: Told): RequestToken {
  const { id, $cancellationData: data } = request;
  return new RequestToken(id, data instanceof SharedArrayBuffer ? new Int32Array(data) : null, told);
}
