/** A state of the tree that nobody reads any more is let go of, whatever was searched for in it. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { Snapshot } from '../../server/src/index/snapshot.ts';
import type { Lowerer } from '../../server/src/syntax/lower.ts';
import { MemoryTree } from '../harness/memory-tree.ts';
import { projectRoot } from '../harness/root.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const tree = new MemoryTree(new Map([['mm/a.c', 'int a(void)\n{\n\treturn 0;\n}\n']]));

const SEARCHES: readonly ((snapshot: Snapshot) => unknown)[] = [
  (snapshot) => snapshot.search(['a']),
  (snapshot) => snapshot.searchPattern(/\breturn\b/, ['return']),
  (snapshot) => snapshot.headFiles('a'),
  (snapshot) => snapshot.heads('a'),
];

/** A state in which something was searched, and the lighter one that is made of it. */
function after(search: (snapshot: Snapshot) => unknown, lowerer: Lowerer): [WeakRef<object>, Snapshot] {
  const first = Snapshot.of(tree, { folders: ['mm'] }, lowerer, true);
  first.file('mm/a.c');
  search(first);
  return [new WeakRef(first.state), first.settled(0)];
}

for (const [i, search] of SEARCHES.entries()) {
  test(`a search leaves nothing of the state that it was made in (${i})`, async () => {
    const [state, next] = after(search, await loadLowerer(join(projectRoot, 'dist')));
    await new Promise((resolve) => setImmediate(resolve));
    collect();
    assert.equal(state.deref(), undefined);
    assert.ok(next.search(['a']).length > 0);
  });
}
