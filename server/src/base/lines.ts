/** Line starts of a text, for turning offsets into positions and back. */

/** A point in a text: 1-based line and 1-based column in UTF-16 code units. */
export interface Point {
  readonly line: number;
  readonly column: number;
}

/** Offsets of the line starts of one text. */
export class Lines {
  readonly #starts: Uint32Array;
  readonly #length: number;

  constructor(text: string) {
    const starts = [0];
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.#starts = Uint32Array.from(starts);
    this.#length = text.length;
  }

  /** The position of an offset; offsets outside the text are taken to its nearest end. */
  point(offset: number): Point {
    const at = Math.max(0, Math.min(offset, this.#length));
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= at) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: at - (this.#starts[low] ?? 0) + 1 };
  }

  /** The offset of a position; a column behind the line's end is the start of the next line. */
  offset(point: Point): number {
    const start = this.#starts[point.line - 1] ?? this.#length;
    const next = this.#starts[point.line] ?? this.#length;
    return Math.min(start + point.column - 1, next);
  }
}
