/** The call-graph panel and the Ioctls view in the workbench, by clicks and keys, with a picture in each theme. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { cleanUp, onCleanUp } from '../../harness/cleanup.ts';
import { again, moment } from '../../harness/vscode-host/patience.ts';
import { themes, type Workbench } from '../../harness/vscode-host/workbench.ts';
import { openPackaged, sampleTree } from './packaged.ts';

let bench: Workbench;

before(async () => {
  bench = await openPackaged(sampleTree, { 'editor.minimap.enabled': false, 'files.simpleDialog.enable': true });
});
after(cleanUp);

const node = (name: string) => bench.webview().locator('.node', { hasText: name }).first();
const about = () => bench.webview().getByLabel('What the graph is about');

/** Waits until the cursor of the active editor is there, by the status bar. */
async function cursorAt(file: string, line: number): Promise<void> {
  const { page } = bench;
  await page.locator('.editor-group-container.active .tab.active', { hasText: file }).waitFor();
  await page.locator('[id="status.editor.selection"]', { hasText: `Ln ${line},` }).waitFor();
}

test('a click on the lens of an ioctl draws its graph', async () => {
  await bench.openFile('mm/userfaultfd.c', 502);
  await bench.lens('get_folio_noalloc: kvm_gmem, shmem · hugetlb_mfill_atomic_pte(): hugetlb');
  await bench.screenshot('graph-lenses');
  await bench.clickLens('alloc_folio: anon, kvm_gmem, shmem');
  await node('shmem_mfill_folio_alloc').waitFor();
  await bench.screenshot('graph-first');
});

test('a click on a node goes to its code, beside the graph', async () => {
  await bench.runCommand('View: Close All Editors');
  await bench.openFile('mm/userfaultfd.c', 502);
  await bench.clickLens('alloc_folio: anon, kvm_gmem, shmem');
  await node('shmem_mfill_folio_alloc').waitFor();
  await bench.webview().getByRole('button', { name: 'Fit' }).click();
  await node('shmem_mfill_folio_alloc').click();
  await cursorAt('shmem.c', 65);
  await bench.webview().locator('.node.selected', { hasText: 'shmem_mfill_folio_alloc' }).waitFor();
  await bench.webview().locator('nav', { hasText: '__mfill_atomic_pte' }).waitFor();
  await bench.screenshot('graph-beside');
});

test('arrow keys walk the graph, and Enter goes to the code', async () => {
  await bench.webview().locator('nav button').first().click();
  await bench.webview().locator('.node:focus', { hasText: 'UFFDIO_COPY' }).waitFor();
  await bench.page.keyboard.press('ArrowRight');
  await bench.webview().locator('.node:focus', { hasText: 'userfaultfd_copy' }).waitFor();
  await bench.page.keyboard.press('Enter');
  await cursorAt('userfaultfd.c', 404);
});

test('a hover on a call says its condition', async () => {
  const edge = bench.webview().locator('.edge circle').first();
  await again(async () => {
    await bench.page.mouse.move(0, 0);
    await edge.hover({ force: true });
    await bench.webview().locator('.tip', { hasText: 'if ' }).waitFor({ timeout: moment });
  });
});

test('a memory type is switched off and on, and what is found is marked', async () => {
  const box = bench.webview().getByRole('checkbox', { name: 'shmem' });
  await box.uncheck();
  await node('shmem_mfill_folio_alloc').waitFor({ state: 'detached' });
  await node('kvm_gmem_folio_alloc').waitFor();
  await box.check();
  await node('shmem_mfill_folio_alloc').waitFor();
  await bench.webview().getByLabel('Find').fill('kvm_gmem');
  await bench.webview().locator('.node.found', { hasText: 'kvm_gmem_filemap_add' }).waitFor();
  await bench.webview().getByLabel('Find').fill('');
  await bench.webview().locator('.node.found').first().waitFor({ state: 'detached' });
});

test('another ioctl is chosen, and the depth is cut', async () => {
  await about().selectOption('UFFDIO_CONTINUE');
  await node('shmem_get_folio_noalloc').waitFor();
  assert.equal(await node('alloc_folio').count(), 0);
  await bench.webview().getByLabel('Depth').selectOption('2');
  await node('mfill_atomic_continue() ...').waitFor();
  await bench.webview().getByLabel('Depth').selectOption('0');
  await node('shmem_get_folio_noalloc').waitFor();
});

