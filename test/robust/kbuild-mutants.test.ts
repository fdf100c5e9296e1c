/** 2,000 broken makefiles, Kconfig files and configurations: none may crash Kbuild, hold it up or make it claim what is not known. */
import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { kernelTrees } from '../harness/kernel-trees.ts';
import { rounds } from '../harness/nightly.ts';
import { projectRoot } from '../harness/root.ts';
import { watched } from './watched.ts';

/** Larger files would only make the same mistakes more slowly. */
const maxBytes = 30_000;

const NAMES = /\/(?:Makefile|Kbuild|Kconfig)[^/]*$|_defconfig$/;

/** The files that Kbuild reads in folders of a tree, those of one kind far from each other. */
function sources(root: string, folders: readonly string[]): string[] {
  return folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(root, folder, path)),
    )
    .filter((path) => NAMES.test(path) && statSync(path).isFile() && statSync(path).size <= maxBytes)
    .sort();
}

test('broken makefiles, Kconfig files and configurations', async () => {
  const count = rounds(20_000, 2000);
  const [newest] = kernelTrees;
  const all = newest
    ? sources(newest.root, ['mm', 'fs', 'virt', 'lib', 'net', 'drivers', 'sound', 'arch'])
    : sources(join(projectRoot, 'test/trees/sample'), ['.']);
  const files = all.length > 2000 ? all.filter((_, i) => i % Math.floor(all.length / 2000) === 0) : all;
  const spread = files.map((_, i) => files[(i * 617) % files.length] ?? '');
  const { taken, problems } = await watched('kbuild-mutants.cjs', { files: spread, count });
  assert.deepEqual(problems.slice(0, 5), []);
  assert.equal(taken, count);
});
