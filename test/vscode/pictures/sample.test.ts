/** The sample tree in the workbench: what is on screen, what clicks and keys do, and a picture of it in each theme. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { cleanUp } from '../../harness/cleanup.ts';
import { settledBox } from '../../harness/vscode-host/patience.ts';
import { themes, type Workbench } from '../../harness/vscode-host/workbench.ts';
import { openPackaged, sampleTree } from './packaged.ts';

let bench: Workbench;

before(async () => {
  bench = await openPackaged(sampleTree, { 'editor.minimap.enabled': false, 'editor.stickyScroll.enabled': false });
});
after(cleanUp);

/** Waits until the cursor of the active editor is there, by the status bar. */
async function cursorAt(file: string, line: number): Promise<void> {
  const { page } = bench;
  await page.locator('.editor-group-container.active .tab.active', { hasText: file }).waitFor();
  await page.locator('[id="status.editor.selection"]', { hasText: `Ln ${line},` }).waitFor();
}

/** Drags the side bar's edge, so that names stand there in full. */
async function widenSidebar(width: number): Promise<void> {
  const box = await settledBox(bench.page.locator('.part.sidebar'));
  const { mouse } = bench.page;
  const y = box.y + box.height / 3;
  await mouse.move(box.x + box.width + 2, y);
  await mouse.down();
  await mouse.move(box.x + width, y, { steps: 5 });
  await mouse.up();
  await mouse.move(box.x + width / 2, box.y + box.height - 20);
  await bench.page.locator('.monaco-sash.hover').waitFor({ state: 'detached' });
}

const cell = (text: string) => bench.webview().locator('td, th').filter({ hasText: text }).first();
const showMatrix = () => bench.runCommand('opscope: Show Matrix of Hooks and Memory Types');
const focusTree = () => bench.runCommand('opscope: Focus on Memory Types View');

test('a lens stands above the function, and a click on it shows the others', async () => {
  await bench.openFile('mm/shmem.c', 65);
  await bench.clickLens('vm_uffd_ops.alloc_folio for shmem · also anon, kvm_gmem');
  const peek = bench.page.locator('.peekview-widget');
  for (const file of ['userfaultfd.c', 'guest_memfd.c']) await peek.getByText(file).first().waitFor();
  await bench.screenshot('sample-peek');
  await bench.page.keyboard.press('Escape');
  await peek.waitFor({ state: 'hidden' });
});

test('a click on the lens of a hook with one implementation goes there at once', async () => {
  await bench.openFile('include/linux/userfaultfd_k.h', 42);
  await bench.clickLens('filemap_remove: shmem · 1 call');
  await cursorAt('shmem.c', 88);
});

test('a hover on a field', async () => {
  await bench.openFile('include/linux/userfaultfd_k.h', 31);
  const hover = await bench.hover('struct folio *(*alloc_folio)', 'alloc_folio');
  const text = await hover.textContent();
  for (const part of ['Gives a fresh folio', 'kvm_gmem_folio_alloc', 'unset: hugetlb', '__mfill_atomic_pte']) {
    assert.ok(text?.includes(part), `${part} is missing in: ${text}`);
  }
  await bench.screenshot('sample-hover');
});

test('hints at dispatch sites', async () => {
  await bench.openFile('mm/userfaultfd.c', 134);
  await bench.page.locator('.view-line', { hasText: '→ shmem, anon, kvm_gmem' }).first().waitFor();
  await bench.screenshot('sample-hints');
});

test('the status item says what was found', async () => {
  await bench.status('vm_uffd_ops: 5 hooks, 4 tables');
});

test('Memory Types: a click goes to the function, or for an unset hook to the table', async () => {
  await focusTree();
  // Rows that are scrolled out of sight are not in the document: the other view makes room.
  const ioctls = bench.page.locator('.pane-header', { hasText: 'Ioctls' });
  await ioctls.click();
  await bench.clickTreeRow('alloc_foliokvm_gmem_folio_alloc');
  await cursorAt('guest_memfd.c', 47);
  await bench.clickTreeRow('filemap_addunset');
  await cursorAt('hugetlb.c', 36);
  const unset = bench.page.locator('.monaco-list-row', { hasText: /unset$/ });
  assert.equal(await unset.count(), 8);
  await ioctls.click();
});

test('the matrix: a click on a cell goes to the code beside it', async () => {
  await bench.runCommand('View: Close All Editors');
  await showMatrix();
  await cell('shmem_mfill_folio_alloc').click();
  await cursorAt('shmem.c', 65);
  await cell('anon_alloc_folio').waitFor();
  await bench.screenshot('sample-matrix-beside');
});

test('the matrix: arrow keys move, Enter goes to the code', async () => {
  await cell('shmem_mfill_folio_alloc').focus();
  await bench.page.keyboard.press('ArrowDown');
  await bench.page.keyboard.press('ArrowRight');
  await bench.page.keyboard.press('ArrowRight');
  await bench.webview().locator('td:focus', { hasText: 'kvm_gmem_filemap_add' }).waitFor();
  await bench.page.keyboard.press('Enter');
  await cursorAt('guest_memfd.c', 53);
});

test('the matrix: the filter leaves what matches', async () => {
  await bench.webview().getByRole('searchbox', { name: 'Filter' }).fill('noalloc');
  await bench.webview().getByText('anon_alloc_folio').waitFor({ state: 'detached' });
  await cell('shmem_get_folio_noalloc').waitFor();
  await bench.webview().getByRole('searchbox', { name: 'Filter' }).fill('');
  await cell('anon_alloc_folio').waitFor();
});

test('the picture of the README', async () => {
  await bench.setTheme('vs-dark');
  await bench.page.setViewportSize({ width: 1180, height: 840 });
  await bench.runCommand('View: Close All Editors');
  await bench.openFile('mm/shmem.c', 82);
  // Before the focus goes elsewhere: VS Code asks for no lenses of an editor that has just lost it.
  await bench.lens('vm_uffd_ops.filemap_remove for shmem');
  await focusTree();
  await widenSidebar(400);
  await bench.screenshot('readme');
});

for (const theme of ['vs-dark', 'vs', 'hc-black', 'hc-light'] as const) {
  test(`pictures in ${themes[theme]}`, async () => {
    await bench.setTheme(theme);
    await bench.runCommand('View: Close All Editors');
    await focusTree();
    await showMatrix();
    await cell('shmem_mfill_folio_alloc').waitFor();
    await bench.screenshot(`sample-matrix-${theme}`);
    await bench.openFile('mm/shmem.c', 75);
    await bench.lens('vm_uffd_ops.filemap_remove for shmem');
    await bench.screenshot(`sample-lenses-${theme}`);
  });
}
