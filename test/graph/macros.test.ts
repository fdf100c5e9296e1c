/** Calls and dispatches that stand in the bodies of macros. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { type GraphQuestion, graph } from '../../server/src/features/graph/graph.ts';
import { nodeTitle, treeLines } from '../../server/src/features/graph/text.ts';
import { loadLowerer } from '../../server/src/host/assets.ts';
import type { Lowerer } from '../../server/src/syntax/lower.ts';
import { projectRoot } from '../harness/root.ts';
import { reachOf, treeOf } from './tree.ts';

let lowerer: Lowerer;
before(async () => {
  lowerer = await loadLowerer(join(projectRoot, 'dist'));
});

const CORE = `
#define call_hook(area, hook) ((area)->vm_ops->foo->hook(area))
#define read_area(area) ({ note(area); call_hook(area, read); })
#define locked(area, step) ({ int r_; take(area); r_ = step(area); r_; })
#define step_in(area) locked(area, inner)
static void note(struct area *area) { }
static void take(struct area *area) { }
static int inner(struct area *area) { return (area)->vm_ops->foo->write(area); }
static int reader(struct area *area) { return read_area(area); }
static int writer(struct area *area) { return step_in(area); }
long foo_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case ONE: return reader((struct area *)arg);
	case TWO: return writer((struct area *)arg);
	}
	return 0;
}`;

function text(question: GraphQuestion, depth: number | null = null): string[] {
  const answer = graph(treeOf(CORE, lowerer), ['foo_ops'], question, depth, { root: '/tree', version: '' });
  assert.ok(answer);
  return [...treeLines(answer)].map(({ stem, node }) => stem + nodeTitle(node));
}

describe('a macro', () => {
  it('leads from an ioctl to what its body reaches', () =>
    assert.equal(reachOf(CORE, lowerer), 'ONE | read: ram, rom\nTWO | write: ram'));
  it('shows its dispatch and its calls from a function', () =>
    assert.deepEqual(text({ k: 'from', name: 'reader' }), [
      'reader()',
      '|- foo_ops.read',
      '|  |- ram_read()',
      '|  `- rom_read()',
      '`- note()',
    ]));
  it('shows the calls of macros in macros', () =>
    assert.deepEqual(text({ k: 'from', name: 'writer' }), [
      'writer()',
      '|- take()',
      '`- inner()',
      '   `- foo_ops.write',
      '      `- ram_write()',
    ]));
  it('leads back to who uses it, to a hook', () =>
    assert.deepEqual(text({ k: 'to', name: 'rom_read' }, 1), ['reader()', '`- foo_ops.read', '   `- rom_read()']));
  it('leads back to who uses it, to a function', () =>
    assert.deepEqual(text({ k: 'to', name: 'take' }, 1), ['writer()', '`- take()']));
});
