/** Folders of a tree, ever more of them: what is found in fewer is found in more. */
import assert from 'node:assert/strict';
import { tableRows } from '../../server/src/features/tables/table-rows.ts';
import { Snapshot } from '../../server/src/index/snapshot.ts';
import type { TreeSource } from '../../server/src/index/source.ts';
import { Resolver } from '../../server/src/resolve/ops/ops.ts';
import type { Lowerer } from '../../server/src/syntax/lower.ts';
import { random } from '../robust/random.ts';

/** A tree to ask about. */
export interface Foldered {
  readonly open: (folders: readonly string[]) => TreeSource;
  readonly folders: readonly string[];
  readonly ops: readonly string[];
  /** Whether the last question is about all of the tree. */
  readonly isWhole: boolean;
}

/** The same things in an order that the seed decides. */
export function shuffled<T>(things: readonly T[], seed: number): readonly T[] {
  const next = random(seed);
  return things
    .map((thing) => [next(), thing] as const)
    .sort(([a], [b]) => a - b)
    .map(([, thing]) => thing);
}

/** Where the tables of some structs stand, in some folders; none for all. */
function tablesIn({ open, ops }: Foldered, folders: readonly string[], lowerer: Lowerer): ReadonlySet<string> {
  const resolver = Resolver.of(Snapshot.of(open(folders), { folders }, lowerer, true));
  return new Set(
    Array.from(tableRows(resolver, ops), ({ struct, file, line, name, path }) =>
      [struct, `${file}:${line}`, `${name}${path}`].join(' '),
    ),
  );
}

/** Takes the folders in, some at a time, in an order that the seed decides; answers how many tables there are in the end. */
export function takeIn(tree: Foldered, lowerer: Lowerer, seed: number): number {
  const next = random(seed + 1);
  const order = shuffled(tree.folders, seed);
  let found: ReadonlySet<string> = new Set();
  for (let count = 0; count < order.length; ) {
    count = Math.min(order.length, count + 1 + Math.floor((next() * order.length) / 2));
    const isLast = count === order.length;
    const folders = isLast && tree.isWhole ? [] : order.slice(0, count);
    const more = tablesIn(tree, folders, lowerer);
    const lost = [...found].filter((row) => !more.has(row));
    assert.deepEqual(lost, [], `lost with ${folders.join(' ') || 'all folders'}, seed ${seed}`);
    found = more;
  }
  return found.size;
}
