/** Arrays of pointers to functions: what is said of them and of the functions in them, and the hierarchy of calls through them. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { functionsNamed } from '../../server/src/features/cursor/named.ts';
import { explain } from '../../server/src/features/editor/explain.ts';
import { calleesByArrays, callersByArrays } from '../../server/src/features/hierarchy/arrays.ts';
import type { CallStep } from '../../server/src/features/hierarchy/items.ts';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { Snapshot } from '../../server/src/index/snapshot.ts';
import { Resolver } from '../../server/src/resolve/ops/ops.ts';
import { MemoryTree } from '../harness/memory-tree.ts';
import { projectRoot } from '../harness/root.ts';

const lowerer = loadLowerer(join(projectRoot, 'dist'));

const FILES = {
  'include/linux/step.h':
    'struct step;\ntypedef int (*step_t)(struct step *step);\nextern const step_t shared[];\nint c_run(struct step *step);\n',
  'mm/a.c': `#include <linux/step.h>
static int a_run(struct step *step) { return 1; }
static int b_run(struct step *step) { return 2; }
static const step_t own[] = { a_run, b_run };
#ifdef CONFIG_STEP
const step_t shared[] = { [1] = a_run, [2] = c_run };
#endif
int go(struct step *step, int i)
{
	step_t later = own[i];

	return own[i](step) + later(step);
}
`,
  'mm/b.c': `#include <linux/step.h>
static int a_run(struct step *step) { return 3; }
static const step_t own[] = { a_run };
int c_run(struct step *step) { return shared[1](step) + a_run(step); }
int d_run(struct step *step) { return 4; }
`,
  'mm/c.c': `#include <linux/step.h>
#ifdef CONFIG_STEP
static int e_run(struct step *step) { return 5; }
#else
static int e_run(struct step *step) { return 6; }
#endif
static const step_t some[] = { e_run };
int e_go(struct step *step) { return some[0](step); }
`,
};

async function resolverOf(): Promise<Resolver> {
  const tree = new MemoryTree(new Map(Object.entries(FILES)));
  return Resolver.of(Snapshot.of(tree, { folders: [] }, await lowerer));
}

async function said(symbol: string): Promise<readonly string[]> {
  const resolver = await resolverOf();
  const settings = { ops: ['vm_uffd_ops'], contextStructs: [] };
  return explain(resolver, settings, symbol).flatMap(({ title, lines }) => [title, ...lines]);
}

test('a function that the branches of an #if define is told once', async () => {
  assert.deepEqual(await said('e_run'), [
    'e_run',
    'static int e_run(struct step *step);',
    '- is some[0] (mm/c.c:7)',
    '- called through some[] in e_go() (mm/c.c:8)',
  ]);
});

test('a function of several files is told by the arrays of each', async () => {
  assert.deepEqual(await said('a_run'), [
    'a_run',
    'static int a_run(struct step *step);',
    '- is own[0] (mm/a.c:4)',
    '- called through own[] in go() (mm/a.c:12)',
    '- called through own[] in go() (mm/a.c:12, by the variable later)',
    '- is shared[1] (mm/a.c:6, CONFIG_STEP)',
    '- called through shared[] in c_run() (mm/b.c:4)',
    'a_run',
    'static int a_run(struct step *step);',
    '- is own[0] (mm/b.c:3)',
    '- no call of an element of own[] was found',
  ]);
});

test('a function that another file has in its array, and an array by its name', async () => {
  const calls = '- called through shared[] in c_run() (mm/b.c:4)';
  assert.deepEqual(await said('c_run'), [
    'c_run',
    'int c_run(struct step *step);',
    '- is shared[2] (mm/a.c:6, CONFIG_STEP)',
    calls,
  ]);
  assert.deepEqual(await said('shared'), [
    'shared[]',
    '/* an array of pointers to functions, 2 of them set */',
    calls,
    '- [1]: a_run (mm/a.c:6, CONFIG_STEP)',
    '- [2]: c_run (mm/a.c:6, CONFIG_STEP)',
  ]);
});

test('a function in no array, and a name that is nothing, have nothing to say', async () => {
  assert.deepEqual(await said('d_run'), []);
  assert.deepEqual(await said('none'), []);
});

test('the call hierarchy goes through arrays, both ways', async () => {
  const resolver = await resolverOf();
  const named = (steps: readonly CallStep[]): readonly string[] =>
    steps.map(({ item, calls }) => `${item.name} ${item.detail} ${calls.map(({ file, line }) => `${file}:${line}`)}`);
  const [a, b] = functionsNamed(resolver, 'a_run');
  const [go] = functionsNamed(resolver, 'go');
  const [c] = functionsNamed(resolver, 'c_run');
  assert.ok(a && b && go && c);
  assert.deepEqual(named(callersByArrays(resolver, a)), [
    'go via array own mm/a.c:12,mm/a.c:12',
    'c_run via array shared mm/b.c:4',
  ]);
  assert.deepEqual(named(callersByArrays(resolver, b)), []);
  assert.deepEqual(named(calleesByArrays(resolver, go)), [
    'a_run via array own mm/a.c:12,mm/a.c:12',
    'b_run via array own mm/a.c:12,mm/a.c:12',
  ]);
  assert.deepEqual(named(calleesByArrays(resolver, c)), [
    'a_run via array shared mm/b.c:4',
    'c_run via array shared mm/b.c:4',
  ]);
});
