/** The newest kernel tree that there is, or else the sample tree, as a person first sees it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { cleanUp } from '../../harness/cleanup.ts';
import { kernelTrees } from '../../harness/kernel-trees.ts';
import type { Workbench } from '../../harness/vscode-host/workbench.ts';
import { openPackaged, sampleTree } from './packaged.ts';

let bench: Workbench;

before(async () => {
  bench = await openPackaged(kernelTrees[0]?.root ?? sampleTree, { 'files.readonlyInclude': { '**': true } });
  await bench.setTheme('vs-dark');
});
after(cleanUp);

test('lenses of mm/shmem.c', async () => {
  await bench.openFile('mm/shmem.c');
  await bench.runCommand('opscope: Go to Ops Table...');
  await bench.choose('shmem', 'shmem_uffd_ops');
  await bench.lens('shmem: 5 of 5 hooks · installed in shmem_vm_ops, shmem_anon_vm_ops');
  await bench.runCommand('opscope: Go to Hook...');
  await bench.choose('shmem_mfill_folio_alloc', 'shmem_mfill_folio_alloc');
  await bench.lens(/^vm_uffd_ops\.alloc_folio for shmem · also anon/);
  await bench.screenshot('tree-lenses');
});

test('hover on a field of struct vm_uffd_ops', async () => {
  await bench.runCommand('opscope: Go to Hook...');
  await bench.choose('alloc_folio', 'alloc_folioinclude/linux/userfaultfd_k.h');
  await bench.lens(/^alloc_folio: shmem, anon/);
  const hover = await bench.hover('(*alloc_folio)', 'alloc_folio');
  assert.match((await hover.textContent()) ?? '', /shmem_mfill_folio_alloc.*anon_alloc_folio.*unset: hugetlb/s);
  await bench.screenshot('tree-hover');
});

test('Memory Types and the matrix', async () => {
  await bench.runCommand('opscope: Focus on Memory Types View');
  await bench.treeRow('alloc_folioshmem_mfill_folio_alloc');
  await bench.treeRow('filemap_addunset');
  await bench.runCommand('opscope: Show Matrix of Hooks and Memory Types');
  await bench.webview().getByText('hugetlb_can_userfault').waitFor();
  await bench.screenshot('tree-matrix');
});
