/** How a tree is read: what is likely first, the rest behind it or when somebody waits for it. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { lspHost } from '../../server/src/host/lsp-host.ts';
import { LIKELY_FOLDERS } from '../../server/src/index/folders.ts';
import { RequestToken } from '../../server/src/lsp/cancellation.ts';
import type { LspHost } from '../../server/src/lsp/host.ts';
import { Reading } from '../../server/src/lsp/reading.ts';
import { Tree } from '../../server/src/lsp/tree.ts';
import { sayUntilRead } from '../../server/src/lsp/whole-tree.ts';
import { MemoryTree } from '../harness/memory-tree.ts';
import { projectRoot } from '../harness/root.ts';

const assets = join(projectRoot, 'dist');
const ops = 'struct foo_ops { void (*run)(void); };\n';
const table = (name: string) =>
  `#include <linux/foo.h>\nvoid ${name}_run(void) { }\nstruct foo_ops ${name}_ops = { .run = ${name}_run };\n`;
const files = new Map([
  ['include/linux/foo.h', ops],
  ['mm/a.c', table('a')],
  ['drivers/b.c', table('b')],
]);

/** A tree whose rest is there when the test says so. */
async function reading(folders: readonly string[], isSmall = false) {
  const heard: string[] = [];
  let finish = (): void => {};
  const rest = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const host: LspHost = {
    ...lspHost(assets),
    version: () => '7.3.0',
    openTree: () => new MemoryTree(files),
    prepareFirst: () => Promise.resolve(isSmall),
    prepare(_root, asked, _cache, _changed, at) {
      heard.push(`read ${asked.join() || 'all'}`);
      at?.(1000, 'drivers/gpu/x.c');
      return asked.length > 0 ? Promise.resolve() : rest;
    },
  };
  const read = new Reading(host, {
    changed: () => {},
    at: (_, text) => void heard.push(text ?? 'end'),
    read: (_, asked) => void heard.push(`has ${asked.join() || 'all'}`),
    ready: () => void heard.push('ready'),
    completed: () => void heard.push('completed'),
    failed: (why) => void heard.push(why),
  });
  read.reset(folders, null);
  const tree = new Tree('/tree', folders, host, await loadLowerer(assets));
  read.follow(tree);
  await read.settled();
  const tables = () =>
    tree
      .resolver()
      .ops('foo_ops')
      .tables()
      .map(({ name }) => name);
  return { read, tree, tables, heard, finish };
}

test('a large tree is what is likely, until the rest is there', async () => {
  const { read, tree, tables, heard, finish } = await reading([]);
  assert.deepEqual([tree.isComplete, tables()], [false, ['a_ops']]);
  const whole = read.whole(tree);
  assert.deepEqual(tables(), ['a_ops']);
  finish();
  await whole;
  assert.deepEqual([tree.isComplete, tables()], [true, ['b_ops', 'a_ops']]);
  const likely = `has ${LIKELY_FOLDERS.join()}`;
  assert.deepEqual(heard.slice(0, 3), [likely, 'read all', 'reading the whole tree: 1,000 files, drivers/gpu']);
  assert.equal(heard.filter((each) => each === 'has all').length, 1);
});

test('a small tree, and folders that are named, are there at once', async () => {
  const small = await reading([], true);
  assert.deepEqual(
    [small.tree.isComplete, small.tables(), small.heard],
    [true, ['b_ops', 'a_ops'], ['has all', 'ready']],
  );
  const narrow = await reading(['mm']);
  assert.deepEqual([narrow.tree.isComplete, narrow.tables()], [true, ['a_ops']]);
});

test('a tree that starts over with other folders is not completed by what was under way', async () => {
  const { read, tree, tables, heard, finish } = await reading([]);
  void read.whole(tree);
  read.reset(LIKELY_FOLDERS, null);
  tree.reset(LIKELY_FOLDERS);
  read.follow(tree);
  await read.settled();
  finish();
  await read.settled();
  assert.deepEqual([tables(), heard.includes('completed')], [['a_ops'], false]);
});

test('a request that waits for the tree says that it is read, and what it does itself once it is', async () => {
  const { read, tree, finish } = await reading([]);
  const said: string[] = [];
  const token = new RequestToken(1, null, { doing: ({ text }) => void said.push(text), stopped: () => {} });
  sayUntilRead(read, tree, token, 'checking mm/a.c');
  const whole = read.whole(tree);
  finish();
  await whole;
  await tree.whenComplete();
  assert.match(said[0] ?? '', /^reading the whole tree/);
  assert.equal(said.at(-1), 'checking mm/a.c');
  const there: string[] = [];
  const other = new RequestToken(2, null, { doing: ({ text }) => void there.push(text), stopped: () => {} });
  sayUntilRead(read, tree, other, 'checking mm/a.c');
  assert.deepEqual(there, []);
});
