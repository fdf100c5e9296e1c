/** 10,000 broken C files through the splitter, the normaliser and the parser: none may crash it or hold it up. */
import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { kernelTrees } from '../harness/kernel-trees.ts';
import { projectRoot } from '../harness/root.ts';
import { watched } from './watched.ts';

const count = 10_000;

/** Larger files would only make the same mistakes more slowly. */
const maxBytes = 12_000;

/** The small C files of folders of a tree, in the order of their paths. */
function sources(root: string, folders: readonly string[]): string[] {
  return folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(root, folder, path)),
    )
    .filter((path) => /\.[ch]$/.test(path) && statSync(path).isFile() && statSync(path).size <= maxBytes)
    .sort();
}

test('10,000 broken files are split, normalised and parsed', async () => {
  const [newest] = kernelTrees;
  const files = newest
    ? sources(newest.root, ['mm', 'fs', 'virt', 'ipc', 'include/linux'])
    : sources(join(projectRoot, 'test/trees/sample'), ['.']);
  const { taken, problems } = await watched('mutants.cjs', { files, count });
  assert.deepEqual(problems.slice(0, 5), []);
  assert.equal(taken, count);
});
