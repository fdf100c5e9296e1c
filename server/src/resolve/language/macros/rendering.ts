/** A text in which some spans were replaced, and where each place of it is in the text as it is written. */
import { lastUpTo } from '../../../base/ordered.ts';

/** A span of the text as it is written, and what stands there instead. */
interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** Offset of what stands there instead. */
  readonly at: number;
}

/** Is made from start to end. */
export class Rendering {
  readonly #written: string;
  readonly #edits: Edit[] = [];
  readonly #parts: string[] = [];
  #done = 0;
  #length = 0;

  constructor(written: string) {
    this.#written = written;
  }

  /** Puts something in the place of a span, which lies behind all that were replaced before. */
  replace(from: number, to: number, text: string): void {
    const kept = this.#written.slice(this.#done, from);
    this.#parts.push(kept, text);
    this.#edits.push({ from, to, text, at: this.#length + kept.length });
    this.#length += kept.length + text.length;
    this.#done = to;
  }

  /** Leaves out a span: its lines stay. */
  blank(from: number, to: number): void {
    if (from < to) this.replace(from, to, this.#written.slice(from, to).replace(/[^\r\n]/g, ' '));
  }

  /** The text with all that was replaced. */
  text(): string {
    return this.#parts.join('') + this.#written.slice(this.#done);
  }

  /** Where a place of the text is written: what was put in is where the span begins that it stands for. */
  written(offset: number): number {
    const edit = this.#edits[lastUpTo(this.#edits.length, (i) => (this.#edits[i]?.at ?? 0) <= offset)];
    if (!edit) return offset;
    const behind = offset - edit.at - edit.text.length;
    if (behind >= 0) return edit.to + behind;
    // What was blanked is as long as it was.
    return edit.text.length === edit.to - edit.from ? edit.from + offset - edit.at : edit.from;
  }
}
