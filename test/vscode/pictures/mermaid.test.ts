/** Graphs of hostile texts, drawn by Mermaid in a browser as a page with Markdown would draw them. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { mermaidText } from '../../../server/src/features/graph/mermaid.ts';
import { nastyGraph } from '../../graph/nasty.ts';
import { cleanUp } from '../../harness/cleanup.ts';
import { NASTY } from '../../harness/nasty.ts';
import { projectRoot } from '../../harness/root.ts';
import { openPage } from '../../harness/vscode-host/browser.ts';

let page: Page;

before(async () => {
  page = await openPage();
  await page.setContent('<div id="drawn"></div>');
  await page.addScriptTag({ path: join(projectRoot, 'node_modules/mermaid/dist/mermaid.min.js') });
});
after(cleanUp);

for (const [text, shown] of NASTY) {
  test(JSON.stringify(text), async () => {
    const seen: unknown = await page.evaluate(DRAW(mermaidText(nastyGraph(text))));
    assert.ok(Array.isArray(seen), String(seen));
    const texts = seen.map((each) => String(each).replaceAll('\u00a0', ' ').trim());
    assert.deepEqual(texts.sort(), [shown, shown, `${shown}()`, shown].map((each) => each.trim()).sort());
  });
}

/** Draws, and answers with the texts of the labels: two nodes, the edge, and the memory type. */
const DRAW = (text: string): string => `(async () => {
  const { svg } = await mermaid.render('picture', ${JSON.stringify(text)});
  const drawn = document.getElementById('drawn');
  drawn.innerHTML = svg;
  const labels = drawn.querySelectorAll('.nodeLabel, .edgeLabel .edgeLabel, .cluster-label .nodeLabel');
  const unwanted = drawn.querySelectorAll('.label img, .label i, .label script, .label math, .label b, a');
  if (unwanted.length > 0) return 'has ' + unwanted[0].outerHTML;
  return [...new Set(labels)].map((each) => each.textContent);
})()`;
