/** The call-graph panel on the newest kernel tree: how long it takes from the click, and graphs of hundreds of functions. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { cleanUp } from '../../harness/cleanup.ts';
import { kernelTrees } from '../../harness/kernel-trees.ts';
import { moment, settledBox } from '../../harness/vscode-host/patience.ts';
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

type Box = Awaited<ReturnType<ReturnType<typeof picture>['boundingBox']>>;

/** Whether the middle of a box is inside another. */
function isIn(outer: Box, inner: Box): boolean {
  if (!outer || !inner) return false;
  const [x, y] = [inner.x + inner.width / 2 - outer.x, inner.y + inner.height / 2 - outer.y];
  return x >= 0 && y >= 0 && x <= outer.width && y <= outer.height;
}

/** How many nodes are in sight, of how many, and whether a sign says where the rest is. */
async function inSight(): Promise<{ seen: number; all: number; hasSign: boolean }> {
  const canvas = await picture().boundingBox();
  const rects = await bench.webview().locator('.node rect').all();
  const boxes = await Promise.all(rects.map((each) => each.boundingBox()));
  const hasSign = (await bench.webview().locator('.beyond:not([hidden])').count()) > 0;
  return { seen: boxes.filter((box) => isIn(canvas, box)).length, all: boxes.length, hasSign };
}

/** Waits until some of the graph is seen, and signs lead to all of the rest. */
async function untilInSight(least: number): Promise<void> {
  for (;;) {
    const { seen, all, hasSign } = await inSight();
    if (seen >= least && hasSign === seen < all) return;
    await pause(20);
  }
}

test('the first view has the hooks, which is what the lens is about', async () => {
  const { seen, all } = await inSight();
  assert.equal(seen, all);
});

test('a window that shrinks and grows never leaves the canvas empty', async () => {
  for (const [width, height] of [
    [900, 600],
    [800, 560],
    [640, 420],
    [1400, 900],
  ] as const) {
    await bench.page.setViewportSize({ width, height });
    await untilInSight(1);
    await bench.screenshot(`graph-kernel-${width}`);
  }
  assert.equal((await inSight()).hasSign, false);
});

test('what was moved to stays in sight, and signs lead to the rest', async () => {
  const box = await settledBox(picture());
  await bench.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await bench.page.mouse.wheel(3000, 3000);
  await untilInSight(1);
  await bench.page.setViewportSize({ width: 700, height: 480 });
  await untilInSight(1);
  await bench.screenshot('graph-kernel-moved');
  const start = bench.webview().locator('.node.ioctl');
  for (const side of ['up', 'left']) {
    const sign = bench.webview().locator(`.beyond.${side}:not([hidden]) button`);
    // It may go away before the click.
    while ((await sign.count()) > 0) await sign.click({ timeout: moment }).catch(() => undefined);
  }
  assert.ok(isIn(await picture().boundingBox(), await start.locator('rect').boundingBox()), 'they lead to the start');
  await bench.page.setViewportSize({ width: 1400, height: 900 });
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
