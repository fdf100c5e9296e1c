/** Notices that whoever started this process has died. */
import { isRunning } from '../files/processes.ts';

/** How often that is looked at, in ms. */
const EVERY_MS = 500;

/** Watches the process's parent, and others that are named. */
export class Parents {
  readonly #gone: () => void;
  readonly #parent = process.ppid;
  readonly #followed = new Set<number>();

  /** `gone` is called when one of them has ended. */
  constructor(gone: () => void) {
    this.#gone = gone;
    setInterval(() => this.#look(), EVERY_MS).unref();
  }

  /**
   * Watches one more. A process that is not there now is of another machine or container, and says nothing about whether
   * anybody is listening.
   */
  follow(processId: number): void {
    if (Number.isInteger(processId) && processId > 0 && isRunning(processId)) this.#followed.add(processId);
  }

  #look(): void {
    // A process whose parent dies is given another.
    if (process.ppid !== this.#parent || [...this.#followed].some((each) => !isRunning(each))) this.#gone();
  }
}
