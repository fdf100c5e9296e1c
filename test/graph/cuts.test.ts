/** How far calls are followed, both ways, and what is told where they go on. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { type GraphQuestion, graph } from '../../server/src/features/graph/graph.ts';
import { reach } from '../../server/src/features/graph/ioctl-reach.ts';
import { loadLowerer } from '../../server/src/host/assets.ts';
import type { Resolver } from '../../server/src/resolve/ops/ops.ts';
import type { Lowerer } from '../../server/src/syntax/lower.ts';
import { projectRoot } from '../harness/root.ts';
import { lines, macros } from '../robust/deep.ts';
import { treeOf } from './tree.ts';

let lowerer: Lowerer;
before(async () => {
  lowerer = await loadLowerer(join(projectRoot, 'dist'));
});

const tree = { root: '/tree', version: '' };
const RUN = 'int run(struct area *area) { return area->vm_ops->foo->read(area); }\n';

/** An ioctl that calls something. */
const ioctl = (call: string): string => `
long foo_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case ONE: return ${call};
	}
	return 0;
}`;

/** Functions `NAME0` and so on, each of which calls the next, and the last what is given. */
const chain = (count: number, last: string, name = 'f'): string =>
  lines(count, (i) => {
    const at = count - 1 - i;
    return `static int ${name}${at}(struct area *a) { return ${at + 1 < count ? `${name}${at + 1}(a)` : last}; }`;
  });

const told = (resolver: Resolver): readonly string[] => resolver.snapshot.gaps.texts();

/** Which hooks the ioctl ONE reaches, and what is told. */
function reached(core: string): { readonly hooks: readonly string[]; readonly told: readonly string[] } {
  const resolver = treeOf(core, lowerer);
  const { ioctls } = reach(resolver, ['foo_ops'], tree);
  return { hooks: ioctls.flatMap(({ hooks }) => hooks.map(({ field }) => field)), told: told(resolver) };
}

/** The functions in a graph, and what is told. */
function drawn(core: string, question: GraphQuestion, depth: number): { names: string[]; told: readonly string[] } {
  const resolver = treeOf(core, lowerer);
  const nodes = graph(resolver, ['foo_ops'], question, depth, tree)?.nodes ?? [];
  return { names: nodes.map((node) => node.function), told: told(resolver) };
}

describe('the calls from an ioctl to a hook', () => {
  const way = (count: number): string => `${RUN}${chain(count, 'run(a)')}${ioctl('f0((struct area *)arg)')}`;

  test('are followed 30 deep', () => assert.deepEqual(reached(way(30)), { hooks: ['read'], told: [] }));
  test('are told of where they are deeper', () => {
    assert.deepEqual(reached(way(60)), {
      hooks: [],
      told: ['the search for what leads to the calls of foo_ops is cut at 40 levels of callers'],
    });
  });
  test('are told of where they are too many', () => {
    const many = lines(3100, (i) => `int g${i}(struct area *a) { return run(a); }`);
    const { told } = reached(`${RUN}${many}${ioctl('run((struct area *)arg)')}`);
    assert.deepEqual(told, ['the search for what leads to the calls of foo_ops is cut at 3,000 functions and macros']);
  });
  test('are followed through macros, as deep as macros are expanded', () => {
    const through = (count: number): string =>
      `${RUN}${macros('M', count, 'run(a)', '(a)')}${ioctl('M0((struct area *)arg)')}`;
    assert.deepEqual(reached(through(30)), { hooks: ['read'], told: [] });
    assert.match(reached(through(36)).told.join('\n'), /the expansion of M33 is cut at 32 macros in each other/);
  });
  test('are found in handlers that hand the command on and on, in circles too', () => {
    const handlers = lines(9, (i) => {
      const at = 8 - i;
      const next = at < 8 ? `h${at + 1}(a, cmd)` : 'h0(a, cmd)';
      const own = at < 8 ? '' : 'if (cmd == ONE) return run(a);';
      return `static int h${at}(struct area *a, unsigned int cmd) { ${own} return ${next}; }`;
    });
    const core = `${RUN}static int h0(struct area *a, unsigned int cmd);\n${handlers}
long foo_ioctl(struct file *file, unsigned int cmd, unsigned long arg) { return h0((struct area *)arg, cmd); }`;
    assert.deepEqual(reached(core), { hooks: ['read'], told: [] });
  });
});

describe('a graph', () => {
  test('from a function tells where calls are too deep', () => {
    const from = (count: number) => drawn(chain(count, 'end(a)') + ioctl('0'), { k: 'from', name: 'f0' }, 100);
    assert.deepEqual(from(40).told, []);
    assert.deepEqual(from(60).told, ['mm/foo.c:61: what f0() calls is cut at 48 calls in each other']);
  });
  test('from a function goes through macros that use each other', () => {
    const code = `void end(int a) { }\n${macros('M', 12, 'end(a)', '(a)')}\nvoid start(void) { M0(1); }${ioctl('0')}`;
    assert.deepEqual(drawn(code, { k: 'from', name: 'start' }, 3), { names: ['start', 'end'], told: [] });
  });
  test('to a function goes through macros that use each other, and tells where they are too many', () => {
    const to = (count: number) =>
      drawn(
        `static void end(int a) { }\n${macros('M', count, 'end(a)', '(a)')}\nstatic void start(void) { M0(1); }${ioctl('0')}`,
        { k: 'to', name: 'end' },
        3,
      );
    assert.deepEqual(to(12), { names: ['end', 'start'], told: [] });
    assert.deepEqual(to(80).told, ['mm/foo.c:2: who calls end() is cut at 60 macros']);
  });
});
