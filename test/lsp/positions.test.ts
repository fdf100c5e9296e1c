import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { SourceFile } from '../../server/src/index/file.ts';
import { type Encoding, Positions } from '../../server/src/lsp/positions.ts';
import type { Lowerer } from '../../server/src/syntax/lower.ts';
import { projectRoot } from '../harness/root.ts';

let lowerer: Lowerer;
before(async () => {
  lowerer = await loadLowerer(join(projectRoot, 'dist'));
});

/** Checks the position of the `$` in a text, there and back. */
function check(source: string, expected: Readonly<Record<Encoding, string>>): void {
  const offset = source.indexOf('$');
  const file = new SourceFile('mm/a.c', source.replace('$', ''), lowerer);
  for (const encoding of ['utf-8', 'utf-16'] as const) {
    const positions = new Positions(encoding);
    const { line, column } = file.point(offset);
    const position = positions.position(file, line, column);
    assert.equal(`${position.line}:${position.character}`, expected[encoding], encoding);
    assert.equal(positions.offset(file, position), offset, encoding);
  }
}

describe('Positions', () => {
  it('counts from 0', () => check('$int a;\n', { 'utf-8': '0:0', 'utf-16': '0:0' }));
  it('counts letters of ASCII alike', () => check('\nint $a;\n', { 'utf-8': '1:4', 'utf-16': '1:4' }));
  it('counts a letter of two bytes', () => check('/* é */ $a;\n', { 'utf-8': '0:9', 'utf-16': '0:8' }));
  it('counts a letter of three bytes', () => check('/* → */ $a;\n', { 'utf-8': '0:10', 'utf-16': '0:8' }));
  it('counts a letter of four bytes', () => check('/* 😀 */ $a;\n', { 'utf-8': '0:11', 'utf-16': '0:9' }));
  it('counts letters of its own line only', () => check('/* é */\nint $a;\n', { 'utf-8': '1:4', 'utf-16': '1:4' }));
  it('reaches the end of a text without a line feed', () => check('é$', { 'utf-8': '0:2', 'utf-16': '0:1' }));

  it('takes a character behind the end of a line for that end', () => {
    const file = new SourceFile('mm/a.c', 'é\r\nb\n', lowerer);
    assert.equal(new Positions('utf-8').offset(file, { line: 0, character: 99 }), 1);
    assert.equal(new Positions('utf-16').offset(file, { line: 0, character: 99 }), 1);
  });

  it('takes a byte inside a letter for what follows the letter', () => {
    const file = new SourceFile('mm/a.c', 'é=b\n', lowerer);
    assert.equal(new Positions('utf-8').offset(file, { line: 0, character: 1 }), 1);
  });

  it('gives the range of a name', () => {
    const file = new SourceFile('mm/a.c', '/* é */ int name;\n', lowerer);
    const spot = { file: 'mm/a.c', line: 1, column: 13, endColumn: 17 };
    assert.deepEqual(new Positions('utf-8').range(file, spot), {
      start: { line: 0, character: 13 },
      end: { line: 0, character: 17 },
    });
  });
});
