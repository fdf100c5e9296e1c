/** Lists that grow by others: as many arguments as a list has elements are more than a stack has. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { addTo, pushTo } from '../../server/src/base/add-to.ts';
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

test('an item is added to the list of its key', () => {
  const lists = new Map([['a', [1]]]);
  pushTo(lists, 'a', 2);
  pushTo(lists, 'b', 3);
  assert.deepEqual(
    [...lists],
    [
      ['a', [1, 2]],
      ['b', [3]],
    ],
  );
});

/** A longer list in place of the one before, for each item: of a hundred thousand under one key that is the square of them. */
const ANEW = /\.set\([^;]*\[\.\.\.\(\w+\.get\([^;]*\?\? \[\]\), (?!\.\.\.)/;

test('no list is made anew for each of its items', () => {
  assert.match('all.set(name, [...(all.get(name) ?? []), item]);', ANEW);
  assert.deepEqual(
    sources()
      .filter(([, code]) => ANEW.test(code))
      .map(([path]) => path),
    [],
  );
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
  assert.deepEqual(
    sources()
      .filter(([, code]) => SPREAD.test(code))
      .map(([path]) => path),
    [],
  );
});

/** The code of the server by its files, without comments. */
function sources(): readonly (readonly [path: string, code: string])[] {
  const root = join(projectRoot, 'server/src');
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  return paths.map((path) => [path, readFileSync(join(root, path), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')]);
}
