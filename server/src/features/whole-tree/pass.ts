/** A pass over many files that keeps little of them: what a thread does for a question about all of a tree. */
import type { Snapshot } from '../../index/snapshot.ts';
import { Resolver } from '../../resolve/ops/ops.ts';
import { type Batch, type BatchPart, type Everything, readFile, together } from './batch.ts';
import { FactReader, placeFills } from './file-facts.ts';
import { placeFunctions } from './file-tables.ts';

/**
 * How many bytes a thread may keep of the tree, by the estimate. Neighbours share headers, so what was asked for last is what is
 * wanted next. Measured on arch/arm of Linux 7.3, more saves nothing.
 */
export const PASS_BYTES = 128 << 20;

/** After headers of so many bytes it is looked at what is kept: some folders have generated ones of megabytes each. */
const A_LOT = PASS_BYTES / 8;

/** Reads batches of files, one after the other. */
export class Pass {
  readonly #wanted: Everything;
  readonly #most: number;
  readonly #reader = new FactReader();
  #snapshot: Snapshot;

  constructor(snapshot: Snapshot, wanted: Everything, most: number = PASS_BYTES) {
    this.#snapshot = snapshot;
    this.#wanted = wanted;
    this.#most = most;
  }

  /** What the files say, with where their functions are defined. */
  read(paths: readonly string[]): Batch {
    const parts: BatchPart[] = [];
    let fresh = Number.POSITIVE_INFINITY;
    for (const path of paths) {
      if (fresh > A_LOT) {
        this.#snapshot = this.#snapshot.settled(this.#most);
        fresh = 0;
      }
      const isNew = !this.#snapshot.known(path);
      parts.push(readFile(Resolver.of(this.#snapshot), path, this.#wanted, this.#reader));
      if (isNew && this.#snapshot.known(path)) fresh += this.#snapshot.file(path)?.bytes ?? 0;
    }
    const all = together(parts);
    // All names of a batch are looked for at once: a search for those of each file would take longer.
    const resolver = Resolver.of(this.#snapshot);
    const tables = placeFunctions(resolver, all.tables);
    const facts = this.#wanted.startsWith('facts') ? placeFills(resolver, all.facts) : all.facts;
    return { ...all, tables, facts, gaps: this.#snapshot.gaps.all() };
  }
}
