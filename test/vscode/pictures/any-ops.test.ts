/** A struct that no setting names, on the newest kernel tree: what a hover on a function that fills one of its hooks says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { cleanUp } from '../../harness/cleanup.ts';
import { kernelTrees } from '../../harness/kernel-trees.ts';
import type { Workbench } from '../../harness/vscode-host/workbench.ts';
import { openPackaged, sampleTree } from './packaged.ts';

const FILE = 'mm/shmem.c';
const tree = kernelTrees[0]?.root ?? sampleTree;
const lines = readFileSync(join(tree, FILE), 'utf8').split('\n');
const head = lines.findIndex((line) => line.startsWith('static vm_fault_t shmem_fault('));

let bench: Workbench;

before(async () => {
  bench = await openPackaged(tree, { 'editor.minimap.enabled': false, 'files.readonlyInclude': { '**': true } });
});
after(cleanUp);

test('a hover says which hook of vm_operations_struct a function fills, though that struct has no lenses', async () => {
  await bench.openFile(FILE, head + 1);
  await bench.hover(lines[head] ?? '', 'shmem_fault');
  await bench.page.locator('.monaco-hover:not(.hidden)', { hasText: 'vm_operations_struct.fault' }).first().waitFor();
  await bench.screenshot('any-ops-hover');
});
