import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { lastUpTo } from '../../server/src/base/ordered.ts';
import { BranchFinder } from '../../server/src/index/branch-finder.ts';
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

/** A directive and a line, by the digits of a number: nested, unended and stray ones come up. */
function directives(seed: number): string {
  const words = ['#if A', '#elif B', '#else', '#endif', '#ifdef C', 'int x;', '#endif'];
  let state = seed;
  return Array.from({ length: 30 }, () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return words[Math.floor(state / 65536) % words.length];
  }).join('\n');
}

test('branches around an offset are those that a look at all of them finds', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const text = directives(seed);
    const { branches } = split(text);
    const finder = new BranchFinder(branches);
    for (let at = 0; at <= text.length; at++) {
      assert.deepEqual(
        finder.at(at),
        branches.filter(({ start, end }) => start <= at && at < end),
        `seed ${seed}, offset ${at}`,
      );
    }
  }
});
