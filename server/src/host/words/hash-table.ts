/** Which files have which of many numbers. */

/** Which files have a hash, by its upper half: to sort a million of them takes twice as long. */
export class HashTable {
  readonly #paths: readonly string[];
  /** Where those with an upper half begin; one more than there are. */
  readonly #starts = new Uint32Array(HALVES + 1);
  readonly #hashes: Uint32Array;
  /** The number of the path of each. */
  readonly #files: Uint32Array;

  /** `each` are the hashes of the files in their order. */
  constructor(paths: readonly string[], each: readonly Uint32Array[]) {
    this.#paths = paths;
    const starts = this.#starts;
    for (const hashes of each) for (const hash of hashes) count(starts, (hash >>> 16) + 1);
    for (let half = 0; half < HALVES; half++) starts[half + 1] = (starts[half + 1] ?? 0) + (starts[half] ?? 0);
    this.#hashes = new Uint32Array(starts[HALVES] ?? 0);
    this.#files = new Uint32Array(this.#hashes.length);
    const ends = starts.slice();
    each.forEach((hashes, number) => {
      for (const hash of hashes) {
        const at = count(ends, hash >>> 16);
        this.#hashes[at] = hash;
        this.#files[at] = number;
      }
    });
  }

  /** The paths of the files with a hash, sorted. */
  of(hash: number): readonly string[] {
    return [...new Set(this.#found(hash))].sort();
  }

  *#found(hash: number): Iterable<string> {
    const end = this.#starts[(hash >>> 16) + 1] ?? 0;
    for (let at = this.#starts[hash >>> 16] ?? 0; at < end; at++) {
      if (this.#hashes[at] === hash) yield this.#paths[this.#files[at] ?? 0] ?? '';
    }
  }
}

/** How many upper halves of a hash of 32 bits there are. */
const HALVES = 1 << 16;

/** Counts one more; answers how many there were. */
function count(counts: Uint32Array, i: number): number {
  const before = counts[i] ?? 0;
  counts[i] = before + 1;
  return before;
}
