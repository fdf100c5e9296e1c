const WINDOW_MS = 3 * 60 * 1000;
const RESTARTS_IN_WINDOW = 4;

/** Decides, when the server dies, whether starting it again is likely to help. */
export class Crashes {
  #times: number[] = [];

  /** Counts a crash at `now` (milliseconds) and says whether to restart: not after several within a few minutes. */
  restartAfter(now: number): boolean {
    this.#times = this.#times.filter((time) => now - time < WINDOW_MS);
    this.#times.push(now);
    return this.#times.length <= RESTARTS_IN_WINDOW;
  }

  /** Forgets the past, when a person asks for a restart. */
  clear(): void {
    this.#times = [];
  }
}
