/** Answers are kept while a tree is as it is, and no longer. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Kept } from '../../server/src/mcp/kept.ts';
import { MemoryTree } from '../harness/memory-tree.ts';

const tree = () => ({ snapshot: { source: new MemoryTree(new Map()) } });

/** What is answered to some keys one after the other: the number of the search that found it. */
async function answers(keys: readonly (string | null)[], read = tree, kept = new Kept<number>()) {
  let searches = 0;
  const found: number[] = [];
  for (const key of keys) found.push(await kept.of(read(), key, async () => ++searches));
  return found;
}

const same = tree();

test('an answer is found out once while the tree is the same', async () => {
  assert.deepEqual(await answers(['a', 'b', 'a', 'b'], () => same), [1, 2, 1, 2]);
  assert.deepEqual(await answers(['a', 'a']), [1, 2], 'a tree that changed');
  assert.deepEqual(await answers([null, null], () => same), [1, 2], 'what nothing tells to be the same');
});

test('those that were not asked for the longest go', async () => {
  const others = ['b', 'c', 'd', 'e', 'f', 'g', 'h'];
  assert.deepEqual(
    await answers(['a', ...others, 'a', 'i', 'a', 'b'], () => same).then((all) => all.slice(8)),
    [1, 9, 1, 10],
  );
});

test('one that failed is not kept', async () => {
  const kept = new Kept<number>();
  await assert.rejects(kept.of(same, 'a', () => Promise.reject(new Error('cut'))));
  assert.equal(await kept.of(same, 'a', async () => 1), 1);
});
