/** Page faults: the functions of the core that faults are handed to, and the memory type of who hands them over. */

import { pattern } from '../../base/patterns.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { Body } from '../ops/bodies.ts';
import { Resolver } from '../ops/ops.ts';
import { type Hop, Neighbours } from './neighbours.ts';
import { Reach } from './reach.ts';

/** What a handler of page faults answers. */
const FAULT = 'vm_fault_t';

const IS_FAULT = pattern`^\s*${FAULT}\b`;

/** The page faults of the core of some ops structs. */
export class Faults {
  readonly #reach: Reach;
  readonly #neighbours: Neighbours;
  #entries: readonly Body[] | null = null;

  constructor(resolver: Resolver, ops: readonly string[]) {
    this.#reach = Reach.of(resolver, ops);
    this.#neighbours = Neighbours.of(resolver, ops);
  }

  static of(resolver: Resolver, ops: readonly string[]): Faults {
    return resolver.snapshot.get(FAULTS, ops.join());
  }

  /** The functions of the core that answer a page fault, and that other files can call. */
  entries(): readonly Body[] {
    this.#entries ??= this.#reach.core
      .filter((file) => file.path.endsWith('.c'))
      .flatMap((file) => [...this.#reach.bodies.inFile(file, (text) => IS_FAULT.test(text))])
      .filter(({ fn }) => !fn.static && fn.returns.k === 'name' && fn.returns.name === FAULT);
    return this.#entries;
  }

  isEntry(body: Body): boolean {
    return this.entries().some(({ id }) => id === body.id);
  }

  /** Who calls an entry from outside the core, in order of files and places. */
  callers(entry: Body): readonly Hop[] {
    return this.#neighbours.incoming(entry).filter(({ from }) => !this.#reach.core.includes(from.file));
  }

  /** The memory types that the core asks for by name. */
  asked(): readonly string[] {
    return [...this.#reach.backends.asks()];
  }
}

const FAULTS = query('page faults', (snapshot: Snapshot, ops: string) => {
  snapshot.pin();
  return new Faults(Resolver.of(snapshot), ops === '' ? [] : ops.split(','));
});
