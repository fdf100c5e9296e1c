/** On a Linux 7.2 or later as it was released, read-only: names hold on any of them, exact lines on 7.3.4. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { commands, Selection, type TextDocument, window, workspace } from 'vscode';
import {
  configure,
  fileUri,
  hintsOf,
  hoverAt,
  lensesOf,
  openFile,
  placesAt,
  positionOf,
  symbolsFor,
  until,
} from './editor.ts';

/** The place without its line, which differs from release to release. */
const nameOf = (place: string) => place.replace(/:\d+ /, ' ');

suite('kernel: hooks of vm_uffd_ops', () => {
  let header: TextDocument;
  let core: TextDocument;
  let exact = false;

  suiteSetup(async () => {
    await workspace.getConfiguration('files').update('readonlyInclude', { '**': true }, true);
    const makefile = readFileSync(fileUri('Makefile').fsPath, 'utf8');
    exact = /^VERSION = 7\nPATCHLEVEL = 3\nSUBLEVEL = 4\n/m.test(makefile);
    header = (await openFile('include/linux/userfaultfd_k.h')).document;
    core = (await openFile('mm/userfaultfd.c')).document;
    await openFile('mm/shmem.c');
    // All of the tree is there: until then lenses that count say so.
    await until(
      () => lensesOf('mm/shmem.c'),
      (lenses) => lenses.length > 0 && !lenses.some((lens) => lens.endsWith(' so far')),
    );
  });

  suiteTeardown(() => workspace.getConfiguration('files').update('readonlyInclude', undefined, true));

  test('lenses of mm/shmem.c', async () => {
    const titles = (await lensesOf('mm/shmem.c')).map((lens) => lens.replace(/^\d+: /, ''));
    assert.deepEqual(titles, [
      'vm_uffd_ops.alloc_folio for shmem · also anon',
      'vm_uffd_ops.filemap_add for shmem · no other memory type',
      'vm_uffd_ops.filemap_remove for shmem · no other memory type',
      'vm_uffd_ops.get_folio_noalloc for shmem · no other memory type',
      'vm_uffd_ops.can_userfault for shmem · also hugetlb, anon',
      'shmem: 5 of 5 hooks · installed in shmem_vm_ops, shmem_anon_vm_ops',
    ]);
  });

  test('implementations of a field', async () => {
    const places = await placesAt('Implementation', header, positionOf(header, '(*|can_userfault)'));
    assert.deepEqual(places.map(nameOf), [
      'mm/hugetlb.c hugetlb_can_userfault',
      'mm/shmem.c shmem_can_userfault',
      'mm/userfaultfd.c anon_can_userfault',
    ]);
  });

  test('from the call to the field', async () => {
    const places = await placesAt('Definition', core, positionOf(core, 'ops->|alloc_folio('));
    assert.deepEqual(places.map(nameOf), ['include/linux/userfaultfd_k.h alloc_folio']);
  });

  test('hover on a field: the kernel’s comment, who fills it, where it is called', async () => {
    const text = await hoverAt(header, positionOf(header, '(*|get_folio_noalloc)'));
    for (const part of ['**shmem**', 'shmem_get_folio_noalloc', 'unset: hugetlb, anon', 'CONFIG_USERFAULTFD']) {
      assert.ok(text.includes(part), `${part} is missing in:\n${text}`);
    }
  });

  test('hints at the five dispatch sites', async () => {
    const hints = await hintsOf(core);
    assert.deepEqual(
      hints.map((hint) => hint.replace(/^\d+: /, '')),
      ['→ shmem, anon', '→ shmem', '→ shmem', '→ shmem', '→ hugetlb, shmem, anon'],
    );
    if (exact)
      assert.deepEqual(
        hints.map((hint) => Number.parseInt(hint, 10)),
        [576, 608, 622, 709, 2233],
      );
  });

  test('tables by name', async () => {
    const tables = (await symbolsFor('_uffd_ops')).filter((symbol) => /^\w+_uffd_ops /.test(symbol));
    assert.deepEqual(
      tables.filter((symbol) => !symbol.startsWith('vm_')),
      ['anon_uffd_ops (anon)', 'hugetlb_uffd_ops (hugetlb)', 'shmem_uffd_ops (shmem)'],
    );
  });

  test('next implementation', async () => {
    const editor = await openFile('mm/shmem.c');
    const start = positionOf(editor.document, '*|shmem_mfill_folio_alloc(struct');
    editor.selection = new Selection(start, start);
    await commands.executeCommand('opscope.nextImplementation');
    const there = window.activeTextEditor;
    assert.ok(there);
    assert.ok(there.document.uri.path.endsWith('/mm/userfaultfd.c'));
    const word = there.document.getWordRangeAtPosition(there.selection.active);
    assert.equal(there.document.getText(word), 'anon_alloc_folio');
  });
});

suite('kernel: hooks of other structs', () => {
  let memory: TextDocument;

  suiteSetup(async () => {
    await workspace.getConfiguration('files').update('readonlyInclude', { '**': true }, true);
    // Who uses each hook of a struct that is everywhere takes minutes to find out in all of a kernel.
    await configure('folders', ['mm', 'fs', 'include', 'virt', 'ipc']);
    memory = (await openFile('mm/memory.c')).document;
  });

  suiteTeardown(async () => {
    await configure('folders', undefined);
    await workspace.getConfiguration('files').update('readonlyInclude', undefined, true);
  });

  test('from the call of a page fault to every memory type and filesystem that takes it', async () => {
    const call = positionOf(memory, 'ret = vma->vm_ops->|fault(vmf)');
    const places = (await placesAt('Implementation', memory, call)).map(nameOf);
    for (const place of ['mm/shmem.c shmem_fault', 'mm/filemap.c filemap_fault', 'fs/dax.c', 'fs/ext4/inode.c']) {
      const isExpected = places.some((each) => each === place);
      assert.equal(isExpected, place.includes(' '), `${place} in ${places.join(', ')}`);
    }
    const text = await hoverAt(memory, call);
    for (const part of ['struct vm_operations_struct', '**shmem**', '__do_fault()'])
      assert.ok(text.includes(part), text);
  });

  test('there are no lenses for them until they are asked for', async () => {
    assert.deepEqual(await lensesOf('mm/memory.c'), []);
    await configure('ops', ['vm_uffd_ops', 'vm_operations_struct']);
    try {
      const lenses = await until(
        () => lensesOf('mm/shmem.c'),
        (found) => found.some((lens) => lens.includes('vm_operations_struct')),
      );
      assert.ok(lenses.some((lens) => /shmem: \d+ of \d+ hooks/.test(lens)));
    } finally {
      await configure('ops', undefined);
    }
  });
});
