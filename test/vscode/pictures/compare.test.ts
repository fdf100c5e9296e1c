/** A comparison in the workbench: a branch and a series beside the open tree, by clicks and keys, with a picture in each theme. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { cleanUp, onCleanUp } from '../../harness/cleanup.ts';
import { git } from '../../harness/git.ts';
import { themes, type Workbench } from '../../harness/vscode-host/workbench.ts';
import { openPackaged, sampleTree } from './packaged.ts';

let bench: Workbench;

/** The sample tree with a branch beside it, in which some of its hooks are others. */
function repository(): string {
  const root = join(mkdtempSync(join(tmpdir(), 'opscope-compare-')), 'linux');
  onCleanUp(() => rmSync(join(root, '..'), { recursive: true, force: true }));
  cpSync(sampleTree, root, { recursive: true });
  git(root, 'init', '--quiet', '--initial-branch=proposal');
  git(root, 'add', '.');
  git(root, 'commit', '--quiet', '-m', 'the proposal');
  git(root, 'checkout', '--quiet', '-b', 'earlier');
  for (const [path, from, to] of EARLIER) {
    const text = readFileSync(join(root, path), 'utf8');
    assert.ok(text.includes(from), `${path} has ${from}`);
    writeFileSync(join(root, path), text.replace(from, to));
  }
  git(root, 'commit', '--quiet', '-a', '-m', 'as it was');
  writeFileSync(join(root, '..', 'back.patch'), git(root, 'format-patch', '--stdout', 'proposal..earlier'));
  git(root, 'checkout', '--quiet', 'proposal');
  return root;
}

/** What the branch has otherwise: a hook more, a slot of another function, one more and one less, and a check less. */
const EARLIER: readonly (readonly [path: string, from: string, to: string])[] = [
  ['mm/shmem.c', '\t.filemap_remove\t\t= shmem_mfill_filemap_remove,\n', ''],
  ['virt/kvm/guest_memfd.c', '.alloc_folio\t\t= kvm_gmem_folio_alloc', '.alloc_folio\t\t= kvm_gmem_folio_take'],
  [
    'virt/kvm/guest_memfd.c',
    'static const struct vm_uffd_ops kvm_gmem_uffd_ops',
    `static struct folio *kvm_gmem_folio_take(struct vm_area_struct *vma, unsigned long addr)
{
	return kvm_gmem_folio_alloc(vma, addr);
}

static const struct vm_uffd_ops kvm_gmem_uffd_ops`,
  ],
  [
    'mm/hugetlb.c',
    '\t.can_userfault\t= hugetlb_can_userfault,\n',
    '\t.can_userfault\t= hugetlb_can_userfault,\n\t.is_ready\t= hugetlb_is_ready,\n',
  ],
  [
    'mm/hugetlb.c',
    'static const struct vm_uffd_ops hugetlb_uffd_ops',
    'static bool hugetlb_is_ready(struct vm_area_struct *vma)\n{\n\treturn vma->vm_file;\n}\n\nstatic const struct vm_uffd_ops hugetlb_uffd_ops',
  ],
  [
    'include/linux/userfaultfd_k.h',
    '\tbool (*can_userfault)',
    '\tbool (*is_ready)(struct vm_area_struct *vma);\n\tbool (*can_userfault)',
  ],
  ['mm/userfaultfd.c', '(state->vma->vm_flags & VM_SHARED)', '(state->vma)'],
];

let root: string;

before(async () => {
  root = repository();
  bench = await openPackaged(root, {
    'editor.minimap.enabled': false,
    'files.simpleDialog.enable': true,
    'git.enabled': false,
  });
});
after(cleanUp);

const cell = (text: string) => bench.webview().locator('td:visible, th:visible').filter({ hasText: text }).first();
const compareWith = () => bench.runCommand('opscope: Compare with...');

/** Compares with the earlier branch, as its name is chosen from the list. */
async function compareWithEarlier(): Promise<void> {
  await compareWith();
  await bench.choose('earlier', 'earlier');
  await cell('+ shmem_mfill_filemap_remove').waitFor();
}

test('the list has the branches, and folders and series to choose', async () => {
  await bench.openFile('mm/shmem.c', 65);
  await bench.lens('vm_uffd_ops.alloc_folio for shmem');
  await compareWith();
  const rows = bench.page.locator('.quick-input-widget .monaco-list-row');
  for (const text of ['Folder...', 'Patch Series...', 'Revision...', 'earlier', 'proposal'])
    await rows.filter({ hasText: text }).first().waitFor();
  await bench.screenshot('compare-choose');
  await bench.choose('earlier', 'earlier');
});

test('the grid has both sides, each difference with a sign', async () => {
  await cell('+ shmem_mfill_filemap_remove').waitFor();
  for (const text of ['− is_ready', '− hugetlb_is_ready', '~ kvm_gmem_folio_alloc']) await cell(text).waitFor();
  await bench.webview().getByText('− only in earlier · + only in working tree · ~ differs').waitFor();
  await bench.screenshot('compare-grid');
});

/** Waits until the cursor of the active editor is there, by the status bar. */
async function cursorAt(file: string, line: number): Promise<void> {
  await bench.page.locator('.editor-group-container.active .tab.active', { hasText: file }).waitFor();
  await bench.page.locator('[id="status.editor.selection"]', { hasText: `Ln ${line},` }).waitFor();
}

