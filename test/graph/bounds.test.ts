/** Graphs that would be too large, and names that mean several functions. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it, type TestContext } from 'node:test';
import { type GraphQuestion, graph, namesakes } from '../../server/src/features/graph/graph.ts';
import { nodeTitle, treeLines, typesText } from '../../server/src/features/graph/text.ts';
import { loadLowerer } from '../../server/src/host/assets.ts';
import type { GraphAnswer } from '../../server/src/model/graph-answers.ts';
import { Follower } from '../../server/src/resolve/graph/follow.ts';
import type { Lowerer } from '../../server/src/syntax/lower.ts';
import { projectRoot } from '../harness/root.ts';
import { treeOf } from './tree.ts';

let lowerer: Lowerer;
before(async () => {
  lowerer = await loadLowerer(join(projectRoot, 'dist'));
});

const CORE = `
int run(struct area *area)
{
	return area->vm_ops->foo->read(area);
}
long foo_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case ONE: return run((struct area *)arg);
	}
	return 0;
}`;

const times = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');

/** Tables that share one function, and tables with a function each. */
const TABLES = `#include <linux/foo.h>
int shared_read(struct area *area) { return run(area); }
${times(
  30,
  (i) => `static const struct foo_ops same${i}_foo_ops = { .read = shared_read };
const struct area_ops same${i}_ops = { .foo = &same${i}_foo_ops };`,
)}
${times(
  30,
  (i) => `static int own${i}_read(struct area *area) { return run(area); }
static const struct foo_ops own${i}_foo_ops = { .read = own${i}_read };
const struct area_ops own${i}_ops = { .foo = &own${i}_foo_ops };`,
)}
`;

function ask(
  question: GraphQuestion,
  more: Readonly<Record<string, string>>,
  depth: number | null = null,
): GraphAnswer {
  const answer = graph(treeOf(CORE, lowerer, more), ['foo_ops'], question, depth, { root: '/tree', version: '' });
  assert.ok(answer, 'nothing of that name');
  return answer;
}

describe('a hook that very many tables fill', () => {
  for (const question of [
    { k: 'from', name: 'run' },
    { k: 'hook', name: 'read' },
    { k: 'hook', name: 'foo_ops.read' },
  ] as const) {
    it(`has each function once, the most used first, and says how many are left: ${question.k} ${question.name}`, () => {
      const { nodes, edges } = ask(question, { 'mm/tables.c': TABLES });
      const hooks = nodes.filter(({ kind }) => kind === 'hook');
      assert.equal(hooks.length, 24);
      assert.equal(hooks[0]?.function, 'shared_read');
      assert.equal(hooks[0] && typesText(hooks[0]), 'same0, same1, same2 and 27 more');
      assert.ok(
        hooks.every(({ more }) => more),
        'what they call is not looked into',
      );
      const [rest] = nodes.filter(({ kind }) => kind === 'more');
      // 31 functions and the two of the tree's own types.
      assert.equal(rest && nodeTitle(rest), '9 more ...');
      assert.equal(edges.find(({ to }) => to === rest?.id)?.from, edges.find(({ to }) => to === hooks[0]?.id)?.from);
    });
  }
  it('says that what leads to its callers is not looked for', () => {
    const { note } = ask({ k: 'hook', name: 'read' }, { 'mm/tables.c': TABLES });
    assert.equal(note, 'foo_ops has 62 tables: the functions that call read are shown, not what leads to them.');
  });
  it('is reached by the ioctls that there are, whatever the number of tables', () => {
    const { nodes } = ask({ k: 'ioctl', name: 'ONE' }, { 'mm/tables.c': TABLES });
    assert.deepEqual(
      nodes.slice(0, 4).map((node) => node.function),
      ['ONE', 'run', 'foo_ops.read', 'shared_read'],
    );
  });
});

describe('a hook that very many functions call', () => {
  /** How many of so many callers are followed. */
  const followed = (test: TestContext, callers: number): number => {
    const lines = times(callers, (i) => `int call${i}(struct area *area) { return area->vm_ops->foo->read(area); }`);
    const follow = test.mock.method(Follower.prototype, 'follow');
    const more = { 'mm/tables.c': TABLES, 'mm/callers.c': `#include <linux/foo.h>\n${lines}` };
    const { nodes, note } = ask({ k: 'hook', name: 'read' }, more);
    follow.mock.restore();
    assert.equal(nodes.filter(({ kind }) => kind !== 'more').length, 500);
    assert.match(note ?? '', /^Only the 500 functions nearest/);
    return follow.mock.callCount();
  };

  it('is not followed from those for which there is no room', (test) => {
    const few = followed(test, 260);
    assert.ok(few > 200 && few < 260, `${few}`);
    assert.equal(followed(test, 320), few);
  });
});

describe('a function that calls more than can be drawn', () => {
  const wide = `void top(void)
{
${times(550, (i) => `\tleaf${i}();`)}
}
${times(550, (i) => `void leaf${i}(void) { deep${i}(); }\nvoid deep${i}(void) { }`)}
`;
  it('has the nearest functions, and one node for the rest', () => {
    const { nodes, note } = ask({ k: 'from', name: 'top' }, { 'mm/wide.c': wide });
    const names = nodes.map((node) => node.function);
    assert.deepEqual(names.slice(0, 3), ['top', 'leaf0', 'leaf1']);
    assert.equal(nodes.length, 501);
    assert.equal(names.at(-1), '51 more');
    assert.ok(!names.some((name) => name.startsWith('deep')), 'farther functions do not push out nearer ones');
    assert.match(note ?? '', /^Only the 500 functions nearest to the start/);
  });
});

describe('a name of several functions', () => {
  const more = {
    'mm/a.c':
      'static int step(int n) { return first(n); }\nint first(int n) { return n; }\nint a(int n) { return step(n); }',
    'mm/b.c':
      'static int step(int n) { return second(n); }\nint second(int n) { return n; }\nint b(int n) { return step(n); }',
    'mm/c.c': 'int second_step(int n) { return n; }',
    'mm/d.c': 'static int second_step(int n) { return n; }',
  };
  const named = (name: string): string[] =>
    namesakes(treeOf(CORE, lowerer, more), { k: 'from', name }).map((each) => `${each.file}:${each.function}`);

  it('is told apart by file', () => assert.deepEqual(named('step'), ['mm/a.c:step', 'mm/b.c:step']));
  it('is that of the function that other files can call', () => assert.deepEqual(named('second_step'), []));
  it('is unique with its file', () => assert.deepEqual(named('mm/b.c:step'), []));
  it('can be asked about, both ways', () => {
    const text = (question: GraphQuestion): string[] =>
      [...treeLines(ask(question, more))].map(({ stem, node }) => stem + nodeTitle(node));
    assert.deepEqual(text({ k: 'from', name: 'mm/b.c:step' }), ['step()', '`- second()']);
    assert.deepEqual(text({ k: 'to', name: 'mm/b.c:step' }), ['b()', '`- step()']);
  });
});
