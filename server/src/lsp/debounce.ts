/** Runs something once for a burst of events: a branch switch is thousands of them within moments. */
export class Debounced {
  readonly #run: () => Promise<void>;
  readonly #quiet: number;
  readonly #longest: number;
  #timer: NodeJS.Timeout | null = null;
  #began = 0;
  /** What the last run took, in ms. */
  #cost = 0;

  /**
   * Runs when nothing came for `quiet` ms, and at the latest `longest` ms after the first event. What takes long is run less
   * often: it would hold up the events that are still to come, and run after each of them.
   */
  constructor(run: () => Promise<void>, quiet: number, longest: number) {
    this.#run = run;
    this.#quiet = quiet;
    this.#longest = longest;
  }

  /** Says that something came. */
  trigger(): void {
    const now = performance.now();
    if (this.#timer) clearTimeout(this.#timer);
    else this.#began = now;
    const last = this.#began + Math.max(this.#longest, 4 * this.#cost);
    const wait = Math.min(Math.max(this.#quiet, 2 * this.#cost), Math.max(0, last - now));
    this.#timer = setTimeout(() => void this.#end(), wait);
  }

  async #end(): Promise<void> {
    this.#timer = null;
    const began = performance.now();
    await this.#run();
    this.#cost = performance.now() - began;
  }
}
