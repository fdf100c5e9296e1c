/** A tree with other texts laid over it answers as a tree that has them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TreeBefore } from '../../../server/src/features/findings/tree-before.ts';
import { MemoryTree } from '../../harness/memory-tree.ts';

const files = new Map([
  ['mm/a.c', 'int a;\n'],
  ['mm/b.c', 'int b;\n'],
  ['fs/c.c', 'int c;\n'],
]);
const texts = new Map([
  ['mm/a.c', null],
  ['mm/b.c', 'int beta;\n'],
  ['virt/kvm/d.c', 'int delta;\n'],
]);
const laid = new TreeBefore(new MemoryTree(files), texts);
const made = new MemoryTree(
  new Map([
    ['mm/b.c', 'int beta;\n'],
    ['fs/c.c', 'int c;\n'],
    ['virt/kvm/d.c', 'int delta;\n'],
  ]),
);

test('of files and folders', () => {
  for (const path of ['mm', 'virt', 'virt/kvm', 'mm/a.c', 'mm/b.c', 'fs/c.c', 'virt/kvm/d.c', 'nothing.c']) {
    assert.equal(laid.exists(path), made.exists(path), path);
    assert.equal(laid.read(path), made.read(path), path);
    assert.deepEqual(laid.list(path), made.list(path), path);
  }
  assert.deepEqual(laid.list(''), made.list(''));
});

test('of words', () => {
  for (const folders of [[], ['mm'], ['virt/kvm']]) {
    for (const word of ['a', 'b', 'beta', 'delta', 'int']) {
      assert.deepEqual(laid.search(folders, [word]), made.search(folders, [word]), `${folders} ${word}`);
      assert.deepEqual(laid.searchHeads(folders, [word]), made.searchHeads(folders, [word]));
    }
  }
});
