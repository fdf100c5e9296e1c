/** What the command writes: escaped where it is put in, and nowhere else made. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { annotations } from '../../server/src/cli/annotations.ts';
import { Shown, shown } from '../../server/src/cli/shown.ts';
import { columns, paintFor } from '../../server/src/cli/style.ts';
import type { Finding } from '../../server/src/model/findings.ts';
import { projectRoot } from '../harness/root.ts';

describe('text', () => {
  test('is escaped when it is put in, and only then', () => {
    const inner = shown`<${'a\x1b[2J'}>`;
    assert.equal(`${shown`${inner}\n${'b\nc'} ${1}`}`, '<a\\x1b[2J>\nb\\nc 1');
  });

  test('keeps the colours of our own', () => {
    const paint = paintFor({ colour: true });
    const line = shown`${paint.warn('x\x1b[0m')}`;
    assert.equal(`${line}`, '\x1b[33mx\\x1b[0m\x1b[0m');
    assert.equal(line.width, 'x\\x1b[0m'.length);
  });

  test('is aligned as it is seen', () => {
    const rows = [
      ['a\x1b', '1'],
      ['long name', '2'],
    ].map((row) => row.map((text) => ({ text })));
    assert.deepEqual(columns(rows).map(String), ['a\\x1b      1', 'long name  2']);
  });

  test('holds no command of a CI job', () => {
    const lines = [shown`${'::error file=a::b'}`, shown`  ${' ::stop-commands::x'}`, 'x ##[group]y', '##vso[task.x]'];
    const text = `${Shown.lines(lines)}`;
    assert.equal(text, '\\x3a:error file=a::b\n   \\x3a:stop-commands::x\nx \\x23#[group]y\n\\x23#vso[task.x]\n');
    assert.equal(`${Shown.document('a\n\t::error::b\n##[x]\n')}`, 'a\n\t\\x3a:error::b\n\\x23#[x]\n');
    assert.equal(`${Shown.joined([':', ':error::x'], '')}`, '\\x3a:error::x');
  });
});

test('an annotation says where it ends, whatever is in it', () => {
  const finding: Finding = {
    rule: 'a-rule',
    severity: 'warning',
    message: '100%\n::error::\x1b\u202e',
    file: 'mm/a,b:c%\n.c',
    line: 1,
    column: 2,
    endLine: 1,
    endColumn: 3,
    function: null,
    evidence: [{ message: '::x', file: 'f\n', line: 4 }],
  };
  assert.equal(
    `${annotations([finding])}`,
    '::warning file=mm/a%2Cb%3Ac%25%0A.c,line=1,endLine=1,col=2,endColumn=3,title=opscope a-rule::' +
      '100%25\\n::error::\\x1b\\u202e%0Af\\n:4 ::x\n',
  );
});

test('nothing is written around it', () => {
  const sources = readdirSync(join(projectRoot, 'server/src'), { recursive: true, encoding: 'utf8' });
  const around = sources
    .filter((path) => path.endsWith('.ts') && !['opscope.ts', 'mcp.ts'].includes(path))
    .filter((path) =>
      /process\.(?:stdout|stderr)\.write|\bconsole\./.test(textOf(path).replace(/[Cc]onnection\.console\./g, '')),
    );
  assert.deepEqual(around, []);
  const writing = /(?:process\.std(?:out|err)\.write\(|progress\.instead\(process\.std(?:out|err), )(.*?)\)(?:;|,$)/gm;
  const writtenIn = (path: string): readonly string[] =>
    [...textOf(path).matchAll(writing)].map(([, what = '']) => what.replaceAll('$', ''));
  assert.deepEqual(writtenIn('mcp.ts'), [
    '`opscope: {Shown.document(told)}\\n`',
    '`{shown`opscope: a message of the client was left out: {why}`}\\n`',
    '`{shown`opscope: {error.message}`}\\n`',
  ]);
  assert.deepEqual(writtenIn('opscope.ts'), [
    // An answer that was kept was written before.
    'found.out',
    'found.err',
    '`{shown`{line}`}\\n`',
    '`{text}`',
    '`{text}`',
    // Nothing, to know when all has been taken.
    "'', () => process.stderr.write('', leave)",
    '`opscope: internal error: {Shown.document(told)}\\n`',
  ]);
});

function textOf(path: string): string {
  return readFileSync(join(projectRoot, 'server/src', path), 'utf8');
}