test('a click on a slot that changed opens both functions side by side, the earlier one read-only', async () => {
  await cell('~ kvm_gmem_folio_alloc').click();
  await cursorAt('guest_memfd.c', 47);
  const editors = bench.page.locator('.editor-instance .view-lines');
  await editors.filter({ hasText: 'return kvm_gmem_folio_alloc(vma, addr)' }).first().waitFor();
  await bench.screenshot('compare-side-by-side');
  await bench.runCommand('View: Focus First Editor Group');
});

test('Enter on a slot that is the same opens a difference of its file', async () => {
  await bench.runCommand('View: Close All Editors');
  await compareWithEarlier();
  await cell('shmem_mfill_folio_alloc').click();
  const lines = bench.page.locator('.monaco-diff-editor .view-line', { hasText: 'shmem_mfill_folio_alloc(' });
  await lines.first().waitFor();
  await bench.page.locator('.tab', { hasText: 'mm/shmem.c: earlier ↔ working tree' }).first().waitFor();
  await bench.screenshot('compare-difference');
});

test('a count opens to what was counted, and a line leads to the code', async () => {
  await bench.runCommand('View: Close All Editors');
  await compareWithEarlier();
  await bench.webview().locator('summary', { hasText: 'dispatch.never' }).click();
  const line = bench
    .webview()
    .getByRole('button', { name: /^only on the first side, .*is_ready/ })
    .first();
  await line.waitFor();
  await bench.screenshot('compare-evidence');
  await line.focus();
  await bench.page.keyboard.press('Enter');
  await cursorAt('userfaultfd_k.h', 20);
});

test('what ioctls run on other conditions is told, ioctl by ioctl', async () => {
  await bench.runCommand('View: Close All Editors');
  await compareWithEarlier();
  await bench.webview().locator('.line.changed', { hasText: '+ if ' }).last().scrollIntoViewIfNeeded();
  await bench.screenshot('compare-reach');
});

test('the graph of an ioctl is that of both sides, with what differs marked', async () => {
  await bench.webview().getByRole('button', { name: 'Draw the call graph of UFFDIO_ZEROPAGE on both sides' }).click();
  const node = (name: string) => bench.webview().locator('.node', { hasText: name }).first();
  await node('+ shmem_mfill_filemap_remove').waitFor();
  await node('− kvm_gmem_folio_take').waitFor();
  await bench.webview().locator('.edge.changed').first().waitFor({ state: 'attached' });
  await bench.webview().getByRole('button', { name: 'Fit' }).click();
  await bench.webview().locator('.canvas:not(.waiting)').waitFor();
  await bench.screenshot('compare-graph');
  await node('− kvm_gmem_folio_take').click();
  await cursorAt('guest_memfd.c', 63);
});

test('the sides are swapped, and arrow keys walk the grid', async () => {
  await bench.runCommand('View: Close All Editors');
  await compareWithEarlier();
  await bench.webview().getByRole('button', { name: 'Compare the other way round' }).click();
  await cell('− shmem_mfill_filemap_remove').waitFor();
  await bench.webview().locator(':is(td, th)[tabindex="0"]:visible').focus();
  await bench.page.keyboard.press('Control+Home');
  await bench.page.keyboard.press('ArrowDown');
  await bench.webview().locator('th:focus', { hasText: 'alloc_folio' }).waitFor();
});

test('a comparison is there again after a reload of the window', async () => {
  await bench.reload();
  await cell('− shmem_mfill_filemap_remove').waitFor();
  await bench.webview().getByRole('button', { name: 'Back to the matrix of the open tree' }).click();
  await cell('shmem_mfill_filemap_remove').waitFor();
  await bench.webview().getByLabel('Filter').waitFor();
});

test('a series is applied to the open tree', async () => {
  await bench.runCommand('View: Close All Editors');
  await compareWith();
  await bench.choose('Patch', 'Patch Series...');
  const input = bench.page.locator('.quick-input-widget input').first();
  await bench.page.locator('.quick-input-widget .monaco-list-row').first().waitFor();
  while (await bench.page.locator('.quick-input-widget').isVisible()) {
    await input.fill(join(root, '..', 'back.patch'));
    await input.press('Enter');
    await bench.page
      .locator('.quick-input-widget')
      .waitFor({ state: 'hidden', timeout: 2000 })
      .catch(() => undefined);
  }
  await cell('+ hugetlb_is_ready').waitFor();
  await cell('− shmem_mfill_filemap_remove').waitFor();
  await cell('+ hugetlb_is_ready').click();
  await bench.page.locator('.tab', { hasText: 'hugetlb.c' }).first().waitFor();
  await bench.screenshot('compare-series');
});

test('what is no revision is said', async () => {
  await compareWith();
  await bench.choose('Revision', 'Revision...');
  await bench.page.locator('.quick-input-widget input').first().fill('no-such');
  await bench.page.keyboard.press('Enter');
  await bench.webview().getByText('git knows no commit no-such').waitFor();
});

for (const theme of ['vs-dark', 'vs', 'hc-black', 'hc-light'] as const) {
  test(`pictures in ${themes[theme]}`, async () => {
    await bench.setTheme(theme);
    await bench.runCommand('View: Close All Editors');
    await compareWithEarlier();
    await bench.screenshot(`compare-${theme}`);
  });
}
