/** What an answer was read from is compared with the tree of another run. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { DiskTree } from '../../server/src/host/disk.ts';
import { TreeFiles } from '../../server/src/host/files/tree-files.ts';
import { isUnchanged } from '../../server/src/host/read-set.ts';

test('a folder that was listed is another one when a name came, went, or is a folder now', (t) => {
  const root = mkdtempSync(join(tmpdir(), 'opscope-reads-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  writeFileSync(join(root, 'one'), '');
  mkdirSync(join(root, 'mm'));
  const tree = new DiskTree(root);
  assert.deepEqual(tree.list(''), ['mm/', 'one']);
  const facts = tree.reads.facts();
  assert.equal(tree.reads.isWhole, true);
  const isSame = (): boolean => isUnchanged(new TreeFiles(root), facts);
  assert.equal(isSame(), true);
  writeFileSync(join(root, 'two'), '');
  assert.equal(isSame(), false);
  rmSync(join(root, 'two'));
  assert.equal(isSame(), true);
  rmSync(join(root, 'one'));
  assert.equal(isSame(), false);
  mkdirSync(join(root, 'one'));
  assert.equal(isSame(), false);
});
