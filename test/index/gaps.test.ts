/** What a snapshot goes without: what its files lost, what its source did not read, and what questions added. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { Snapshot } from '../../server/src/index/snapshot.ts';
import { visit } from '../../server/src/index/visit.ts';
import type { Lowerer } from '../../server/src/syntax/lower.ts';
import { MemoryTree } from '../harness/memory-tree.ts';
import { projectRoot } from '../harness/root.ts';

const deep = (name: string) => `int ${name}(void)\n{\n\treturn ${'('.repeat(5000)}1${')'.repeat(5000)};\n}\n`;

let lowerer: Lowerer;
before(async () => {
  lowerer = await loadLowerer(join(projectRoot, 'dist'));
});

function treeOf(texts: Record<string, string>): MemoryTree {
  return new MemoryTree(new Map(Object.entries(texts)));
}

function snapshotOf(texts: Record<string, string>): Snapshot {
  return Snapshot.of(treeOf(texts), { folders: [] }, lowerer);
}

function lowerAll(snapshot: Snapshot, path: string): void {
  const file = snapshot.file(path);
  for (const region of file?.regions ?? []) file?.lower(region);
}

describe('the gaps of a snapshot', () => {
  test("are a file's lost functions, where they stand after an edit", () => {
    const first = snapshotOf({ 'a.c': `int x;\n${deep('f')}`, 'b.c': deep('g') });
    for (const path of ['a.c', 'b.c']) lowerAll(first, path);
    const lost = ['a.c:2: the function f() is left out', 'b.c:1: the function g() is left out'];
    const told = (snapshot: Snapshot) => snapshot.gaps.texts().map((text) => text.split(': it is')[0]);
    assert.deepEqual(told(first), lost);

    const second = first.next(treeOf({ 'a.c': `int x;\n\n\n${deep('f')}`, 'b.c': deep('g') }), ['a.c']);
    assert.deepEqual(told(second), [lost[1]]);
    lowerAll(second, 'a.c');
    assert.deepEqual(told(second), ['a.c:4: the function f() is left out', lost[1]]);
    assert.deepEqual(told(first), lost);
  });

  test('stay with the files that did not change, and go with those that did', () => {
    const first = snapshotOf({ 'a.c': 'int a;', 'b.c': 'int b;' });
    const add = (file: string | null) => first.gaps.add({ k: 'cut', what: 'macro D', file, line: 1, bound: '9 steps' });
    for (const file of ['a.c', 'b.c', null]) add(file);
    first.source.gaps.add({ k: 'unread', path: 'c.h', reason: 'it is no file' });
    const second = first.next(treeOf({ 'a.c': '', 'b.c': 'int b;' }), ['a.c']);
    second.gaps.add({ k: 'cut', what: 'macro E', file: 'a.c', line: 1, bound: '9 steps' });
    assert.deepEqual(second.gaps.texts(), [
      'a.c:1: macro E is cut at 9 steps',
      'b.c:1: macro D is cut at 9 steps',
      'c.h is not read: it is no file',
    ]);
    assert.equal(first.gaps.texts().length, 4);
  });

  test('have those of a file that was only visited', () => {
    const snapshot = snapshotOf({ 'a.c': deep('f') });
    visit(snapshot, 'a.c', (file) => {
      for (const region of file.regions) file.lower(region);
    });
    assert.equal(snapshot.gaps.texts().length, 1);
  });
});
