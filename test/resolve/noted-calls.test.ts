/** Calls that macros make are noted beside those that are written out: a place in one file is none in another. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { Snapshot } from '../../server/src/index/snapshot.ts';
import { Resolver } from '../../server/src/resolve/ops/ops.ts';
import { MemoryTree } from '../harness/memory-tree.ts';
import { projectRoot } from '../harness/root.ts';

const OPS = 'struct dial_ops { int (*turn)(int); };\n#define TURN(o) ((o)->turn(1))\n';
const HEAD = '#include <linux/dial.h>\nint f(struct dial_ops *o) { return ';

test('a call that a macro makes counts where another file has one at the same offset', async () => {
  const files = {
    'include/linux/dial.h': OPS,
    'mm/written.c': `${HEAD}o->turn(1); }\n`,
    'mm/made.c': `${HEAD}   TURN(o); }\n`,
    'mm/within.c': `${HEAD}TURN(o) + o->turn(2); }\n`,
  };
  const tree = new MemoryTree(new Map(Object.entries(files)));
  const lowerer = await loadLowerer(join(projectRoot, 'dist'));
  const resolver = Resolver.of(Snapshot.of(tree, { folders: ['mm', 'include'] }, lowerer));
  const calls = resolver.ops('dial_ops').uses().calls;
  assert.deepEqual(calls.map(({ file }) => file.path).sort(), [
    'mm/made.c',
    'mm/within.c',
    'mm/within.c',
    'mm/written.c',
  ]);
});
