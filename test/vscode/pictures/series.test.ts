/** A series of patches as a person sees it: the view, the changes of a patch, and comments on them, in each theme. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { cleanUp, onCleanUp } from '../../harness/cleanup.ts';
import { sampleSeries } from '../../harness/sample-series.ts';
import { themes, type Workbench } from '../../harness/vscode-host/workbench.ts';
import { openPackaged, sampleTree } from './packaged.ts';

let bench: Workbench;

before(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'opscope-series-'));
  onCleanUp(() => rmSync(folder, { recursive: true, force: true }));
  const root = join(folder, 'linux');
  cpSync(sampleTree, root, { recursive: true });
  writeFileSync(join(root, 'series.mbox'), sampleSeries(sampleTree));
  bench = await openPackaged(root, { 'editor.minimap.enabled': false });
});
after(cleanUp);

test('the file itself has findings on its lines, and a lens above each patch', async () => {
  await bench.openFile('series.mbox');
  await bench.lens('introduces 1');
  await bench.lens('open the series of 3');
  await bench.page.locator('.squiggly-info').first().waitFor();
});

for (const theme of ['vs', 'hc-black', 'vs-dark'] as const) {
  test(`its picture in ${themes[theme]}`, async () => {
    await bench.setTheme(theme);
    await bench.openFile('series.mbox', 15);
    await bench.lens('introduces 1');
    await bench.screenshot(`series-file-${theme}`);
  });
}

test('the view has the patches, and the first is shown with a comment on what it introduces', async () => {
  await bench.openFile('series.mbox');
  await bench.runCommand('opscope: Open Patch Series...');
  await bench.choose('series.mbox', 'series.mbox');
  await bench.treeRow('1/3 mm: userfaultfd: ask again');
  await bench.treeRow('introduces 1');
  await bench.page.locator('.tab.active', { hasText: '1/3 mm: userfaultfd: ask again' }).waitFor();
  const comment = bench.page.locator('.review-widget', { hasText: 'dispatch-added' }).first();
  await comment.waitFor();
  await comment.getByText('again() now dispatches can_userfault').first().waitFor();
});

test('keys go to the next patch, and a click on a finding to its place', async () => {
  await bench.page.locator('.editor-group-container.active .view-line').first().click();
  await bench.page.keyboard.press('Alt+F11');
  await bench.page.locator('.tab.active', { hasText: '2/3 mm: shmem: a bare table' }).waitFor();
  await bench.clickTreeRow('again() now dispatches');
  await bench.page.locator('.tab.active', { hasText: 'mm/userfaultfd.c (1/3' }).waitFor();
  await bench.page.locator('.review-widget', { hasText: 'dispatch-added' }).first().waitFor();
  await bench.clickTreeRow('3/3 mm: userfaultfd: a folio, too');
  await bench.page.locator('.tab.active', { hasText: '3/3 mm: userfaultfd: a folio, too' }).waitFor();
});

for (const theme of ['vs-dark', 'vs', 'hc-black'] as const) {
  test(`pictures in ${themes[theme]}`, async () => {
    await bench.setTheme(theme);
    await bench.clickTreeRow('1/3 mm: userfaultfd: ask again');
    await bench.page.locator('.review-widget', { hasText: 'dispatch-added' }).first().waitFor();
    await bench.screenshot(`series-${theme}`);
  });
}

test('closed, nothing of it is left', async () => {
  await bench.runCommand('opscope: Close Patch Series');
  await bench.page.locator('.tab', { hasText: '1/3 mm' }).first().waitFor({ state: 'detached' });
  await bench.page.locator('.pane-header', { hasText: 'Series' }).waitFor({ state: 'detached' });
});
