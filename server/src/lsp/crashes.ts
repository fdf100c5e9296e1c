/** How often in a row a thread has crashed. */

/** So often is another one started in its place. */
const MOST = 3;

export class Crashes {
  #inARow = 0;

  /** It crashed; whether another is worth a try. */
  crashed(): boolean {
    this.#inARow++;
    return !this.isGivenUp;
  }

  /** It did what it was asked for, or somebody changed what that is. */
  recovered(): void {
    this.#inARow = 0;
  }

  get isGivenUp(): boolean {
    return this.#inARow > MOST;
  }
}

/** The crashes of several threads, by what they work on. */
export class CrashesOf<K> {
  readonly #all = new Map<K, Crashes>();

  of(key: K): Crashes {
    const known = this.#all.get(key) ?? new Crashes();
    this.#all.set(key, known);
    return known;
  }

  clear(): void {
    this.#all.clear();
  }
}

/** What is said of a crash. */
export function crashMessage(what: string, why: string, crashes: Crashes): string {
  const next = crashes.crashed()
    ? 'it is started again for the next question'
    : 'it is left off until a setting changes or the server is started again';
  return `opscope: ${what} died: ${why}; ${next}`;
}
