/** Facts that questions come back to: what going round until nothing is added comes to, wherever a circle is entered. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { growing, query } from '../../server/src/index/query.ts';
import { Snapshot } from '../../server/src/index/snapshot.ts';
import type { Lowerer } from '../../server/src/syntax/lower.ts';
import { MemoryTree } from '../harness/memory-tree.ts';
import { projectRoot } from '../harness/root.ts';

let lowerer: Lowerer;
before(async () => {
  lowerer = await loadLowerer(join(projectRoot, 'dist'));
});

/** Who leads to whom, by number. */
type Ways = readonly (readonly number[])[];

const treeOf = (ways: Ways): MemoryTree => new MemoryTree(new Map(ways.map((to, i) => [`${i}`, to.join(' ')])));

const waysFrom = (snapshot: Snapshot, path: string): readonly string[] =>
  (snapshot.read(path) ?? '').split(' ').filter((each) => each !== '');

/** How often something was made. */
let made = 0;

/** All that a place leads to, with itself. */
const LED_TO = growing('where a place leads', [], (snapshot: Snapshot, path: string): readonly string[] => {
  made++;
  return [...new Set([path, ...waysFrom(snapshot, path).flatMap((each) => snapshot.get(ON, each))])];
});

/** The same by way of a question that does not grow, for some places. */
const ON = query(
  'where to go on',
  (snapshot: Snapshot, path: string): readonly string[] => snapshot.get(LED_TO, path),
  () => [],
);

const LEADS_TO_LAST = growing(
  'whether a place leads to the last',
  false,
  (snapshot: Snapshot, path: string): boolean => {
    made++;
    return path === LAST || waysFrom(snapshot, path).some((each) => snapshot.get(LEADS_TO_LAST, each));
  },
);
const LAST = '11';

/** The truth, by walking. */
function walked(ways: Ways, from: number): readonly string[] {
  const found = new Set([from]);
  // A set is walked in the order of insertion, while it grows.
  for (const each of found) for (const to of ways[each] ?? []) found.add(to);
  return [...found].map(String).sort();
}

const WAYS = fc.array(fc.array(fc.nat(11), { maxLength: 3 }), { minLength: 12, maxLength: 12 });

function agrees(snapshot: Snapshot, ways: Ways, order: readonly number[]): void {
  for (const from of order) {
    const truth = walked(ways, from);
    assert.deepEqual([...snapshot.get(LED_TO, `${from}`)].sort(), truth, `from ${from}`);
    assert.equal(snapshot.get(LEADS_TO_LAST, `${from}`), truth.includes(LAST), `from ${from} to the last`);
  }
}

describe('facts that grow', () => {
  const ORDER = fc.shuffledSubarray([...Array(12).keys()], { minLength: 4 });

  test('are what walking comes to, in whatever order they are asked for', () => {
    fc.assert(
      fc.property(WAYS, ORDER, fc.boolean(), (ways, order, isLast) => {
        agrees(Snapshot.of(treeOf(ways), { folders: [] }, lowerer, isLast), ways, order);
      }),
      { seed: 12, numRuns: 300 },
    );
  });

  test('are so for the next state, of which some places lead elsewhere', () => {
    fc.assert(
      fc.property(WAYS, ORDER, fc.nat(11), fc.array(fc.nat(11), { maxLength: 3 }), (ways, order, changed, to) => {
        const first = Snapshot.of(treeOf(ways), { folders: [] }, lowerer);
        agrees(first, ways, order);
        const now = ways.with(changed, to);
        agrees(first.next(treeOf(now), [`${changed}`]), now, order);
        agrees(first, ways, order);
      }),
      { seed: 12, numRuns: 300 },
    );
  });

  test('are made a few times each, however many ways go round', () => {
    const ring: Ways = Array.from({ length: 300 }, (_, i) => [(i + 1) % 300, (i * 7 + 3) % 300]);
    const snapshot = Snapshot.of(treeOf(ring), { folders: [] }, lowerer);
    made = 0;
    for (const i of ring.keys()) assert.equal(snapshot.get(LEADS_TO_LAST, `${i}`), true);
    assert.ok(made <= 4 * ring.length, `${made} times`);
  });
});
