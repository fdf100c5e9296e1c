/** Functions that call each other in a circle: what one reaches does not depend on which was looked at first. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { Drawing } from '../../server/src/features/graph/drawing.ts';
import { graph } from '../../server/src/features/graph/graph.ts';
import { reach } from '../../server/src/features/graph/ioctl-reach.ts';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { Reach } from '../../server/src/resolve/graph/reach.ts';
import type { Lowerer } from '../../server/src/syntax/lower.ts';
import { projectRoot } from '../harness/root.ts';
import { reachOf, treeOf } from './tree.ts';

let lowerer: Lowerer;
before(async () => {
  lowerer = await loadLowerer(join(projectRoot, 'dist'));
});

const CIRCLE = `
int second(struct area *area, int again);
int first(struct area *area, int again)
{
	if (again)
		second(area, again);
	return area->vm_ops->foo->read(area);
}
int second(struct area *area, int again)
{
	if (again)
		first(area, again);
	return area->vm_ops->foo->write(area);
}
`;

const handler = (cases: readonly string[]): string => `${CIRCLE}
long foo_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct area *area = (struct area *)arg;
	switch (cmd) {
${cases.map((each) => `	case ${each};`).join('\n')}
	}
	return 0;
}`;

const ONE = 'ONE: return first(area, area->flags)';
const TWO = 'TWO: return second(area, area->flags)';

describe('functions in a circle', () => {
  const both = (name: string): string => `${name} | read: ram, rom | write: ram`;

  it('reach the same whichever the ioctls call first', () => {
    assert.equal(reachOf(handler([ONE, TWO]), lowerer), [both('ONE'), both('TWO')].join('\n'));
    assert.equal(reachOf(handler([TWO, ONE]), lowerer), [both('TWO'), both('ONE')].join('\n'));
  });

  it('reach the same after other questions', () => {
    const tree = { root: '/tree', version: '' };
    const fresh = () => treeOf(handler([ONE, TWO]), lowerer);
    const ask = (resolver: ReturnType<typeof fresh>, name: string) =>
      JSON.stringify(graph(resolver, ['foo_ops'], { k: 'ioctl', name }, null, tree));
    const all = (resolver: ReturnType<typeof fresh>) => JSON.stringify(reach(resolver, ['foo_ops'], tree));
    const right = [ask(fresh(), 'ONE'), ask(fresh(), 'TWO'), all(fresh())];
    const resolver = fresh();
    assert.deepEqual([ask(resolver, 'ONE'), ask(resolver, 'TWO'), all(resolver)], right);
    const other = fresh();
    assert.deepEqual([all(other), ask(other, 'TWO'), ask(other, 'ONE')].reverse(), right);
  });
});

describe('what was found out about a function', () => {
  const tree = { root: '/tree', version: '' };

  it('is for one filter of a graph', () => {
    const resolver = treeOf(handler([ONE]), lowerer);
    const reached = Reach.of(resolver, ['foo_ops']);
    const [entry] = reached.entries;
    const summary = entry?.ioctls[0] && reached.run(entry, entry.ioctls[0]);
    assert.ok(summary);
    const drawing = new Drawing(reached);
    const leads = ['read', 'write', 'none', 'read'].map((field) =>
      drawing.leads(summary, ({ hook }) => hook?.field === field),
    );
    assert.deepEqual(leads, [true, true, false, true]);
  });

  it('counts the conditions of every way to it', () => {
    const core = `
static int reader(struct area *area) { return area->vm_ops->foo->read(area); }
long foo_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct area *area = (struct area *)arg;
	switch (cmd) {
	case ONE:
		if (area->flags & VM_WRITE)
			reader(area);
		return reader(area);
	case TWO:
		if (area->flags & VM_WRITE)
			reader(area);
		return 0;
	}
	return 0;
}`;
    const { ioctls } = reach(treeOf(core, lowerer), ['foo_ops'], tree);
    assert.deepEqual(
      ioctls.map(({ name, hooks }) => [name, hooks.map((each) => each.conditions)]),
      [
        ['ONE', [[]]],
        ['TWO', [['area->flags & VM_WRITE']]],
      ],
    );
  });
});

describe('the bound on the size of a question', () => {
  // Each of them alone is within it, both together are not.
  const work = (name: string, call: string): string => {
    const levels = Array.from({ length: 12 }, (_, i) => {
      const inner = i === 0 ? '' : `work_${name}${i - 1}(area, mode * 2); work_${name}${i - 1}(area, mode * 2 + 1);`;
      return `static int work_${name}${i}(struct area *area, int mode) { ${inner || `${call};`} ${'area->flags++; '.repeat(60)} return 0; }`;
    });
    return levels.join('\n');
  };
  const core = `${work('a', 'area->vm_ops->foo->read(area)')}
${work('b', 'area->vm_ops->foo->write(area)')}
long foo_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct area *area = (struct area *)arg;
	switch (cmd) {
	case ONE: return work_a11(area, 1);
	case TWO: return work_b11(area, 1);
	}
	return 0;
}`;

  it('is that of each question, whatever was asked before', () => {
    const tree = { root: '/tree', version: '' };
    const ask = (resolver: ReturnType<typeof treeOf>, name: string) =>
      JSON.stringify(graph(resolver, ['foo_ops'], { k: 'ioctl', name }, null, tree));
    const right = ask(treeOf(core, lowerer), 'TWO');
    const resolver = treeOf(core, lowerer);
    ask(resolver, 'ONE');
    assert.deepEqual(resolver.snapshot.gaps.texts(), []);
    assert.equal(ask(resolver, 'TWO'), right);
    assert.deepEqual(resolver.snapshot.gaps.texts(), []);
  });
});
