/**
 * What headers say without being read: whom they include and which names they declare. Each question follows the includes of thousands of
 * headers, and looks into few of them.
 */
import type { FileCard } from '../../index/file-card.ts';
import type { Stamp } from '../files/stamps.ts';
import { type CardFacts, cardAt, EMPTY_CARDS, together, type Written } from './card-facts.ts';

/** So many names are kept at the most, of 4 bytes each. All headers of Linux 7.3 have 2,900,000. */
const MOST_NAMES = 6_000_000;

/** The cards of the headers of an index. One that is not of the file as the index knows it counts as missing. */
export class Cards {
  readonly #stamp: (path: string) => Stamp | null;
  readonly #restore: () => CardFacts | null;
  #kept: CardFacts | null = null;
  #places: ReadonlyMap<string, number> = new Map();
  readonly #learnt = new Map<string, Written>();
  #names = 0;

  /** `restore` gives what an earlier run left, and is called when somebody asks for a header. */
  constructor(stamp: (path: string) => Stamp | null, restore: () => CardFacts | null) {
    this.#stamp = stamp;
    this.#restore = restore;
  }

  /** Whether there are some that the cache folder does not have. */
  get isNew(): boolean {
    return this.#learnt.size > 0;
  }

  /** What is known of a header; null for one that must be read. */
  of(path: string): FileCard | null {
    const now = this.#stamp(path);
    if (now === null) return null;
    const learnt = this.#learnt.get(path);
    if (learnt) return isSame(learnt.stamp, now) ? learnt.card : null;
    const kept = this.#all();
    const place = this.#places.get(path);
    const written = place === undefined ? null : cardAt(kept, place);
    return written && isSame(written.stamp, now) ? written.card : null;
  }

  /** Told of a header that was read; other files are read for their code. */
  learn(path: string, card: () => FileCard): void {
    const stamp = path.endsWith('.h') ? this.#stamp(path) : null;
    if (stamp === null || this.#names > MOST_NAMES) return;
    const made = card();
    this.#names += made.names.length;
    this.#learnt.set(path, { path, stamp: { ctimeMs: stamp.ctimeMs, size: stamp.size }, card: made });
  }

  #all(): CardFacts {
    if (this.#kept) return this.#kept;
    const kept = this.#restore() ?? EMPTY_CARDS;
    this.#kept = kept;
    this.#places = new Map(kept.paths.map((path, i) => [path, i]));
    this.#names += kept.names.length;
    return kept;
  }

  /** What is to be written to disk, or to be known in another thread: the cards that still hold. */
  whole(): CardFacts {
    const kept = this.#all();
    if (this.#learnt.size === 0) return kept;
    const all = new Map<string, Written>();
    for (const [path, place] of this.#places) all.set(path, { path, ...cardAt(kept, place) });
    for (const [path, written] of this.#learnt) all.set(path, written);
    return together([...all.values()].filter(({ path, stamp }) => isSame(stamp, this.#stamp(path))));
  }

  /** Goes on from what was written to disk. */
  saved(facts: CardFacts): void {
    this.#learnt.clear();
    this.#kept = facts;
    this.#places = new Map(facts.paths.map((path, i) => [path, i]));
    this.#names = facts.names.length;
  }
}

function isSame(a: Stamp, b: Stamp | null): boolean {
  return b !== null && a.ctimeMs === b.ctimeMs && a.size === b.size;
}
