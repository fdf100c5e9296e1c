/** A pass over many files that keeps little of them: what a thread does for a question about all of a tree. */
import type { Snapshot } from '../../index/snapshot.ts';
import { Resolver } from '../../resolve/ops/ops.ts';
import { type Batch, type Everything, readFiles } from './batch.ts';
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
  #snapshot: Snapshot;

  constructor(snapshot: Snapshot, wanted: Everything, most: number = PASS_BYTES) {
    this.#snapshot = snapshot;
    this.#wanted = wanted;
    this.#most = most;
  }

  /** What the files say, with where their functions are defined. */
  read(paths: readonly string[]): Batch {
    const parts: Omit<Batch, 'gaps'>[] = [];
    let fresh = Number.POSITIVE_INFINITY;
    for (const path of paths) {
      if (fresh > A_LOT) {
        this.#snapshot = this.#snapshot.settled(this.#most);
        fresh = 0;
      }
      const isNew = !this.#snapshot.known(path);
      parts.push(readFiles(Resolver.of(this.#snapshot), [path], this.#wanted));
      if (isNew && this.#snapshot.known(path)) fresh += this.#snapshot.file(path)?.bytes ?? 0;
    }
    const all = together(parts);
    // All names of a batch are looked for at once: a search for those of each file would take longer.
    const tables = placeFunctions(Resolver.of(this.#snapshot), all.tables);
    return { ...all, tables, gaps: this.#snapshot.gaps.all() };
  }
}

function together(parts: readonly Omit<Batch, 'gaps'>[]): Omit<Batch, 'gaps'> {
  return {
    tables: parts.flatMap((each) => each.tables),
    dispatch: parts.flatMap((each) => each.dispatch),
    facts: parts.flatMap((each) => each.facts),
    withoutFunction: parts.reduce((sum, each) => sum + each.withoutFunction, 0),
  };
}
