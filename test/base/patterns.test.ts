/** Text in patterns stands for itself. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anyOf, literal, pattern, patternWith, withSigns, wordTest } from '../../server/src/base/patterns.ts';

const every = String.fromCharCode(...Array.from({ length: 95 }, (_, i) => 32 + i));

describe('a pattern', () => {
  test('has each character of a text as it stands', () => {
    for (const letter of `${every}\n\t`) {
      assert.match(letter, pattern`^${letter}$`);
      assert.match(letter, pattern`^[${literal(letter)}]$`);
    }
    assert.match(every, pattern`^${every}$`);
  });

  test('has half-typed names in it', () => {
    for (const name of ['arg(', 'fn)', '[', 'a|b', '*', '\\', '(?', '...', 'x{1'])
      assert.match(`a->${name} (`, pattern`->\s*${name}\s*\(`);
  });

  test('has a name of any length in it, which others of its length with the same ends alone are taken for', () => {
    for (const length of [4000, 4001, 32_768, 1_000_000]) {
      const name = `a(${'b'.repeat(length - 3)}c`;
      const either = pattern`^${[name, 'd']}$`;
      assert.match(name, either);
      assert.match('d', either);
      for (const other of [`${name}c`, name.slice(1), `b${name.slice(1)}`, `${name.slice(0, -1)}b`])
        assert.ok(!either.test(other));
    }
  });

  test('has any of several texts or patterns', () => {
    const either = pattern`^${['a|b', /[xy]/, 'c*']}$`;
    assert.deepEqual(
      ['a|b', 'x', 'y', 'c*', 'a', 'cc', '[xy]'].map((each) => either.test(each)),
      [true, true, true, true, false, false, false],
    );
    assert.doesNotMatch('', pattern`${[]}`);
    assert.equal(anyOf(['a', 'b']), '(?:a|b)');
  });

  test('takes flags, and patterns within', () => {
    assert.deepEqual(
      [...'x1 y2'.matchAll(patternWith('g')`${/[a-z]/}(\d)`)].map((each) => each[1]),
      ['1', '2'],
    );
  });

  test('with signs of a person has the rest as it stands', () => {
    const glob = pattern`^${withSigns('a*(?.c', /[*?]/g, (sign) => (sign === '*' ? /.*/ : /./))}$`;
    assert.deepEqual(
      ['a1(2.c', 'a(2.c', 'a(.c', 'a1(2xc'].map((each) => glob.test(each)),
      [true, true, false, false],
    );
  });
});

describe('a test for words', () => {
  test('asks nothing without words, and takes thousands', () => {
    assert.ok(wordTest([])(''));
    const many = wordTest(Array.from({ length: 5000 }, (_, i) => `word_${i}`));
    assert.ok(many('x word_4999 y'));
    assert.ok(!many('word_5000'));
  });
});
