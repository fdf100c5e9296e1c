/** The lines of a text, read one after the other. */

/** A place in a text. Line ends are left away, those of DOS too. */
export class LineReader {
  readonly #lines: readonly string[];
  /** The line that is next, from 0. */
  at = 0;

  constructor(text: string) {
    this.#lines = text.replace(/\n$/, '').split('\n');
  }

  get isDone(): boolean {
    return this.at >= this.#lines.length;
  }

  /** The line so many behind the next one; empty behind the last. */
  peek(ahead = 0): string {
    return withoutReturns(this.#lines[this.at + ahead] ?? '');
  }

  next(): string {
    const line = this.peek();
    this.at++;
    return line;
  }
}

/** A line without the carriage returns at its end. */
export function withoutReturns(line: string): string {
  let end = line.length;
  while (line[end - 1] === '\r') end--;
  return line.slice(0, end);
}
