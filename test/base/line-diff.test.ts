import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { matchLines, touchedLines } from '../../server/src/base/line-diff.ts';

/** A text of one letter a line. */
function lines(letters: string): string {
  return [...letters].join('\n');
}

describe('lines that were there before', () => {
  const cases: readonly (readonly [string, string, readonly number[]])[] = [
    ['abc', 'abc', [0, 1, 2]],
    ['abc', 'abXc', [0, 1, -1, 2]],
    ['abc', 'ac', [0, 2]],
    ['abc', 'aXc', [0, -1, 2]],
    ['abcabba', 'cbabac', [2, 4, -1, 5, 6, -1]],
    ['abcdef', 'aXbcYef', [0, -1, 1, 2, -1, 4, 5]],
    ['a', 'b', [-1]],
  ];
  for (const [before, after, expected] of cases) {
    test(`${before} to ${after}`, () => {
      const found = [...matchLines(lines(before), lines(after))];
      // Several scripts can be shortest: as many lines are kept, in order, each equal to its own.
      assert.equal(found.filter((each) => each < 0).length, expected.filter((each) => each < 0).length);
      const kept = found.filter((each) => each >= 0);
      assert.deepEqual(
        kept,
        [...kept].sort((a, b) => a - b),
      );
      for (const [at, from] of found.entries()) if (from >= 0) assert.equal(before[from], after[at]);
    });
  }

  test('a rewrite of thousands of lines is new as a whole, but for its head and tail', () => {
    const before = ['head', ...Array.from({ length: 3000 }, (_, i) => `old ${i}`), 'tail'].join('\n');
    const after = ['head', ...Array.from({ length: 3000 }, (_, i) => `new ${i}`), 'tail'].join('\n');
    const found = matchLines(before, after);
    assert.equal(found[0], 0);
    assert.equal(found.at(-1), 3001);
    assert.equal(found.filter((each) => each < 0).length, 3000);
  });
});

describe('lines that a change touched', () => {
  const cases: readonly (readonly [string, string, readonly number[]])[] = [
    ['abc', 'abc', []],
    ['abc', 'abXc', [3]],
    ['abcd', 'abd', [2, 3]],
    ['abc', 'bc', [1]],
    ['abc', 'ab', [2]],
    ['abc', 'aXYc', [2, 3]],
    ['abcdef', 'aXbcef', [2, 4, 5]],
  ];
  for (const [before, after, expected] of cases) {
    test(`${before} to ${after}`, () => {
      assert.deepEqual([...touchedLines(lines(before), lines(after))].sort(), expected);
    });
  }
});
