/** What is not to be seen, or changes how the rest is seen, in an escaped form. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visible, visibleJson, visibleLines } from '../../server/src/base/visible.ts';

const cases: readonly (readonly [string, string])[] = [
  ['mm/shmem.c', 'mm/shmem.c'],
  ['a\x1b[31mred', 'a\\x1b[31mred'],
  ['two\nlines\r\tand a tab', 'two\\nlines\\r\\tand a tab'],
  ['\x00\x7f\x9b', '\\x00\\x7f\\x9b'],
  ['if (a\u202e)', 'if (a\\u202e)'],
  ['\u2066x\u2069\u061c', '\\u2066x\\u2069\\u061c'],
  ['ad\u200bmin\ufeff\u00ad', 'ad\\u200bmin\\ufeff\\xad'],
  ['\u2028\u2029', '\\u2028\\u2029'],
  ['tag \u{e0041}, selector \ufe0f', 'tag \\u{e0041}, selector \\ufe0f'],
  ['half \ud83d of a pair', 'half \\ud83d of a pair'],
  ['Grüße, 日本語, 😀', 'Grüße, 日本語, 😀'],
];

for (const [text, expected] of cases) {
  test(JSON.stringify(text), () => {
    assert.equal(visible(text), expected);
    assert.equal(visible(expected), expected, 'what is visible stays as it is');
  });
}

test('lines and tabs of a text that has them stay', () => {
  assert.equal(visibleLines('a\n\tb\x1b\u202e'), 'a\n\tb\\x1b\\u202e');
});

test('JSON keeps its value', () => {
  const value = { text: cases.map(([text]) => text).join(), command: '##[error]##vso[x]', 'k\u202e': ['\u{e0041}'] };
  for (const json of [JSON.stringify(value), JSON.stringify(value, null, 2)]) {
    const shown = visibleJson(json);
    assert.deepEqual(JSON.parse(shown), value);
    assert.doesNotMatch(shown, /[^\n -~\u00a0-\u00ac\u00ae-\u02ff\u3000-\uffff]|##/);
    assert.equal(shown.split('\n').length, json.split('\n').length);
  }
});
