/** A run that fails costs its function: what else an ioctl reaches is answered, and what is lost is told. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { setStrict } from '../../server/src/base/contain.ts';
import { graph } from '../../server/src/features/graph/graph.ts';
import { reach } from '../../server/src/features/graph/ioctl-reach.ts';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { Reach } from '../../server/src/resolve/graph/reach.ts';
import type { Resolver } from '../../server/src/resolve/ops/ops.ts';
import { Run } from '../../server/src/resolve/run/run.ts';
import type { Lowerer } from '../../server/src/syntax/lower.ts';
import { projectRoot } from '../harness/root.ts';
import { treeOf } from './tree.ts';

let lowerer: Lowerer;
before(async () => {
  lowerer = await loadLowerer(join(projectRoot, 'dist'));
});
after(() => setStrict(true));

const CORE = `
int get(struct area *area) { return area->vm_ops->foo->read(area); }
int put(struct area *area) { return area->vm_ops->foo->write(area); }
long foo_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case ONE: get((struct area *)arg); return put((struct area *)arg);
	case TWO: return put((struct area *)arg);
	}
	return 0;
}`;

const tree = { root: '/tree', version: '' };

/** What each ioctl reaches. */
function reached(resolver: Resolver): readonly string[] {
  const { ioctls } = reach(resolver, ['foo_ops'], tree);
  return ioctls.map(({ name, hooks }) => [name, ...hooks.map(({ field }) => field)].join(' '));
}

/** The functions in the graph of an ioctl. */
function drawn(resolver: Resolver, name: string): readonly string[] {
  const nodes = graph(resolver, ['foo_ops'], { k: 'ioctl', name }, null, tree)?.nodes ?? [];
  return [...new Set(nodes.filter(({ kind }) => kind !== 'hook').map((node) => node.function))];
}

/** Asks where failures are contained, and where they are fatal. */
function bothWays(ask: (resolver: Resolver) => unknown, answer: unknown, told: readonly string[]): void {
  setStrict(false);
  const resolver = treeOf(CORE, lowerer);
  assert.deepEqual(ask(resolver), answer);
  assert.deepEqual(resolver.snapshot.gaps.texts(), told);
  setStrict(true);
  assert.throws(() => ask(treeOf(CORE, lowerer)), /broken/);
}

/** Lets every run of the function get() fail. */
function breakRuns(t: TestContext): void {
  const { summary } = Run.prototype;
  t.mock.method(Run.prototype, 'summary', function (this: Run, ...given: Parameters<Run['summary']>) {
    if (this.body.name === 'get') throw new Error('broken');
    return summary.apply(this, given);
  });
}

/** Lets what begins at an ioctl fail. */
function breakIoctl(t: TestContext): void {
  const { run } = Reach.prototype;
  t.mock.method(Reach.prototype, 'run', function (this: Reach, ...given: Parameters<Reach['run']>) {
    if (given[1].name === 'ONE') throw new Error('broken');
    return run.apply(this, given);
  });
}

describe('a run that fails', () => {
  const lost = ['mm/foo.c:3: the run of get() is left out: broken'];

  test('costs its function where ioctls are asked about', (t) => {
    breakRuns(t);
    bothWays(reached, ['ONE write', 'TWO write'], lost);
  });
  test('costs its function in a graph', (t) => {
    breakRuns(t);
    bothWays((resolver) => drawn(resolver, 'ONE'), ['ONE', 'put', 'foo_ops.write'], lost);
  });
});

describe('an ioctl that cannot be followed', () => {
  const lost = ['mm/foo.c:8: what ONE reaches is left out: broken'];

  test('costs itself', (t) => {
    breakIoctl(t);
    bothWays(reached, ['TWO write'], lost);
  });
  test('costs itself in a graph of a hook', (t) => {
    breakIoctl(t);
    const hook = (resolver: Resolver) =>
      graph(resolver, ['foo_ops'], { k: 'hook', name: 'write' }, null, tree)?.nodes.some(
        ({ function: name }) => name === 'TWO',
      );
    bothWays(hook, true, lost);
  });
});
