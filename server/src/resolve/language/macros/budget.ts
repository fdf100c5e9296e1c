/** What the expansion of macros may cost: text can double with every macro that it goes through. */
import type { SourceFile } from '../../../index/file.ts';
import type { Snapshot } from '../../../index/snapshot.ts';
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

/** The part of it that a use may cost before the file's reserve counts it. */
const USUAL = 1 / 4;

/** How much the uses of one file may cost beyond what is usual, all together. */
const RESERVE = 3 * DECLARED_LETTERS;

/** What one use of a macro costs. */
export class MacroWork {
  readonly #most: number;
  readonly #draw: (letters: number) => boolean;
  readonly #tell: () => void;
  #spent = 0;
  #isCut = false;

  /** `draw` takes from the file's reserve, and `tell` is told once that the use is cut. */
  constructor(most: number, draw: (letters: number) => boolean, tell: () => void) {
    this.#most = most;
    this.#draw = draw;
    this.#tell = tell;
  }

  /** How many letters more there may be. */
  get left(): number {
    return this.#isCut ? 0 : this.#most - this.#spent;
  }

  /** Counts a step that made so many letters; false where the use is cut, now or before. */
  spend(letters: number): boolean {
    if (this.#isCut) return false;
    const usual = this.#most * USUAL;
    const beyond = Math.max(this.#spent, usual);
    this.#spent += letters + STEP;
    const fits = this.#spent < this.#most && (this.#spent <= usual || this.#draw(this.#spent - beyond));
    if (fits) return true;
    this.#isCut = true;
    this.#tell();
    return false;
  }
}

/** Hands out what uses may cost, in one snapshot, and tells which were cut. */
export class MacroWorks {
  /** What answers go without. */
  readonly gaps: Gaps;
  readonly #spent = new WeakMap<SourceFile, number>();

  constructor(gaps: Gaps) {
    this.gaps = gaps;
  }

  /** For a use of a macro in a file; `at` is its offset, null where it is known to the file alone. */
  of(macro: string, file: SourceFile, at: number | null, most = LETTERS): MacroWork {
    const draw = (letters: number): boolean => {
      const spent = (this.#spent.get(file) ?? 0) + letters;
      this.#spent.set(file, spent);
      return spent < RESERVE;
    };
    return new MacroWork(most, draw, () => this.#cut(macro, file, at, most));
  }

  #cut(macro: string, file: SourceFile, at: number | null, most: number): void {
    const line = at === null ? null : file.point(at).line;
    const bound = `${most.toLocaleString('en')} letters`;
    this.gaps.add({ k: 'cut', what: `the expansion of ${macro}`, file: file.path, line, bound });
  }
}

/** One for all views of a state of the tree, whoever asks: what many uses of a file come to is counted together. */
const works = new WeakMap<Snapshot['state'], MacroWorks>();

/** What uses of macros may cost in a snapshot. */
export function worksOf(snapshot: Snapshot): MacroWorks {
  const known = works.get(snapshot.state) ?? new MacroWorks(snapshot.gaps);
  works.set(snapshot.state, known);
  return known;
}
