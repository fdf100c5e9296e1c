/** The page of the extension in VS Code, as it is when it was packed in a repository that others can reach. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { cleanUp, onCleanUp } from '../../harness/cleanup.ts';
import { pack, projectCopy } from '../../harness/project-copy.ts';
import { projectRoot } from '../../harness/root.ts';
import { openWorkbench, type Workbench } from '../../harness/vscode-host/workbench.ts';
import { sampleTree } from './packaged.ts';

const HOME = 'https://git.example.org/opscope';

let bench: Workbench;

/** The package as it is with an address. */
function published(): string {
  const folder = mkdtempSync(join(tmpdir(), 'opscope-published-'));
  onCleanUp(() => rmSync(folder, { recursive: true, force: true }));
  const root = projectCopy(join(folder, 'opscope'), { repository: { type: 'git', url: `git+${HOME}.git` } });
  pack(root, folder, ['--built']);
  return join(folder, readdirSync(folder).find((name) => name.endsWith('.vsix')) ?? assert.fail('no package'));
}

/** Answers for the repository: what its tag has is what this folder has. */
async function serveRepository(): Promise<void> {
  await bench.page.context().route(`${HOME}/raw/**`, async (route) => {
    const path = new URL(route.request().url()).pathname.replace(/^\/opscope\/raw\/v[\d.]+\//, '');
    await route.fulfill({ path: join(projectRoot, path) });
  });
}

before(async () => {
  bench = await openWorkbench(sampleTree, { vsix: published(), settings: { 'workbench.reduceMotion': 'on' } });
  await serveRepository();
});
after(cleanUp);

/** What the page shows of the README. */
async function openReadme(): Promise<Locator> {
  await bench.runCommand('Extensions: Show Installed Extensions');
  await bench.page.locator('.extension-list-item', { hasText: 'opscope' }).first().click();
  const readme = bench.webview().locator('body');
  await readme.locator('h1', { hasText: 'opscope' }).waitFor();
  return readme;
}

test('the pictures of the README are on the page, and its links lead to the repository', async () => {
  const readme = await openReadme();
  const picture = readme.locator('img');
  assert.equal(await picture.count(), 1);
  await picture.scrollIntoViewIfNeeded();
  await picture.evaluate((image) => ('decode' in image && typeof image.decode === 'function' ? image.decode() : null));
  const size = await picture.boundingBox();
  assert.ok(size && size.width > 300 && size.height > 200, JSON.stringify(size));
  const links = await readme.locator('a[href]').evaluateAll((all) => all.map((each) => each.getAttribute('href')));
  assert.ok(links.includes(`${HOME}/blob/v0.1.0/docs/cli.md`), links.join('\n'));
  await bench.screenshot('extension-page');
});
