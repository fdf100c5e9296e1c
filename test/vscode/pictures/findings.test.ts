/** Findings as a person sees them: a squiggle, its hover, and the list of problems, in a copy of the sample tree. */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { cleanUp, onCleanUp } from '../../harness/cleanup.ts';
import { MANY_TABLES } from '../../harness/many-tables.ts';
import { again, moment } from '../../harness/vscode-host/patience.ts';
import type { Workbench } from '../../harness/vscode-host/workbench.ts';
import { openPackaged, sampleTree } from './packaged.ts';

let bench: Workbench;

before(async () => {
  // Outside any repository, so that every line counts as changed.
  const folder = mkdtempSync(join(tmpdir(), 'opscope-findings-'));
  onCleanUp(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(sampleTree, join(folder, 'linux'), { recursive: true });
  for (const [path, text] of Object.entries(MANY_TABLES)) {
    if (path === 'Makefile' || path === 'Kconfig') continue;
    mkdirSync(dirname(join(folder, 'linux', path)), { recursive: true });
    writeFileSync(join(folder, 'linux', path), text);
  }
  bench = await openPackaged(join(folder, 'linux'), { 'editor.minimap.enabled': false });
});
after(cleanUp);

test('a squiggle, and a hover that says why, how it is a module, and what to use instead', async () => {
  await bench.openFile('drivers/misc/glimpse/glimpse.c', 21);
  await bench.page.locator('.squiggly-warning').nth(3).waitFor();
  await bench.hover('if (!pte_none(ptep_get(pte)))', 'pte_none');
  const hover = bench.page.locator('.monaco-hover:not(.hidden)', { hasText: 'Makefile(2, 1): CONFIG_GLIMPSE' }).first();
  await hover.waitFor();
  // The finding says it all, and once.
  const text = (await hover.textContent()) ?? '';
  assert.match(text, /can be part of a module: .*Instead, /);
  assert.doesNotMatch(text, /In a module that is risky|Instead: /);
  await bench.screenshot('findings-hover');
});

test('the list of problems has them, with their evidence', async () => {
  await bench.page.keyboard.press('Escape');
  await bench.runCommand('Problems: Focus on Problems View');
  const rows = bench.page.locator('.markers-panel .monaco-list-row');
  await rows.filter({ hasText: 'glimpse_map_one() reads entries' }).first().waitFor();
  await rows.filter({ hasText: 'CONFIG_GLIMPSE can make it part of a module' }).first().waitFor();
  await bench.screenshot('findings-problems');
});

test('the stub of a hook is written, and what is typed next replaces its comment', async () => {
  const lines = readFileSync(join(sampleTree, 'mm/shmem.c'), 'utf8').split('\n');
  const slot = lines.findIndex((line) => line.startsWith('\t.filemap_remove')) + 1;
  await bench.openFile('mm/shmem.c', slot);
  await bench.runCommand('Delete Line');
  await bench.page.keyboard.press('ArrowUp');
  const active = bench.page.locator('.editor-group-container.active');
  await active.locator('.squiggly-warning').first().waitFor();
  const action = bench.page.locator('.action-widget .monaco-list-row', {
    hasText: 'Add filemap_remove to shmem_uffd_ops',
  });
  // A list that is opened between two lists of findings has what the first one offers.
  await again(async () => {
    await bench.page.keyboard.press('Escape');
    await bench.runCommand('Quick Fix...');
    await action.click({ timeout: moment });
  });
  await active.locator('.view-line', { hasText: 'TODO: filemap_remove of shmem' }).waitFor();
  await bench.page.keyboard.type('unlock_page(page);');
  await active.locator('.view-line', { hasText: 'unlock_page(page);' }).waitFor();
  await active.locator('.view-line', { hasText: 'TODO: filemap_remove' }).waitFor({ state: 'detached' });
  await bench.screenshot('findings-stub');
  await bench.runCommand('File: Revert File');
});

test('a hover on a hook that many fill counts the rest, which a click lists in groups', async () => {
  await bench.openFile('fs/elm/file.c', 7);
  const { page } = bench;
  const hover = await bench.hover('.grow', 'grow');
  await hover.getByText('elm_grow').first().waitFor();
  await bench.screenshot('hover-many');
  await hover.getByText('all 12 functions that fill it').click();
  const rows = page.locator('.quick-input-widget .monaco-list-row');
  await rows.filter({ hasText: 'generic_grow' }).first().waitFor();
  for (const group of ['in this folder', 'shared by several folders', 'others']) {
    await page.locator('.quick-input-widget').getByText(group, { exact: true }).first().waitFor();
  }
  await bench.screenshot('hover-many-list');
  await page.keyboard.type('hazel');
  await page.keyboard.press('Enter');
  await page.locator('.tab.active', { hasText: 'file.c' }).waitFor();
  await page.locator('.view-line', { hasText: 'hazel_grow' }).first().waitFor();
});
