/** One line on a terminal that says what is being done while an answer takes long. In a pipe or a file there is nothing of it. */
import { visible } from '../base/visible.ts';

/** Work that takes less says nothing, in ms. */
const SILENT_MS = 1000;

/** The line changes no more often, in ms. */
const EVERY_MS = 100;

/** Back to the start of the line, and nothing on it. */
const ERASE = '\r\x1b[2K';

/** What of a terminal it needs. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export class ProgressLine {
  readonly #terminal: Terminal;
  readonly #now: () => number;
  #next: number;
  #isShown = false;

  /** `takesControls` says whether the terminal does, if it is one; `now` is the time in ms. */
  constructor(terminal: Terminal, takesControls = true, now: () => number = () => performance.now()) {
    this.#terminal = terminal;
    this.#now = now;
    this.#next = terminal.isTTY === true && takesControls ? now() + SILENT_MS : Number.POSITIVE_INFINITY;
  }

  /** Says what is being done, in words that are only made when they are shown. */
  say(doing: () => string): void {
    const now = this.#now();
    if (now < this.#next) return;
    this.#next = now + EVERY_MS;
    this.#isShown = true;
    this.#terminal.write(`${ERASE}${this.#fitting(visible(doing()))}`);
  }

  /** Says how many files of a tree were read. */
  sayRead(count: number): void {
    this.say(() => `reading the tree: ${count.toLocaleString('en')} files`);
  }

  /** Writes something else in its place. */
  instead(to: Pick<Terminal, 'write'>, text: string): void {
    this.clear();
    to.write(text);
  }

  /** Takes the line away: the answer comes, or the end. */
  clear(): void {
    if (this.#isShown) this.#terminal.write(ERASE);
    this.#isShown = false;
  }

  /** As much of a text as a line has room for: one that wraps could not be taken away. */
  #fitting(text: string): string {
    const most = Math.max(1, (this.#terminal.columns || 80) - 1);
    const letters = [...`opscope: ${text}`];
    return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : letters.join('');
  }
}
