/** The walkthrough: each step with its picture, and ticked once somebody has done what it is about. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { cleanUp } from '../../harness/cleanup.ts';
import { projectRoot } from '../../harness/root.ts';
import type { Workbench } from '../../harness/vscode-host/workbench.ts';
import { openPackaged, sampleTree } from './packaged.ts';

let bench: Workbench;

before(async () => {
  bench = await openPackaged(sampleTree, { 'workbench.startupEditor': 'welcomePageInEmptyWorkbench' });
});
after(cleanUp);

const step = (id: string) => bench.page.locator(`.getting-started-step[x-dispatch$="#start#${id}"]`);

/** Takes the button of a step, waits until the step is ticked, and returns to it. */
async function take(id: string, button: string, result: () => Promise<void>): Promise<void> {
  await step(id).click();
  await step(id).getByRole('button', { name: button }).waitFor();
  await bench.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame').locator('svg').first().waitFor();
  await bench.screenshot(`walkthrough-${id}`);
  await step(id).getByRole('button', { name: button }).click();
  await result();
  await bench.runCommand('opscope: Get Started');
  await step(id).locator('.codicon.complete').waitFor();
}

test('the first time with a kernel tree it opens by itself, and not again', async () => {
  await step('tree').waitFor();
  await bench.screenshot('walkthrough-first');
  await bench.runCommand('View: Close All Editors');
  await step('tree').waitFor({ state: 'detached' });
  await bench.reload();
  await bench.runCommand('opscope: Focus on Ioctls View');
  await bench.treeRow('UFFDIO_COPY');
  assert.equal(await step('tree').count(), 0);
});

test('an open kernel tree is ticked, and no text shows its markup', async () => {
  // The extension is active, and the tree was found, before the walkthrough is opened.
  await bench.runCommand('opscope: Focus on Ioctls View');
  await bench.treeRow('UFFDIO_COPY');
  await bench.runCommand('opscope: Get Started');
  await step('tree').locator('.codicon.complete').waitFor();
  assert.doesNotMatch((await bench.page.locator('.gettingStartedContainer').textContent()) ?? '', /[`*[\]]/);
});

test('what was done before the walkthrough was opened is ticked too', async () => {
  await step('views').locator('.codicon.complete').waitFor();
});

test('the graph, the matrix, the problems and the jump to a hook are ticked', async () => {
  await take('graph', 'Show Call Graph', () => bench.page.locator('.tab.active', { hasText: 'Call graph' }).waitFor());
  await take('matrix', 'Show Matrix', () => bench.page.locator('.tab.active', { hasText: 'Ops matrix' }).waitFor());
  await take('findings', 'Show Problems', () => bench.page.locator('.panel .markers-panel').first().waitFor());
  await take('lenses', 'Go to a Hook...', async () => {
    await bench.choose('shmem_mfill_folio_alloc', 'shmem_mfill_folio_alloc');
    await bench.page.locator('.tab.active', { hasText: 'shmem.c' }).waitFor();
  });
});

test('pictures need no style sheet: VS Code shows walkthroughs without theirs, in black', () => {
  const folder = join(projectRoot, 'media/walkthrough');
  for (const name of readdirSync(folder))
    assert.doesNotMatch(readFileSync(join(folder, name), 'utf8'), /<style|class=/, name);
});
