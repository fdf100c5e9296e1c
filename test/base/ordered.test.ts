import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { firstFrom, lastUpTo } from '../../server/src/base/ordered.ts';
import { BranchFinder } from '../../server/src/index/branch-finder.ts';
import type { Branch } from '../../server/src/syntax/conditionals.ts';
import { split } from '../../server/src/syntax/split.ts';

describe('the last that something is true of', () => {
  for (const [starts, offset, found] of [
    [[], 3, -1],
    [[4, 8], 3, -1],
    [[4, 8], 4, 0],
    [[4, 8], 9, 1],
  ] as const) {
    test(`${offset} among ${starts.join()}`, () => {
      assert.equal(
        lastUpTo(starts.length, (i) => (starts[i] ?? 0) <= offset),
        found,
      );
    });
  }
});

describe('the first from a number on', () => {
  for (const [numbers, least, found] of [
    [[], 3, undefined],
    [[4, 8], 3, 4],
    [[4, 8], 4, 4],
    [[4, 8], 5, 8],
    [[4, 8], 9, undefined],
  ] as const) {
    test(`${least} among ${numbers.join()}`, () => {
      assert.equal(firstFrom(numbers, least), found);
    });
  }
});

/** So many directives and lines, by the digits of a number: nested, unended and stray ones come up. */
function directives(seed: number, count: number, words: readonly string[]): string {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return words[Math.floor(state / 65536) % words.length];
  }).join('\n');
}

const FEW_OPEN = ['#if A', '#elif B', '#else', '#endif', '#ifdef C', 'int x;', '#endif'];
const MANY_OPEN = ['#if A', '#ifdef B', '#elif C', '#ifndef D', '#ifdef E', '#endif'];

/** How many of the branches around an offset are answered from each end. */
const EACH_END = 50;

function expectAround(branches: readonly Branch[], at: number, from: number | null): void {
  const holds = (offset: number, { start, end }: Branch): boolean => start <= offset && offset < end;
  const all = branches.filter((each) => holds(at, each) && (from === null || !holds(from, each)));
  const outer = all.slice(0, Math.min(EACH_END, Math.max(0, all.length - EACH_END)));
  const inner = all.slice(-EACH_END);
  assert.deepEqual(
    new BranchFinder(branches).around(at, from),
    { outer, between: all.length - outer.length - inner.length, inner },
    `offset ${at}, from ${from}`,
  );
}

test('branches around an offset are those that a look at all of them finds', () => {
  for (let seed = 1; seed <= 100; seed++) {
    const text = directives(seed, 30, FEW_OPEN);
    const { branches } = split(text);
    for (let at = 0; at <= text.length; at += 2) for (const from of [null, at >> 1]) expectAround(branches, at, from);
  }
});

test('of very many around an offset those at both ends are answered, and the others counted', () => {
  const text = directives(7, 600, MANY_OPEN);
  const { branches } = split(text);
  for (let at = 0; at <= text.length; at += 31)
    for (const from of [null, at >> 1, at >> 3, text.length - 1]) expectAround(branches, at, from);
});
