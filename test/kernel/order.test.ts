/** On a real kernel, too, answers depend neither on what was asked before nor on how files are shared out, and more folders have more. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { readBatch } from '../../server/src/features/whole-tree/batch.ts';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { DiskTree } from '../../server/src/host/disk.ts';
import { Snapshot } from '../../server/src/index/snapshot.ts';
import { Resolver } from '../../server/src/resolve/ops/ops.ts';
import type { Lowerer } from '../../server/src/syntax/lower.ts';
import { kernelTrees } from '../harness/kernel-trees.ts';
import { projectRoot } from '../harness/root.ts';
import { shuffled, takeIn } from '../steady/chains.ts';

/** Small folders in which headers choose, macros make tables and sources include others. */
const FOLDERS = ['ipc', 'drivers/dax', 'drivers/usb/host', 'sound/usb/line6', 'virt/lib'];

let lowerer: Lowerer;
before(async () => {
  lowerer = await loadLowerer(join(projectRoot, 'dist'));
});

describe('on a kernel', () => {
  const [newest] = kernelTrees;
  if (!newest) return;
  const { root } = newest;
  const sources = (folder: string): readonly string[] =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.c'))
      .map((name) => `${folder}/${name}`);

  /** What the files say, by file, when they are looked at in turn; each thread has its share of them. */
  function everything(paths: readonly string[], threads: number): readonly string[] {
    const all = Array.from({ length: threads }, () =>
      Resolver.of(Snapshot.of(new DiskTree(root), { folders: FOLDERS }, lowerer, true)),
    );
    return paths
      .map((path, i) => {
        const resolver = all[Math.floor(i / 3) % threads] ?? assert.fail();
        const [tables, calls] = (['tables', 'dispatch'] as const).map((wanted) => readBatch(resolver, [path], wanted));
        return `${path} ${JSON.stringify([tables?.tables, calls?.dispatch])}`;
      })
      .sort();
  }

  test('files say the same in any order, and in any share of threads', () => {
    const paths = FOLDERS.flatMap((folder) => shuffled(sources(folder), 1).slice(0, 8));
    const right = everything(paths, 1);
    assert.ok(right.some((each) => each.includes('"hooks"')));
    for (const [seed, threads] of [1, 2].entries()) assert.deepEqual(everything(shuffled(paths, seed), threads), right);
  });

  test('more folders have the tables of fewer', () => {
    const tree = {
      open: () => new DiskTree(root),
      folders: [...FOLDERS, 'include/linux', 'mm', 'fs/ext4'],
      ops: ['file_operations', 'vm_operations_struct', 'dev_pm_ops', 'hc_driver'],
      isWhole: false,
    };
    assert.ok(takeIn(tree, lowerer, 1) > 50);
  });
});
