/** How often in a row a thread has died. */

/** So often is another one started in its place. */
const MOST = 3;

export class Deaths {
  #inARow = 0;

  /** It died; whether another is worth a try. */
  died(): boolean {
    this.#inARow++;
    return !this.isHopeless;
  }

  /** It did what it was asked for, or somebody changed what that is. */
  lived(): void {
    this.#inARow = 0;
  }

  get isHopeless(): boolean {
    return this.#inARow > MOST;
  }
}

/** The deaths of several threads, by what they work on. */
export class DeathsOf<K> {
  readonly #all = new Map<K, Deaths>();

  of(key: K): Deaths {
    const known = this.#all.get(key) ?? new Deaths();
    this.#all.set(key, known);
    return known;
  }

  clear(): void {
    this.#all.clear();
  }
}

/** What is said of a death. */
export function obituary(what: string, why: string, deaths: Deaths): string {
  const next = deaths.died()
    ? 'it is started again for the next question'
    : 'it is left off until a setting changes or the server is started again';
  return `opscope: ${what} died: ${why}; ${next}`;
}
