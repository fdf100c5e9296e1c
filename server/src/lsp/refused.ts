/** What a client refuses stops nothing: it is said in the log, once for each kind of request, and answered with null. */
import type { Connection } from 'vscode-languageserver/node';
import { visible } from '../base/visible.ts';

/** The request that asks a client to tell of something, or to watch files. */
export const REGISTER = 'client/registerCapability';

export class Refused {
  readonly #connection: Connection;
  readonly #said = new Set<string>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The answer to a request of that method; null where it is an error. `then` says what follows from that. */
  async or<T>(method: string, asked: Promise<T>, then = ''): Promise<T | null> {
    try {
      return await asked;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#say(method, `opscope: the editor answers ${method} with an error (${visible(why)})${then && `; ${then}`}`);
      return null;
    }
  }

  #say(method: string, text: string): void {
    if (this.#said.has(method)) return;
    this.#said.add(method);
    this.#connection.console.warn(text);
  }
}
