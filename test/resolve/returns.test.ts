/** Functions that return tables: straight on, by `?:`, out of a struct, or a variable. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { Snapshot } from '../../server/src/index/snapshot.ts';
import { Resolver } from '../../server/src/resolve/ops/ops.ts';
import { returnsOf } from '../../server/src/resolve/ops/returns.ts';
import { MemoryTree } from '../harness/memory-tree.ts';
import { projectRoot } from '../harness/root.ts';

const HEADER =
  'struct x_ops {\n\tint (*hook)(void);\n};\nstruct box {\n\tint n;\n\tstruct x_ops ops;\n};\nstruct ref {\n\tconst struct x_ops *ops;\n};\n';
const TABLES =
  'static const struct x_ops a_ops = { };\nconst struct x_ops b_ops = { };\nstatic struct box box = { .ops = { .hook = 0 } };\n';

/** Which functions return which tables, in a file with tables and code. */
async function returned(code: string, other = ''): Promise<readonly string[]> {
  const lowerer = await loadLowerer(join(projectRoot, 'dist'));
  const files = { 'include/linux/x.h': HEADER, 'mm/a.c': `#include <linux/x.h>\n${TABLES}${code}`, 'mm/b.c': other };
  const snapshot = Snapshot.of(new MemoryTree(new Map(Object.entries(files))), { folders: [] }, lowerer);
  const ops = Resolver.of(snapshot).ops('x_ops');
  return ops.tables().flatMap((table) =>
    returnsOf(ops, table).map(({ inFunction, file, at }) => {
      const word = /^\w+/.exec(file.text.slice(at))?.[0];
      return `${table.name}${table.path} ${inFunction} ${file.path} ${word}`;
    }),
  );
}

const OPS = 'const struct x_ops *f(int n)\n';

const cases: readonly (readonly [string, string, readonly string[]])[] = [
  ['as it is', `${OPS}{\n\treturn &a_ops;\n}\n`, ['a_ops f mm/a.c a_ops']],
  [
    'by ?:',
    `${OPS}{\n\treturn n ? &a_ops : n > 2 ? &b_ops : 0;\n}\n`,
    ['a_ops f mm/a.c a_ops', 'b_ops f mm/a.c b_ops'],
  ],
  [
    'under conditions',
    `${OPS}{\n\tif (n)\n\t\treturn &a_ops;\n\tswitch (n) {\n\tcase 1:\n\t\treturn &b_ops;\n\t}\n\treturn 0;\n}\n`,
    ['a_ops f mm/a.c a_ops', 'b_ops f mm/a.c b_ops'],
  ],
  ['as a part of an object', `${OPS}{\n\treturn &box.ops;\n}\n`, ['box.ops f mm/a.c box']],
  [
    'in a struct that is made there',
    'struct ref f(void)\n{\n\treturn (struct ref){ .ops = &a_ops };\n}\n',
    ['a_ops f mm/a.c a_ops'],
  ],
  [
    'by a variable',
    `${OPS}{\n\tconst struct x_ops *ops = &a_ops;\n\n\tif (n)\n\t\tops = &b_ops;\n\treturn ops;\n}\n`,
    ['a_ops f mm/a.c a_ops', 'b_ops f mm/a.c b_ops'],
  ],
  [
    'not where it is only used',
    `${OPS}{\n\tconst struct x_ops *ops = &a_ops;\n\n\tops->hook();\n\treturn other(&b_ops);\n}\n`,
    [],
  ],
  ['not where it is compared', `${OPS}{\n\treturn n == (long)&a_ops ? 0 : 0;\n}\n`, []],
];
for (const [what, code, expected] of cases)
  test(`a table is returned ${what}`, async () => assert.deepEqual(await returned(code), expected));

test('another file returns a table that is not static', async () => {
  const code = `#include <linux/x.h>\nextern const struct x_ops b_ops;\n${OPS}{\n\treturn n ? &a_ops : &b_ops;\n}\n`;
  assert.deepEqual(await returned('', code), ['b_ops f mm/b.c b_ops']);
});
