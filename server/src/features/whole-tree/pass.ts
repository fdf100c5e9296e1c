/** A pass over many files that keeps little of them: what a thread does for a question about all of a tree. */
import type { Snapshot } from '../../index/snapshot.ts';
import type { Gap } from '../../model/gaps.ts';
import { Resolver } from '../../resolve/ops/ops.ts';
import { type Batch, type Everything, readFile, together } from './batch.ts';
import { FactReader, placeFills } from './file-facts.ts';
import { placeFunctions } from './file-tables.ts';
import { StructReader, type StructTables, type StructWanted } from './struct-tables.ts';

/**
 * How many bytes a thread may keep of the tree, by the estimate. Neighbours share headers, so what was asked for last is what is
 * wanted next. Measured on arch/arm of Linux 7.3, more saves nothing.
 */
export const PASS_BYTES = 128 << 20;

/** After headers of so many bytes it is looked at what is kept: some folders have generated ones of megabytes each. */
const A_LOT = PASS_BYTES / 8;

/** Goes through files, and lets go of what takes too much memory on the way. */
class Going {
  readonly #most: number;
  #snapshot: Snapshot;

  constructor(snapshot: Snapshot, most: number) {
    this.#snapshot = snapshot;
    this.#most = most;
  }

  /** The state of the tree, with what is kept of it now. */
  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  /** What is made of each file. */
  each<T>(paths: readonly string[], read: (snapshot: Snapshot, path: string) => T): readonly T[] {
    let fresh = Number.POSITIVE_INFINITY;
    return paths.map((path) => {
      if (fresh > A_LOT) {
        this.#snapshot = this.#snapshot.settled(this.#most);
        fresh = 0;
      }
      const isNew = !this.#snapshot.known(path);
      const made = read(this.#snapshot, path);
      if (isNew && this.#snapshot.known(path)) fresh += this.#snapshot.file(path)?.bytes ?? 0;
      return made;
    });
  }
}

/** Reads batches of files, one after the other. */
export class Pass {
  readonly #wanted: Everything;
  readonly #reader = new FactReader();
  readonly #files: Going;

  constructor(snapshot: Snapshot, wanted: Everything, most: number = PASS_BYTES) {
    this.#wanted = wanted;
    this.#files = new Going(snapshot, most);
  }

  /** What the files say, with where their functions are defined. */
  read(paths: readonly string[]): Batch {
    const all = together(
      this.#files.each(paths, (snapshot, path) => readFile(Resolver.of(snapshot), path, this.#wanted, this.#reader)),
    );
    // All names of a batch are looked for at once: a search for those of each file would take longer.
    const resolver = Resolver.of(this.#files.snapshot);
    const tables = placeFunctions(resolver, all.tables);
    const facts = this.#wanted.startsWith('facts') ? placeFills(resolver, all.facts) : all.facts;
    return { ...all, tables, facts, gaps: resolver.snapshot.gaps.all() };
  }
}

/** The same for the tables of one struct. */
export class StructPass {
  readonly #reader: StructReader;
  readonly #files: Going;

  constructor(snapshot: Snapshot, wanted: StructWanted, most: number = PASS_BYTES) {
    this.#reader = new StructReader(wanted);
    this.#files = new Going(snapshot, most);
  }

  read(paths: readonly string[]): { readonly tables: StructTables; readonly gaps: readonly Gap[] } {
    const tables = this.#files.each(paths, (snapshot, path) => this.#reader.read(snapshot, path));
    return { tables, gaps: this.#files.snapshot.gaps.all() };
  }
}
