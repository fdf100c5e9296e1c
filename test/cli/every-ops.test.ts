/** `--ops all`: which tables are told, and how many are not. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { TableRow } from '../../server/src/model/answers.ts';
import { opscope, rows } from '../harness/command.ts';

const root = mkdtempSync(join(tmpdir(), 'opscope-every-'));
after(() => rmSync(root, { recursive: true, force: true }));

for (const folder of ['include', 'mm']) mkdirSync(join(root, folder));
writeFileSync(join(root, 'Makefile'), 'VERSION = 7\nPATCHLEVEL = 3\nSUBLEVEL = 0\n');
writeFileSync(join(root, 'Kconfig'), '');
writeFileSync(join(root, 'include/route.h'), 'struct route {\n\tint from;\n\tint (*connected)(int n);\n};\n');
writeFileSync(
  join(root, 'mm/routes.c'),
  '#include "../include/route.h"\nextern int far(int n);\nstatic struct route plain[] = {\n\t{ .from = 1 },\n\t{ 2 },\n' +
    '\t{ 3, far },\n\t{ .connected = NULL },\n};\nstatic struct route one = {\n#ifdef CONFIG_NEAR\n' +
    '\t.connected = NEAR,\n#else\n\t.connected = far,\n#endif\n};\n',
);
writeFileSync(join(root, 'mm/far.c'), 'int far(int n)\n{\n\treturn n;\n}\n');

const all = ['tables', '--ops', 'all', '--tree', root];

/** A row by its object, and its function with where that is. */
function told({ name, path, hooks }: TableRow): string {
  const slot = hooks['connected'];
  const fn = slot && 'function' in slot ? ` ${slot.function} ${slot.file}:${slot.line}` : '';
  return `${name}${path}${fn}`;
}

test('tables without a function are left out, and counted', async () => {
  assert.deepEqual((await rows<TableRow>(all)).map(told), ['plain[2] far mm/far.c:1', 'one']);
  const { err } = await opscope(all);
  assert.equal(err, 'opscope: 3 tables without a function are left out; --with-values has them too\n');
});

test('--with-values has them', async () => {
  const args = [...all, '--with-values'];
  const names = (await rows<TableRow>(args)).map(told);
  assert.deepEqual(names, ['plain[0]', 'plain[1]', 'plain[2] far mm/far.c:1', 'plain[3]', 'one']);
  assert.equal((await opscope(args)).err, '');
});

test('a struct that is named is told with all of its tables', async () => {
  const args = ['tables', '--ops', 'route', '--tree', root];
  assert.equal((await rows<TableRow>(args)).length, 5);
  assert.equal((await opscope(args)).err, '');
});
