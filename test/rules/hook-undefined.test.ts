/** Slots that name functions which are nowhere; and the many ways in which a function can be there. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { wholeTree } from './tree.ts';

const TABLE = (value: string): string =>
  `static const struct vm_uffd_ops x_uffd_ops = {\n\t.filemap_add = ${value},\n};\n`;

/** What is said of a table whose slot has a value, in a file with some code above it, beside some other files. */
async function said(
  value: string,
  code = '',
  files: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const { findings, notes } = await wholeTree({
    'mm/core.c': `#include <linux/ops.h>\n${code}${TABLE(value)}`,
    ...files,
  });
  assert.deepEqual(notes, []);
  return findings.flatMap(({ rule, line, message }) => (rule === 'hook-undefined' ? [`${line} ${message}`] : []));
}

test('a function that is nowhere is told where it is named', async () => {
  assert.deepEqual(await said('x_add'), [
    '3 filemap_add of x is x_add(), which nothing in this tree defines or declares.',
  ]);
  assert.deepEqual(await said('&x_add'), [
    '3 filemap_add of x is x_add(), which nothing in this tree defines or declares.',
  ]);
  const near = 'static int x_add_folio(struct folio *folio) { return 0; }\n';
  assert.equal((await said('x_add', near)).length, 1);
});

describe('a function is there', () => {
  const PASTE = '#define MAKE(n) static int n##_add(struct folio *folio) { return 0; }\n';
  const cases: readonly (readonly [string, string, string, Readonly<Record<string, string>>?])[] = [
    ['that the file defines', 'x_add', 'static int x_add(struct folio *folio) { return 0; }\n'],
    ['that the file declares', 'x_add', 'int x_add(struct folio *folio);\n'],
    ['that another file defines', 'x_add', '', { 'fs/b.c': 'int x_add(struct folio *folio)\n{\n\treturn 0;\n}\n' }],
    [
      'that a header declares',
      'x_add',
      '#include <linux/x.h>\n',
      { 'include/linux/x.h': 'int x_add(struct folio *folio);\n' },
    ],
    ['that a macro makes', 'x_add', `${PASTE}MAKE(x)\n`],
    ['that a macro of a header makes', 'x_add', '#include <linux/m.h>\nMAKE(x)\n', { 'include/linux/m.h': PASTE }],
    ['that a macro makes which nobody knows', 'x_add', 'MAKE_ANY(x);\n'],
    [
      'whose name a macro makes at its head',
      'p64_add',
      '#include "t.h"\n',
      { 'mm/t.h': '#define N(n) p64_##n\nstatic int N(add)(struct folio *folio)\n{\n\treturn 0;\n}\n' },
    ],
    ['whose name is a macro', 'x_add', '#define x_add generic_add\nint generic_add(struct folio *folio);\n'],
    ['that is a variable', 'x_add', 'static int (*x_add)(struct folio *folio);\n'],
    ['that a table of a macro names', 'NULL', ''],
  ];
  for (const [what, value, code, files] of cases)
    test(what, async () => {
      assert.deepEqual(await said(value, code, files), []);
    });
});
