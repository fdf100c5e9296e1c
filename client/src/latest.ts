import { type Disposable, EventEmitter } from 'vscode';
import type { Server } from './client.ts';

/**
 * One answer of the server, asked for once and shared by the views until the index moves on. While an answer is on its
 * way further changes are folded into one, so typing never makes requests queue up.
 */
export class Latest<Answer> implements Disposable {
  readonly #question: () => Promise<Answer>;
  readonly #onChanged = new EventEmitter<void>();
  readonly #subscriptions: readonly Disposable[];
  #answer: Promise<Answer> | undefined;
  #asking = false;
  #stale = false;

  /** Fires when `get` has something new to say. */
  readonly onChanged = this.#onChanged.event;

  constructor(server: Server, question: () => Promise<Answer>) {
    this.#question = question;
    this.#subscriptions = [
      server.onChanged(() => this.#invalidate()),
      // A server that came up, or went down, changes the answer too, without a new snapshot.
      server.onStatus(() => this.#invalidate()),
    ];
  }

  /** The current answer. */
  get(): Promise<Answer> {
    this.#answer ??= this.#ask();
    return this.#answer;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#onChanged.dispose();
  }

  async #ask(): Promise<Answer> {
    this.#asking = true;
    const answer = await this.#question();
    this.#asking = false;
    if (this.#stale) {
      this.#stale = false;
      this.#invalidate();
    }
    return answer;
  }

  #invalidate(): void {
    if (this.#asking) {
      this.#stale = true;
      return;
    }
    this.#answer = undefined;
    this.#onChanged.fire();
  }
}
