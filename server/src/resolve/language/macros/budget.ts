/** What the expansion of macros may cost: text can double with every macro that it goes through. */
import type { SourceFile } from '../../../index/file.ts';
import type { Gaps } from '../../../model/gaps.ts';

/**
 * How many letters one use of a macro may come to, with those of every macro that it goes through, in an expression or an
 * initialiser. The most that Linux 7.3 has is about 300,000.
 */
const LETTERS = 2_000_000;

/** The same for declarations: a row of uses at the top level of a header comes to 1,200,000. */
export const DECLARED_LETTERS = 8_000_000;

/** What a step of expansion counts for besides its letters. */
const STEP = 32;

/** The part of it that a use may cost in any file. */
const USUAL = 1 / 4;

/**
 * How much the uses of one file may cost beyond what is usual, all together. Each has the same share: what one of them may cost
 * does not depend on which were looked at before.
 */
const RESERVE = 3 * DECLARED_LETTERS;

/** What one use of a macro costs. */
export class MacroWork {
  readonly #most: number;
  /** Tells that something in it is cut at a bound. */
  readonly tell: (bound: string) => void;
  #spent = 0;
  #isCut = false;

  constructor(most: number, tell: (bound: string) => void) {
    this.#most = most;
    this.tell = tell;
  }

  /** How many letters more there may be. */
  get left(): number {
    return this.#isCut ? 0 : this.#most - this.#spent;
  }

  /** Counts a step that made so many letters; false where the use is cut, now or before. */
  spend(letters: number): boolean {
    if (this.#isCut) return false;
    this.#spent += letters + STEP;
    if (this.#spent < this.#most) return true;
    this.#isCut = true;
    this.tell(`${this.#most.toLocaleString('en')} letters`);
    return false;
  }
}

/** Hands out what uses may cost, and tells which were cut. */
export class MacroWorks {
  /** What answers go without. */
  readonly gaps: Gaps;

  constructor(gaps: Gaps) {
    this.gaps = gaps;
  }

  /** For a use of a macro in a file; `at` is its offset, null where it is known to the file alone. */
  of(macro: string, file: SourceFile, at: number | null, most = LETTERS): MacroWork {
    const share = Math.floor(Math.min(most, most * USUAL + RESERVE / usesIn(file)));
    return new MacroWork(share, (bound) => this.#cut(macro, file, at, bound));
  }

  #cut(macro: string, file: SourceFile, at: number | null, bound: string): void {
    const line = at === null ? null : file.point(at).line;
    this.gaps.add({ k: 'cut', what: `the expansion of ${macro}`, file: file.path, line, bound });
  }
}

/** By file, since it hangs on its text alone. */
const counted = new WeakMap<SourceFile, number>();

/** How many uses of macros a file can have. */
function usesIn(file: SourceFile): number {
  const known = counted.get(file);
  if (known !== undefined) return known;
  let count = 1;
  for (let at = file.text.indexOf('('); at >= 0; at = file.text.indexOf('(', at + 1)) count++;
  counted.set(file, count);
  return count;
}
