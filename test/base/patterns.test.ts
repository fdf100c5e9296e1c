/** Patterns are built from text that nobody vouches for. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { pattern, patternWith } from '../../server/src/base/patterns.ts';

describe('a pattern', () => {
  for (const name of ['arg( ', '*(', '[', '\\', 'a|b', 'x{2}', '$0', '', '/', '-', '^']) {
    test(`takes ${JSON.stringify(name)} as it stands`, () => {
      assert.ok(pattern`^<${name}>$`.test(`<${name}>`));
      assert.ok(!pattern`^<${[name]}>$`.test(`<${name}x>`));
    });
  }

  test('has any of several texts, and nothing for none', () => {
    assert.ok(pattern`^${['a', 'b.']}x$`.test('b.x'));
    assert.ok(!pattern`^${['a', 'b.']}x$`.test('bcx'));
    assert.ok(!pattern`${[]}`.test(''));
  });

  test('takes another pattern as one', () => {
    assert.ok(pattern`^${/a|b/}c$`.test('bc'));
    assert.ok(!pattern`^${/a|b/}c$`.test('a'));
  });

  test('keeps its own escapes, and has flags', () => {
    assert.deepEqual('f (g(f('.match(patternWith('g')`\bf\s*\(`), ['f (', 'f(']);
  });
});
