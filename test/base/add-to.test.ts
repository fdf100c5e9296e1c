/** Lists that grow by others: as many arguments as a list has elements are more than a stack has. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { addTo } from '../../server/src/base/add-to.ts';
import { largest, smallest } from '../../server/src/base/extremes.ts';
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

test('the ends of a list are found, however long it is', () => {
  const list = Array.from({ length: 500_000 }, (_, i) => i);
  assert.deepEqual([smallest(list), largest(list)], [0, 499_999]);
  assert.deepEqual([smallest(list, -1), largest(list, 500_000)], [-1, 500_000]);
  assert.deepEqual([smallest([], 3), largest([], 3)], [3, 3]);
});

/** Calls that take as many arguments as there are elements: of lists, of characters, of numbers, and keys of facts. */
const SPREAD =
  /\.(?:push|unshift)\(\s*\.\.\.|\.splice\([^;]*\.\.\.|String\.from\w+\(\.\.\.|Math\.\w+\((?:[^()]|\([^()]*\))*?\.\.\.|\.get\([A-Z][^;()]*\.\.\./;

test('no list is handed over as arguments', () => {
  const root = join(projectRoot, 'server/src');
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  const wrong = paths.filter((path) => {
    const code = readFileSync(join(root, path), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
    return SPREAD.test(code);
  });
  assert.deepEqual(wrong, []);
});
