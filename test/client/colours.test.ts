/** The colours of memory types: by their names, far from each other, and there in the style. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { COLOURS, colourOf, hueOf } from '../../client/webview/colours.ts';
import { projectRoot } from '../harness/root.ts';

const style = readFileSync(join(projectRoot, 'media/panel.css'), 'utf8');

test('a memory type has the same colour whatever else there is', () => {
  assert.equal(colourOf('shmem'), 'typed type-20');
  assert.equal(colourOf('anon'), 'typed type-14');
  assert.equal(colourOf(null), '');
});

test('the usual types of a kernel are far from each other in the circle of hues', () => {
  const usual = ['anon', 'shmem', 'hugetlb', 'kvm_gmem'].map(hueOf);
  for (const [i, a] of usual.entries()) {
    for (const b of usual.slice(0, i)) {
      const apart = Math.abs(a - b);
      assert.ok(Math.min(apart, COLOURS - apart) >= COLOURS / 4, usual.join());
    }
  }
});

test('names take all of the circle', () => {
  const names = Array.from({ length: 2000 }, (_, i) => `type${i}`);
  assert.equal(new Set(names.map(hueOf)).size, COLOURS);
});

test('the style has each hue once, and a lightness for each theme', () => {
  const hues = [...style.matchAll(/^\.type-(\d+) \{ --hue: (\d+)deg; \}$/gm)].map(([, number, hue]) => [number, hue]);
  assert.deepEqual(
    hues,
    Array.from({ length: COLOURS }, (_, i) => [`${i}`, `${(i * 360) / COLOURS}`]),
  );
  for (const theme of ['vscode-dark', 'vscode-high-contrast', 'vscode-high-contrast-light'])
    assert.match(style, new RegExp(`body\\.${theme} \\{\\n  --type-lightness:`));
});
