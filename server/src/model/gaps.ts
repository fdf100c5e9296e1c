/**
 * What an answer lacks: places that were lost, cut or left unread. An answer that looks complete and is not is a wrong one,
 * so each of them is told: on the command line as notes, in editors in the output channel.
 */
import { contained } from '../base/contain.ts';

/** One thing that an answer goes without. */
export type Gap =
  /** A region, file, rule or request that failed, or whose text goes beyond what is read of it; the rest answers. */
  | {
      readonly k: 'lost';
      /** What it is, for a reader: `the function f()`, `rule hook-unguarded`. */
      readonly what: string;
      /** The file it is in, relative to the tree; null where it is in none. */
      readonly file: string | null;
      /** 1-based; null where no line is known. */
      readonly line: number | null;
      readonly reason: string;
    }
  /** A question that reached its bound on steps, depth or size, and answers with what it had by then. */
  | {
      readonly k: 'cut';
      /** What was cut: `macro D`, `the runs for UFFDIO_COPY`. */
      readonly what: string;
      readonly file: string | null;
      readonly line: number | null;
      /** The bound, with its unit: `20,000 words of expansion`. */
      readonly bound: string;
    }
  /** A path that was not opened: it leads out of the tree, or is no regular file. */
  | { readonly k: 'unread'; readonly path: string; readonly reason: string };

/** What a failure costs: the place that is left out. */
export type Costs = Omit<Extract<Gap, { k: 'lost' }>, 'k' | 'reason'>;

/** What `attempt` answers; when it fails, `instead`, and a note of what is lost. */
export function losing<T>(gaps: Gaps, costs: () => Costs, attempt: () => T, instead: T): T {
  return contained(attempt, (reason) => {
    gaps.add({ k: 'lost', ...costs(), reason });
    return instead;
  });
}

/** With more of them the rest is counted: a hostile tree must not fill the memory with what it lacks. */
const MAX_GAPS = 1000;

/** Collects gaps; each is told once, however often a question meets it. */
export class Gaps {
  readonly #found = new Map<string, Gap>();
  readonly #others: () => Iterable<Gap>;
  #beyond = 0;

  /** `others` are gaps that are noted elsewhere, and told here too. */
  constructor(others: () => Iterable<Gap> = () => []) {
    this.#others = others;
  }

  add(gap: Gap): void {
    const key = gapText(gap);
    if (this.#found.has(key)) return;
    if (this.#found.size >= MAX_GAPS) this.#beyond++;
    else this.#found.set(key, gap);
  }

  /** In the order in which they were met, those that are noted elsewhere last. */
  all(): readonly Gap[] {
    return [...this.#merged().#found.values()];
  }

  /** One sentence for each, without a full stop, sorted; the last counts those beyond the bound. */
  texts(): readonly string[] {
    const { keys, beyond } = this.#merged().#counted();
    return beyond > 0 ? [...keys, `${beyond} more places were lost or cut`] : keys;
  }

  #counted(): { readonly keys: readonly string[]; readonly beyond: number } {
    return { keys: [...this.#found.keys()].sort(), beyond: this.#beyond };
  }

  #merged(): Gaps {
    const merged = new Gaps();
    for (const gap of this.#found.values()) merged.add(gap);
    merged.#beyond = this.#beyond;
    for (const gap of this.#others()) merged.add(gap);
    return merged;
  }
}

/** The path that a gap is about, relative to the tree; null where it is about none. */
export function gapPath(gap: Gap): string | null {
  return gap.k === 'unread' ? gap.path : gap.file;
}

/** A gap in words: `mm/a.c:12: the function f() is left out: nested deeper than 600`. */
export function gapText(gap: Gap): string {
  switch (gap.k) {
    case 'lost':
      return `${placed(gap)}${gap.what} is left out: ${gap.reason}`;
    case 'cut':
      return `${placed(gap)}${gap.what} is cut at ${gap.bound}`;
    case 'unread':
      return `${gap.path} is not read: ${gap.reason}`;
  }
}

function placed({ file, line }: { readonly file: string | null; readonly line: number | null }): string {
  if (file === null) return '';
  return line === null ? `${file}: ` : `${file}:${line}: `;
}
