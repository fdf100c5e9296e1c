/** Functions of one name in several files: each is called by those who mean it, and fills the hooks of those who mean it. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { graph } from '../../server/src/features/graph/graph.ts';
import { treeLines } from '../../server/src/features/graph/text.ts';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { LIKELY_FOLDERS } from '../../server/src/index/folders.ts';
import { Snapshot } from '../../server/src/index/snapshot.ts';
import { Resolver } from '../../server/src/resolve/ops/ops.ts';
import type { Lowerer } from '../../server/src/syntax/lower.ts';
import { MemoryTree } from '../harness/memory-tree.ts';
import { projectRoot } from '../harness/root.ts';

let lowerer: Lowerer;
before(async () => {
  lowerer = await loadLowerer(join(projectRoot, 'dist'));
});

const files = new Map([
  [
    'include/linux/pump.h',
    `struct pump;
struct pump_ops { int (*prime)(struct pump *p); };
struct pump { const struct pump_ops *ops; };
int pump_start(struct pump *p);
`,
  ],
  [
    'mm/hand.c',
    `#include <linux/pump.h>
static int pump_start(struct pump *p) { return 1; }
static const struct pump_ops hand_ops = { .prime = pump_start };
`,
  ],
  ['mm/real.c', '#include <linux/pump.h>\nint pump_start(struct pump *p) { return 2; }\n'],
  ['mm/motor.c', '#include <linux/pump.h>\nstatic const struct pump_ops motor_ops = { .prime = pump_start };\n'],
  [
    'mm/core.c',
    `#include <linux/pump.h>
int prime(struct pump *p) { return p->ops->prime(p); }
int start(struct pump *p) { return pump_start(p); }
`,
  ],
]);

/** The nodes of the graph that leads to a function, with where it is and its memory type. */
function leadingTo(name: string): readonly string[] {
  const snapshot = Snapshot.of(new MemoryTree(files), { folders: LIKELY_FOLDERS }, lowerer);
  const question = { k: 'to', name } as const;
  const answer = graph(Resolver.of(snapshot), ['pump_ops'], question, null, { root: '/tree', version: '' });
  assert.ok(answer, `${name} leads to nothing`);
  return [...treeLines(answer)].map(({ stem, node }) => [stem + node.function, node.memoryType, node.file].join(' '));
}

test('a function of its file fills the hooks of that file, and nobody else calls it', () => {
  assert.deepEqual(leadingTo('mm/hand.c:pump_start'), [
    'prime  mm/core.c',
    '`- pump_ops.prime  mm/core.c',
    '   `- pump_start hand mm/hand.c',
  ]);
});

test('one that all see fills the hooks of files without one of that name', () => {
  assert.deepEqual(leadingTo('mm/real.c:pump_start'), [
    'start  mm/core.c',
    '`- pump_start motor mm/real.c',
    'prime  mm/core.c',
    '`- pump_ops.prime  mm/core.c',
    '   `- pump_start motor mm/real.c',
  ]);
});
