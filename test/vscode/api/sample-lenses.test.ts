import assert from 'node:assert/strict';
import { commands } from 'vscode';
import { configure, lensesOf, openFile, until } from './editor.ts';

const header = 'include/linux/userfaultfd_k.h';
const kinds = ['lens.fields', 'lens.tables', 'lens.functions'];

suite('sample: code lenses', () => {
  suiteSetup(async () => {
    await openFile('mm/shmem.c');
    await until(
      () => lensesOf('mm/shmem.c'),
      (lenses) => lenses.length > 0,
    );
  });

  teardown(async () => {
    for (const kind of kinds) await configure(kind, undefined);
  });

  test('each function that fills a hook says which, for whom, and who else does; the table what it fills', async () => {
    assert.deepEqual(await lensesOf('mm/shmem.c'), [
      '52: vm_uffd_ops.can_userfault for shmem · also hugetlb, anon, kvm_gmem',
      '57: vm_uffd_ops.get_folio_noalloc for shmem · also kvm_gmem',
      '65: vm_uffd_ops.alloc_folio for shmem · also anon, kvm_gmem',
      '73: vm_uffd_ops.filemap_add for shmem · also kvm_gmem',
      '88: vm_uffd_ops.filemap_remove for shmem · no other memory type',
      '96: shmem: 5 of 5 hooks · installed in shmem_vm_ops, shmem_anon_vm_ops',
    ]);
  });

  test('each field says who implements it and how often it is called, in a header that VS Code takes for C++', async () => {
    const { document } = await openFile(header);
    assert.equal(document.languageId, 'cpp');
    assert.deepEqual(await lensesOf(header), [
      '20: can_userfault: hugetlb, shmem, anon, kvm_gmem · 1 call',
      '26: get_folio_noalloc: shmem, kvm_gmem · 1 call',
      '31: alloc_folio: shmem, anon, kvm_gmem · 1 call',
      '37: filemap_add: shmem, kvm_gmem · 1 call',
      '42: filemap_remove: shmem · 1 call',
    ]);
  });

  test('a file without hooks has none', async () => {
    await openFile('mm/memory.c');
    assert.deepEqual(await lensesOf('mm/memory.c'), []);
  });

  test('the kinds are turned off one by one', async () => {
    await configure('lens.functions', false);
    const tables = await until(
      () => lensesOf('mm/shmem.c'),
      (lenses) => lenses.length === 1,
    );
    assert.match(tables[0] ?? '', /^96: shmem: 5 of 5 hooks/);
    await configure('lens.functions', undefined);
    await configure('lens.tables', false);
    const functions = await until(
      () => lensesOf('mm/shmem.c'),
      (lenses) => lenses.length === 5,
    );
    assert.ok(functions.every((lens) => lens.includes('vm_uffd_ops.')));
    await configure('lens.fields', false);
    await until(
      () => lensesOf(header),
      (lenses) => lenses.length === 0,
    );
  });

  test('one command turns all of them off, and on again', async () => {
    await commands.executeCommand('opscope.toggleLenses');
    await until(
      () => lensesOf('mm/shmem.c'),
      (lenses) => lenses.length === 0,
    );
    await commands.executeCommand('opscope.toggleLenses');
    await until(
      () => lensesOf('mm/shmem.c'),
      (lenses) => lenses.length === 6,
    );
  });
});
