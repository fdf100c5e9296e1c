/** docs/security.md promises what tests hold, and names files that there are. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { projectRoot } from '../harness/root.ts';

const read = (path: string): string => readFileSync(join(projectRoot, path), 'utf8');
const page = read('docs/security.md');

test('every path on the page is there', () => {
  const linked = [...page.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path = '']) => join('docs', path));
  const named = [...page.matchAll(/`((?:server|media|client|test|docs)\/[^`]+)`/g)].map(([, path = '']) => path);
  const missing = [...linked, ...named].filter((path) => !existsSync(join(projectRoot, path)));
  assert.deepEqual(missing, []);
});

test('every promise names a test, by the address that its link shows', () => {
  const [, table = ''] = /^\| promise \| held by \|\n\| --- \| --- \|\n((?:\|.*\n)+)/m.exec(page) ?? [];
  const rows = table.trimEnd().split('\n');
  assert.ok(rows.length > 15);
  for (const row of rows) {
    const links = [...row.matchAll(/\[([^\]]+)\]\(\.\.\/([^)]+)\)/g)];
    assert.ok(links.length > 0, row);
    for (const [, text = '', path] of links) {
      assert.equal(text, path);
      assert.match(text, /^test\/.*\.test\.ts$/);
    }
  }
});

test('the page, SECURITY.md and README.md lead to each other', () => {
  assert.ok(page.includes('](../SECURITY.md)'));
  assert.ok(read('SECURITY.md').includes('](docs/security.md)'));
  for (const path of ['SECURITY.md', 'docs/security.md']) assert.ok(read('README.md').includes(`](${path})`), path);
});