test('a click on the badge of a cut function goes on from there, and C goes to its callers', async () => {
  await bench.webview().getByLabel('Depth').selectOption('2');
  await node('mfill_atomic_continue() ...').waitFor();
  await bench.webview().getByRole('button', { name: 'Fit' }).click();
  await node('mfill_atomic_continue() ...').locator('.go-on').click();
  await node('shmem_get_folio_noalloc').waitFor({ state: 'detached' });
  await node('mfill_get_vma').waitFor();
  await bench.webview().getByLabel('Depth').selectOption('0');
  await node('mfill_atomic_continue').focus();
  await bench.page.keyboard.press('c');
  await node('userfaultfd_continue').waitFor();
  await about().selectOption('UFFDIO_CONTINUE');
  await node('shmem_get_folio_noalloc').waitFor();
});

test('the graph follows what is typed into the source', async () => {
  await about().selectOption('UFFDIO_WAKE');
  await node('userfaultfd_wake').click();
  await cursorAt('userfaultfd.c', 395);
  await node('mfill_atomic_continue').waitFor({ state: 'detached' });
  for (let line = 395; line < 398; line++) await bench.page.keyboard.press('ArrowDown');
  await bench.page.keyboard.type('mfill_atomic_continue(ctx, 0, 0, 0);');
  await node('shmem_get_folio_noalloc').waitFor();
  await bench.screenshot('graph-typed');
  await bench.runCommand('File: Revert File');
  await node('mfill_atomic_continue').waitFor({ state: 'detached' });
  await about().selectOption('UFFDIO_CONTINUE');
  await node('shmem_get_folio_noalloc').waitFor();
});

test('the graph is saved as DOT', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'opscope-graph-'));
  onCleanUp(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'continue.dot');
  await bench.webview().getByLabel('Save as').selectOption('dot');
  const box = bench.page.locator('.quick-input-widget');
  const input = box.locator('input').first();
  // While it still lists its folder the dialog takes no answer: it is given again until it does.
  await box.locator('.monaco-list-row').first().waitFor();
  while (await box.isVisible()) {
    await input.fill(path);
    await input.press('Enter');
    await box.waitFor({ state: 'hidden', timeout: 2000 }).catch(() => undefined);
  }
  await node('shmem_get_folio_noalloc').waitFor();
  while (!existsSync(path)) await pause(20);
  assert.match(readFileSync(path, 'utf8'), /^digraph/);
});

test('the Ioctls view goes from the ioctl to the function of a memory type', async () => {
  await bench.runCommand('opscope: Focus on Ioctls View');
  // Rows that are scrolled out of sight are not in the document: the other view makes room.
  await bench.page.locator('.pane-header', { hasText: 'Memory Types' }).click();
  await bench.clickTreeRow('UFFDIO_CONTINUEhugetlb, kvm_gmem, shmem', 'twistie');
  await bench.clickTreeRow('get_folio_noallockvm_gmem, shmem', 'twistie');
  await bench.clickTreeRow('shmemshmem_get_folio_noalloc');
  await cursorAt('shmem.c', 57);
  await bench.screenshot('graph-ioctls-view');
});

test('the Ioctls view says who hands page faults over', async () => {
  await bench.clickTreeRow('handle_userfault()page faults · ', 'twistie');
  await bench.screenshot('graph-faults');
});

test('the panel is there again after a reload of the window, with what it showed', async () => {
  await bench.runCommand('View: Close All Editors');
  await bench.openFile('mm/userfaultfd.c', 502);
  await bench.clickLens('alloc_folio: anon, kvm_gmem, shmem');
  await node('shmem_mfill_folio_alloc').waitFor();
  await bench.webview().getByRole('checkbox', { name: 'shmem' }).uncheck();
  await node('shmem_mfill_folio_alloc').waitFor({ state: 'detached' });
  await bench.reload();
  await node('kvm_gmem_folio_alloc').waitFor();
  assert.equal(await node('shmem_mfill_folio_alloc').count(), 0);
  assert.equal(await about().locator('option:checked').textContent(), 'UFFDIO_COPY');
  await bench.webview().getByRole('checkbox', { name: 'shmem' }).check();
});

for (const theme of ['vs-dark', 'vs', 'hc-black', 'hc-light'] as const) {
  test(`pictures in ${themes[theme]}`, async () => {
    await bench.setTheme(theme);
    await bench.runCommand('View: Close All Editors');
    await bench.openFile('mm/userfaultfd.c', 502);
    await bench.clickLens('alloc_folio: anon, kvm_gmem, shmem');
    await node('shmem_mfill_folio_alloc').waitFor();
    await bench.webview().getByRole('button', { name: 'Fit' }).click();
    await node('shmem_mfill_folio_alloc').focus();
    await bench.webview().locator('nav', { hasText: '__mfill_atomic_pte' }).waitFor();
    // Fit asks for the graph anew, and until it is there the old one is pale.
    await bench.webview().locator('.canvas:not(.waiting)').waitFor();
    await bench.screenshot(`graph-${theme}`);
  });
}
