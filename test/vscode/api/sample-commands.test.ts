import assert from 'node:assert/strict';
import { commands, Selection, TabInputWebview, type TextEditor, window, workspace } from 'vscode';
import { configure, lensesOf, openFile, positionOf, until } from './editor.ts';

/** Puts the cursor there. */
function moveTo(editor: TextEditor, marked: string): void {
  const position = positionOf(editor.document, marked);
  editor.selection = new Selection(position, position);
}

/** `shmem.c: shmem_mfill_folio_alloc`, the word at the cursor of the active editor. */
function cursor(): string {
  const editor = window.activeTextEditor;
  if (!editor) return '';
  const { document, selection } = editor;
  const name = document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1);
  return `${name}: ${document.getText(document.getWordRangeAtPosition(selection.active))}`;
}

function matrixTab() {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.find(({ input }) => input instanceof TabInputWebview && input.viewType.endsWith('opscope.matrix'));
}

suite('sample: commands', () => {
  suiteSetup(async () => {
    await openFile('mm/shmem.c');
    await until(
      () => lensesOf('mm/shmem.c'),
      (lenses) => lenses.length > 0,
    );
  });

  test('next and previous implementation go round the memory types', async () => {
    moveTo(await openFile('mm/shmem.c'), '*|shmem_mfill_folio_alloc(struct');
    const seen = [cursor()];
    for (const command of ['next', 'next', 'next', 'previous'] as const) {
      await commands.executeCommand(`opscope.${command}Implementation`);
      seen.push(cursor());
    }
    assert.deepEqual(seen, [
      'shmem.c: shmem_mfill_folio_alloc',
      'userfaultfd.c: anon_alloc_folio',
      'guest_memfd.c: kvm_gmem_folio_alloc',
      'shmem.c: shmem_mfill_folio_alloc',
      'guest_memfd.c: kvm_gmem_folio_alloc',
    ]);
  });

  test('from a call, next goes to the first implementation and previous to the last', async () => {
    moveTo(await openFile('mm/userfaultfd.c'), 'ops->|filemap_add(');
    await commands.executeCommand('opscope.nextImplementation');
    assert.equal(cursor(), 'shmem.c: shmem_mfill_filemap_add');
    moveTo(await openFile('mm/userfaultfd.c'), 'ops->|filemap_add(');
    await commands.executeCommand('opscope.previousImplementation');
    assert.equal(cursor(), 'guest_memfd.c: kvm_gmem_filemap_add');
  });

  test('what a hover has said a few of is listed, and picked', async () => {
    const { document } = await openFile('mm/userfaultfd.c');
    const at = positionOf(document, 'ops->|filemap_add(');
    const shown = commands.executeCommand('opscope.showAll', `${document.uri}`, at, 'implementations');
    await until(
      async () => {
        await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
        return cursor();
      },
      (seen) => seen === 'shmem.c: shmem_mfill_filemap_add',
    );
    await shown;
  });

  test('where there is no hook, or no other implementation, the cursor stays', async () => {
    moveTo(await openFile('mm/shmem.c'), 'void |shmem_mfill_filemap_remove(');
    await commands.executeCommand('opscope.nextImplementation');
    assert.equal(cursor(), 'shmem.c: shmem_mfill_filemap_remove');
    moveTo(await openFile('mm/shmem.c'), '|shmem_zero_setup(struct');
    await commands.executeCommand('opscope.nextImplementation');
    assert.equal(cursor(), 'shmem.c: shmem_zero_setup');
  });

  test('the matrix opens in one panel, however often it is asked for', async () => {
    await commands.executeCommand('opscope.showMatrix');
    await until(matrixTab);
    await openFile('mm/shmem.c');
    await commands.executeCommand('opscope.showMatrix');
    const tab = await until(matrixTab, (found) => found?.isActive === true);
    assert.equal(tab?.label, 'Ops matrix');
    const panels = window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter(({ input }) => input instanceof TabInputWebview);
    assert.equal(panels.length, 1);
    if (tab) await window.tabGroups.close(tab);
  });

  test('an ops struct is chosen, and views and lenses are about that', async () => {
    try {
      await commands.executeCommand('opscope.chooseOps', 'vm_operations_struct');
      assert.deepEqual(workspace.getConfiguration('opscope').get('ops'), ['vm_operations_struct']);
      const lenses = await until(
        () => lensesOf('mm/shmem.c'),
        (found) => found.some((each) => each.includes('vm_operations_struct.')),
      );
      assert.ok(!lenses.some((each) => each.includes('vm_uffd_ops.')), lenses.join('\n'));
      await configure('ops', 'auto');
      await commands.executeCommand('opscope.chooseOps', 'file_operations');
      assert.deepEqual(workspace.getConfiguration('opscope').get('ops'), ['auto', 'file_operations']);
    } finally {
      await configure('ops', undefined);
    }
    await until(
      () => lensesOf('mm/shmem.c'),
      (found) => found.some((each) => each.includes('vm_uffd_ops.')),
    );
  });

  test('a restarted server answers as before', async () => {
    const before = await lensesOf('mm/shmem.c');
    await commands.executeCommand('opscope.restartServer');
    assert.deepEqual(
      await until(
        () => lensesOf('mm/shmem.c'),
        (lenses) => lenses.length > 0,
      ),
      before,
    );
  });
});
