/** The call-graph panel on the newest kernel tree: how long it takes from the click, and graphs of hundreds of functions. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { cleanUp } from '../../harness/cleanup.ts';
import { kernelTrees } from '../../harness/kernel-trees.ts';
import type { Workbench } from '../../harness/vscode-host/workbench.ts';
import { openPackaged, sampleTree } from './packaged.ts';

const CORE = 'mm/userfaultfd.c';
const tree = kernelTrees[0]?.root ?? sampleTree;
const caseLine = readFileSync(join(tree, CORE), 'utf8').split('case UFFDIO_COPY:', 1)[0]?.split('\n').length ?? 1;

let bench: Workbench;

before(async () => {
  const settings = { 'editor.minimap.enabled': false, 'files.readonlyInclude': { '**': true } };
  bench = await openPackaged(tree, settings);
});
after(cleanUp);

const node = (name: string) => bench.webview().locator('.node', { hasText: name }).first();
const picture = () => bench.webview().locator('.canvas > svg');

/** Prints what the panel says of the time from the click until the graph was seen. */
async function drawn(what: string): Promise<void> {
  await bench.webview().locator('.canvas > svg[data-drawn-after]').waitFor();
  const after = await picture().getAttribute('data-drawn-after');
  const nodes = await bench.webview().locator('.node').count();
  console.log(`${what}: ${nodes} nodes, drawn ${after} ms after the click`);
}

test('a click on a lens draws the graph of the ioctl', async () => {
  await bench.openFile(CORE, caseLine);
  await bench.lens(/^alloc_folio: anon.*shmem/);
  await bench.clickLens(/^alloc_folio: anon.*shmem/);
  await node('shmem_mfill_folio_alloc').waitFor();
  await drawn('the first graph, which opens the panel');
  await bench.screenshot('graph-kernel');
});

test('another ioctl is drawn in the open panel', async () => {
  await bench.openFile(CORE, caseLine);
  await bench.clickLens(/^get_folio_noalloc: .*shmem/);
  await node('shmem_get_folio_noalloc').waitFor();
  await drawn('another graph, in the open panel');
});

test('a graph of hundreds of functions can be read, searched and walked', async () => {
  await node('mfill_atomic_continue').focus();
  await bench.page.keyboard.press('f');
  await bench.webview().getByLabel('Depth').selectOption('6');
  await bench.webview().locator('.node').nth(40).waitFor();
  await bench.screenshot('graph-kernel-large');
  const scale = Number(
    /scale\(([\d.]+)\)/.exec((await picture().locator('.drawing').getAttribute('transform')) ?? '')?.[1],
  );
  assert.ok(scale >= 0.8, `names can be read at the start, not at ${scale}`);
  const [box, start] = [await picture().boundingBox(), await node('mfill_atomic_continue').boundingBox()];
  assert.ok(box && start && start.y > box.y && start.y < box.y + box.height, 'the start is in sight');
  await bench.webview().getByRole('searchbox').fill('mfill_get_vma');
  await bench.page.keyboard.press('Enter');
  await bench.webview().locator('.node.selected', { hasText: 'mfill_get_vma' }).waitFor();
  await bench.screenshot('graph-kernel-found');
});
