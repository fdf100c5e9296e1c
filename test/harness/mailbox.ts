/** A notification from the server. */
export interface Notification {
  readonly method: string;
  readonly params: unknown;
}

/** Longest wait for the server, in ms: far beyond what anything takes, so that what never comes fails a test by name. */
export const patience = 60_000;

/** Keeps what the server sends until a test waits for it. */
export class Mailbox {
  readonly #unread: Notification[] = [];
  readonly #waiting = new Set<() => void>();

  receive(notification: Notification): void {
    this.#unread.push(notification);
    for (const look of this.#waiting) look();
  }

  /** How many notifications of a method are there that nobody waited for. */
  unread(method: string): number {
    return this.#unread.filter((item) => item.method === method).length;
  }

  waitFor<P>(method: string, accept: (params: P) => boolean): Promise<P> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const at = this.#unread.findIndex((item) => item.method === method && accept(item.params as P));
        const found = this.#unread[at];
        if (found === undefined) return;
        this.#unread.splice(at, 1);
        this.#waiting.delete(look);
        clearTimeout(deadline);
        resolve(found.params as P);
      };
      const deadline = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new Error(`no ${method} came; unread: ${this.#unread.map((item) => item.method).join(', ')}`));
      }, patience);
      this.#waiting.add(look);
      look();
    });
  }
}
