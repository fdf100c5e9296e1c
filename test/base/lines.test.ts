import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Lines } from '../../server/src/base/lines.ts';

/** The text with the line and column of each `$`, which is no part of it. */
function marked(source: string): { text: string; offsets: number[] } {
  const parts = source.split('$');
  const offsets: number[] = [];
  let length = 0;
  for (const part of parts.slice(0, -1)) {
    length += part.length;
    offsets.push(length);
  }
  return { text: parts.join(''), offsets };
}

/** Checks the positions of the `$`s in a text, there and back. */
function check(source: string, ...expected: string[]): void {
  const { text, offsets } = marked(source);
  const lines = new Lines(text);
  const points = offsets.map((offset) => lines.point(offset));
  assert.deepEqual(
    points.map(({ line, column }) => `${line}:${column}`),
    expected,
  );
  assert.deepEqual(
    points.map((point) => lines.offset(point)),
    offsets,
  );
}

describe('Lines', () => {
  it('starts at 1:1', () => check('$', '1:1'));
  it('counts code units from the start of a line', () => check('$ab$c$\nd$e', '1:1', '1:3', '1:4', '2:2'));
  it('puts the end of a text behind its last line feed on a line of its own', () => check('a\n$', '2:1'));
  it('takes a carriage return for a part of its line', () => check('a$\r$\n$b', '1:2', '1:3', '2:1'));
  it('counts a letter outside the BMP as two', () => check('😀$x$', '1:3', '1:4'));
  it('finds a line among many', () => check(`${'line\n'.repeat(5000)}x$`, '5001:2'));

  it('takes an offset outside of the text for its nearest end', () => {
    const lines = new Lines('ab\nc');
    assert.deepEqual(lines.point(-5), { line: 1, column: 1 });
    assert.deepEqual(lines.point(99), { line: 2, column: 2 });
  });

  it('takes a column behind the end of a line for the start of the next', () => {
    assert.equal(new Lines('ab\nc').offset({ line: 1, column: 99 }), 3);
  });

  it('takes a line behind the last for the end of the text', () => {
    assert.equal(new Lines('ab\nc').offset({ line: 7, column: 1 }), 4);
  });
});
