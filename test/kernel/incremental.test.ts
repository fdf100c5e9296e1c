/** A real mm/ under random edits: the answers stay those of a server that was started just now. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { DiskTree, decode } from '../../server/src/host/disk.ts';
import { readAll } from '../../server/src/host/words/store.ts';
import { readFolders } from '../../server/src/index/folders.ts';
import { kernelTrees } from '../harness/kernel-trees.ts';
import { projectRoot } from '../harness/root.ts';
import { compare } from '../steady/incremental.ts';

const { root } = kernelTrees[0] ?? assert.fail('no kernel tree');
const assets = join(projectRoot, 'dist');
const folders = ['mm', 'include/linux'];

test('10 edits of mm/', async () => {
  const paths = ['mm/shmem.c', 'mm/hugetlb.c', 'mm/userfaultfd.c', 'mm/secretmem.c', 'include/linux/userfaultfd_k.h'];
  // Laid over the tree, which is only read: what is "removed" is as it is on disk again.
  const texts = new Map(paths.map((path) => [path, decode(readFileSync(join(root, path)))]));
  const words = await readAll({ root, folders: readFolders(folders), assets, cache: null });
  const trial = { name: 'mm', texts, open: () => new DiskTree(root, texts, words), folders, paths };
  const ops = ['vm_uffd_ops'];
  compare({ ...trial, ops, edits: 10, seed: 1, reach: false }, await loadLowerer(assets));
});
