/** Lists that grow by others: as many arguments as a list has elements are more than a stack has. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { addTo } from '../../server/src/base/add-to.ts';
import { projectRoot } from '../harness/root.ts';

test('a list is added to another, however long it is', () => {
  const list = [1];
  addTo(
    list,
    Array.from({ length: 500_000 }, (_, i) => i),
  );
  assert.equal(list.length, 500_001);
  assert.equal(list.at(-1), 499_999);
});

test('no list is handed over as arguments', () => {
  const root = join(projectRoot, 'server/src');
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  const wrong = paths.filter((path) => {
    const code = readFileSync(join(root, path), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
    return /\.(?:push|unshift)\(\s*\.\.\.|String\.from\w+\(\.\.\./.test(code);
  });
  assert.deepEqual(wrong, []);
});
