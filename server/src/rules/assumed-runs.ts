/** Runs of functions for a mapping that has one of some tables: two rules ask for the same ones. */

import { query } from '../index/query.ts';
import type { Snapshot } from '../index/snapshot.ts';
import { Reach } from '../resolve/graph/reach.ts';
import type { Body } from '../resolve/ops/bodies.ts';
import { type OpsIndex, Resolver } from '../resolve/ops/ops.ts';
import type { Assumption, NullCall } from '../resolve/run/assumption.ts';
import type { OpsTable } from '../resolve/tables/tables.ts';
import { assume } from './tables.ts';

/** A call that would jump to NULL, and a function from which it is reached so. */
export interface NullCallFrom extends NullCall {
  readonly from: Body;
}

/** Makes the runs for one struct; what hooks return today counts in them. */
export class AssumedRuns {
  readonly #ops: OpsIndex;
  readonly #made = new Map<string, Assumption>();
  readonly #entered = new Map<string, Set<Body>>();

  constructor(ops: OpsIndex) {
    this.#ops = ops;
  }

  static of(ops: OpsIndex): AssumedRuns {
    return ops.resolver.snapshot.get(ASSUMED_RUNS, ops.name);
  }

  /** What was found for a mapping with one of the tables from some functions on; null where that was not run to its end. */
  made(tables: readonly OpsTable[], roots: readonly Body[]): Assumption | null {
    return this.#made.get(keyOf(tables, roots)) ?? null;
  }

  /** The functions that the runs from some functions on entered, for whatever tables. */
  entered(roots: readonly Body[]): ReadonlySet<Body> {
    return this.#entered.get(keyOf([], roots)) ?? new Set();
  }

  /** Runs some functions and answers the calls through what is unset, root by root, until somebody has heard enough. */
  *nullCalls(tables: readonly OpsTable[], roots: readonly Body[]): Iterable<readonly NullCallFrom[]> {
    const assumption = assume(this.#ops, tables, true);
    const interpreter = Reach.of(this.#ops.resolver, [this.#ops.name]).assuming(assumption);
    for (const from of roots) {
      const before = assumption.nullCalls.length;
      interpreter.run(from, []);
      yield assumption.nullCalls.slice(before).map((call) => ({ ...call, from }));
    }
    this.#made.set(keyOf(tables, roots), assumption);
    this.#entered.set(keyOf([], roots), new Set([...this.entered(roots), ...interpreter.entered]));
  }
}

const ASSUMED_RUNS = query('assumed runs', (snapshot: Snapshot, name: string) => {
  snapshot.pin();
  return new AssumedRuns(Resolver.of(snapshot).ops(name));
});

/** Tells questions apart. */
export function keyOf(tables: readonly OpsTable[], roots: readonly Body[]): string {
  return [...tables.map(({ file, at, path }) => `${file.path}:${at}${path}`), ...roots.map(({ id }) => id)].join();
}
