import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { commands, Range, type TextEditor } from 'vscode';
import { lensesOf, openFile, positionOf, until } from './editor.ts';

/** Replaces a text that stands in the file once, without saving. */
async function replace(editor: TextEditor, text: string, by: string): Promise<void> {
  const start = positionOf(editor.document, text);
  const end = editor.document.positionAt(editor.document.offsetAt(start) + text.length);
  assert.ok(await editor.edit((edit) => edit.replace(new Range(start, end), by)));
}

/** Waits for lenses of a file of which one matches. */
function lensLike(path: string, pattern: RegExp): Promise<string[]> {
  return until(
    () => lensesOf(path),
    (lenses) => lenses.some((lens) => pattern.test(lens)),
  );
}

suite('sample: unsaved edits', () => {
  let editor: TextEditor;
  let saved: string;

  setup(async () => {
    editor = await openFile('mm/shmem.c');
    saved = readFileSync(editor.document.uri.fsPath, 'utf8');
    await lensLike('mm/shmem.c', /shmem: 5 of 5 hooks/);
  });

  teardown(async () => {
    await openFile('mm/shmem.c');
    await commands.executeCommand('workbench.action.files.revert');
    assert.equal(readFileSync(editor.document.uri.fsPath, 'utf8'), saved, 'the file was saved');
  });

  test('an emptied slot is gone from the lenses of this file and of the others', async () => {
    await replace(editor, '\t.alloc_folio\t\t= shmem_mfill_folio_alloc,\n', '');
    const lenses = await lensLike('mm/shmem.c', /shmem: 4 of 5 hooks/);
    assert.ok(!lenses.some((lens) => lens.includes('alloc_folio for')), lenses.join('\n'));
    await openFile('mm/userfaultfd.c');
    await lensLike('mm/userfaultfd.c', /vm_uffd_ops\.alloc_folio for anon · also kvm_gmem$/);
  });

  test('a lens moves with its function', async () => {
    await editor.edit((edit) => edit.insert(positionOf(editor.document, '|enum sgp_type {'), '\n\n\n'));
    await lensLike('mm/shmem.c', /^68: vm_uffd_ops\.alloc_folio for shmem/);
  });

  test('a table that is half typed keeps the rest of the file’s lenses', async () => {
    await editor.edit((edit) =>
      edit.insert(
        positionOf(editor.document, 'static int shmem_mmap'),
        'static const struct vm_uffd_ops new_uffd_ops = {\n\t.allo\n\n',
      ),
    );
    const lenses = await lensLike('mm/shmem.c', /shmem: 5 of 5 hooks/);
    assert.ok(lenses.some((lens) => lens.startsWith('65: vm_uffd_ops.alloc_folio for shmem')));
  });

  test('reverting brings the old lenses back', async () => {
    await replace(editor, '\t.filemap_add\t\t= shmem_mfill_filemap_add,\n', '');
    await lensLike('mm/shmem.c', /shmem: 4 of 5 hooks/);
    await commands.executeCommand('workbench.action.files.revert');
    await lensLike('mm/shmem.c', /shmem: 5 of 5 hooks/);
  });
});
