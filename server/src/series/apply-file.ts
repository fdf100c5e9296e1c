/** Puts the hunks of a diff into the text of one file, in memory. */
import { comparable, matchLines } from '../base/line-diff.ts';
import type { HunkOutcome } from '../model/review-answers.ts';
import type { Hunk } from './hunks.ts';
import { type Comparisons, type FileLines, linesOf, type Place, placeOf, whyNowhere } from './place.ts';

/** A file with hunks in it. */
export interface Patched {
  readonly text: string;
  /** The lines that are new, from 1; what only differs in white space is not. */
  readonly added: ReadonlySet<number>;
  readonly hunks: readonly HunkOutcome[];
}

/** How hunks are put in. */
export interface ApplyOptions {
  /** How many lines at the ends of a hunk may be left out where it fits nowhere. */
  readonly fuzz: number;
  readonly comparisons: Comparisons;
}

/** The text with the hunks in it. Those that fit nowhere are told, and the others are tried all the same. */
export function applyHunks(path: string, text: string, hunks: readonly Hunk[], options: ApplyOptions): Patched {
  const file = linesOf(text);
  const out = new Output(file);
  const outcomes: HunkOutcome[] = [];
  let offset = 0;
  for (const hunk of hunks) {
    const wanted = { hunk, offset, from: out.taken, fuzz: options.fuzz };
    const place = hunk.damage === null ? placeOf(file, wanted, options.comparisons) : null;
    const line = place ? out.take(hunk, place) : null;
    if (place) offset = place.offset;
    const reason = place ? null : (hunk.damage ?? nowhere(file, hunk, offset, options));
    outcomes.push({ file: path, n: hunk.n, head: hunk.head, ...stateOf(place), line, reason });
  }
  return { ...out.end(), hunks: outcomes };
}

function nowhere(file: FileLines, hunk: Hunk, offset: number, { comparisons }: ApplyOptions): string {
  return comparisons.take(0) ? whyNowhere(file, hunk, offset) : 'looking for its place takes too long';
}

function stateOf(place: Place | null): Pick<HunkOutcome, 'applied' | 'offset' | 'fuzz'> {
  if (!place) return { applied: 'failed', offset: 0, fuzz: 0 };
  const applied = place.fuzz > 0 ? 'fuzz' : place.offset === 0 ? 'clean' : 'offset';
  return { applied, offset: place.offset, fuzz: place.fuzz };
}

/** The text as it comes to be. */
class Output {
  readonly #file: FileLines;
  readonly #lines: string[] = [];
  readonly #added = new Set<number>();
  /** How many lines of the file are in it, or were removed. */
  taken = 0;

  constructor(file: FileLines) {
    this.#file = file;
  }

  /** Takes the file up to a hunk, and the hunk; answers the line that this begins at, from 1. */
  take(hunk: Hunk, { at }: Place): number {
    this.#copy(Math.max(this.taken, at) - this.taken);
    const begin = this.#lines.length + 1;
    const isOpen = hunk.newIsOpen;
    const last = hunk.lines.findLastIndex((line) => line[0] !== '-');
    let block: { removed: string[]; added: string[] } = { removed: [], added: [] };
    for (const [i, line] of hunk.lines.entries()) {
      if (line[0] === ' ') {
        this.#mark(block);
        block = { removed: [], added: [] };
        this.#copy(1);
      } else if (line[0] === '-') {
        block.removed.push(line.slice(1));
        this.taken++;
      } else {
        block.added.push(line.slice(1));
        this.#lines.push(`${line.slice(1)}${isOpen && i === last ? '' : this.#file.lineEnd}`);
      }
    }
    this.#mark(block);
    return begin;
  }

  /** Marks the lines just added that are new. */
  #mark({ removed, added }: { readonly removed: readonly string[]; readonly added: readonly string[] }): void {
    if (added.length === 0) return;
    const first = this.#lines.length - added.length + 1;
    const known = removed.length === 0 ? [] : matchLines(comparable(removed.join('\n')), comparable(added.join('\n')));
    for (const i of added.keys()) if ((known[i] ?? -1) < 0) this.#added.add(first + i);
  }

  #copy(count: number): void {
    for (let i = 0; i < count; i++) this.#lines.push(this.#file.lines[this.taken++] ?? '');
  }

  end(): Pick<Patched, 'text' | 'added'> {
    this.#copy(this.#file.lines.length - this.taken);
    return { text: this.#lines.join(''), added: this.#added };
  }
}
