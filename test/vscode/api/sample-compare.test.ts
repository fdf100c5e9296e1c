import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands, type Tab, TabInputWebview, Uri, window, workspace } from 'vscode';
import { fileUri, openFile, until } from './editor.ts';

/** A copy of the open tree in which one slot is not set. */
let other: string;

function matrixTab(): Tab | undefined {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.find(({ input }) => input instanceof TabInputWebview && input.viewType.endsWith('opscope.matrix'));
}

/** A line behind the end of a file. */
const PATCH = `From: A <a@b.c>
Subject: [PATCH] one line more

---
diff --git a/mm/memory.c b/mm/memory.c
--- a/mm/memory.c
+++ b/mm/memory.c
@@ -52,3 +52,4 @@
 		return do_shared_fault(vmf);
 	return __do_fault(vmf);
 }
+/* the last line */
`;

suite('sample: compare', () => {
  suiteSetup(async () => {
    other = join(mkdtempSync(join(tmpdir(), 'opscope-compare-')), 'linux');
    cpSync(fileUri('').fsPath, other, { recursive: true });
    const path = join(other, 'mm/shmem.c');
    writeFileSync(path, readFileSync(path, 'utf8').replace('\t.filemap_remove\t\t= shmem_mfill_filemap_remove,\n', ''));
    await openFile('mm/shmem.c');
  });
  suiteTeardown(async () => {
    const tab = matrixTab();
    if (tab) await window.tabGroups.close(tab);
    rmSync(join(other, '..'), { recursive: true, force: true });
  });

  test('a comparison with a folder is shown in the matrix panel, and answered', async () => {
    await commands.executeCommand('opscope.compareWith', { a: other, b: fileUri('').fsPath });
    const tab = await until(matrixTab, (found) => found?.isActive === true);
    assert.equal(tab?.label, 'Ops matrix');
  });

  test('a file of a side that is nowhere on disk is a read-only document', async () => {
    const root = fileUri('').fsPath;
    const patch = join(other, '..', 'x.patch');
    writeFileSync(patch, PATCH);
    const side = `${patch}@${root}`;
    const query = JSON.stringify({ side, file: 'mm/memory.c', rev: null, applied: 1 });
    const uri = Uri.from({ scheme: 'opscope-side', path: '/x.patch/mm/memory.c', query });
    const document = await workspace.openTextDocument(uri);
    assert.equal(document.languageId, 'c');
    assert.equal(document.getText(), `${readFileSync(fileUri('mm/memory.c').fsPath, 'utf8')}/* the last line */\n`);
    assert.notEqual(workspace.fs.isWritableFileSystem('opscope-side'), true);
  });
});
