/** The JSON that programs depend on: its shape by docs/schema.json, and what it says of the sample tree. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { DispatchSite, Matrix, TableRow } from '../../server/src/model/answers.ts';
import { opscope } from '../harness/command.ts';
import { answer, rows } from '../harness/inside.ts';
import { projectRoot } from '../harness/root.ts';
import { sampleTree, treeOf } from '../protocol/sample.ts';

const schema = JSON.parse(readFileSync(join(projectRoot, 'docs/schema.json'), 'utf8')) as object;
const ajv = new Ajv2020({ allErrors: true, strict: false });
ajv.addSchema(schema, 'opscope');

/** Fails with what the schema says of an answer that it does not describe. */
function checkShape(kind: string, value: unknown): void {
  const validate = ajv.getSchema(`opscope#/$defs/${kind}`) ?? assert.fail(`no $defs/${kind} in docs/schema.json`);
  assert.ok(validate(value), ajv.errorsText(validate.errors));
}

const tree = ['--tree', sampleTree];

/** A tree without the struct that questions are about unless told otherwise. */
const older = {
  Makefile: 'VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 0\n',
  Kconfig: '',
  'include/linux/mm.h': '',
  'mm/a.c': 'int none;\n',
};
const structs = ['vm_uffd_ops', 'vm_operations_struct', 'file_operations'];

describe('every answer has the shape that docs/schema.json gives', () => {
  for (const ops of structs) {
    test(`for ${ops}`, async () => {
      checkShape('matrix', await answer(['matrix', ...tree, '--ops', ops]));
      for (const row of await rows(['tables', ...tree, '--ops', ops])) checkShape('tableRow', row);
      for (const site of await rows(['dispatch', ...tree, '--ops', ops])) checkShape('dispatchSite', site);
    });
  }

  test('for a tree that is older than the struct', async (t) => {
    const matrix = await answer<Matrix>(['matrix', '--tree', treeOf(t, older)]);
    checkShape('matrix', matrix);
    assert.equal(matrix.defined, null);
  });

  for (const symbol of ['alloc_folio', 'anon_alloc_folio', 'anon_uffd_ops', 'vm_uffd_ops', 'uffd_ops', 'flags']) {
    test(`for explain ${symbol}`, async () => {
      checkShape('explain', await answer(['explain', symbol, ...tree]));
    });
  }
});

/** Every `file` with its `line` in an answer. */
function places(value: unknown): { file: string; line: number }[] {
  if (typeof value !== 'object' || value === null) return [];
  const own =
    'file' in value && typeof value.file === 'string' && 'line' in value && typeof value.line === 'number'
      ? [{ file: value.file, line: value.line }]
      : [];
  return [...own, ...Object.values(value).flatMap(places)];
}

describe('the answers', () => {
  test('have places that exist in the tree', async () => {
    const all = [
      ...places(await answer(['matrix', ...tree])),
      ...places(await rows(['tables', ...tree, '--ops', 'vm_operations_struct'])),
      ...places(await rows(['dispatch', ...tree])),
    ];
    assert.ok(all.length > 40);
    for (const { file, line } of all) {
      const lines = readFileSync(join(sampleTree, file), 'utf8').split('\n');
      assert.ok(line >= 1 && line <= lines.length, `${file}:${line}`);
    }
  });

  test('of matrix and tables agree', async () => {
    const matrix: Matrix = await answer(['matrix', ...tree]);
    const listed: TableRow[] = await rows(['tables', ...tree]);
    const short = (each: { name: string; file: string; line: number; hooks: object }) => ({
      ...{ name: each.name, file: each.file, line: each.line },
      hooks: each.hooks,
    });
    assert.deepEqual(listed.map(short), matrix.tables.map(short));
    assert.equal(matrix.schema, 1);
  });

  test('of dispatch name targets, guards and functions', async () => {
    const sites: DispatchSite[] = await rows(['dispatch', ...tree]);
    assert.deepEqual(
      sites.map((each) => [
        each.field,
        each.function,
        each.targets.length,
        each.guarded,
        each.checkedIn?.function ?? null,
      ]),
      [
        ['alloc_folio', '__mfill_atomic_pte', 3, false, null],
        ['filemap_add', '__mfill_atomic_pte', 2, true, null],
        ['filemap_remove', '__mfill_atomic_pte', 1, true, null],
        ['get_folio_noalloc', 'mfill_atomic_pte_continue', 2, false, 'mfill_get_vma'],
        ['can_userfault', 'vma_can_userfault', 4, false, null],
      ],
    );
  });

  test('for several structs come one after the other', async () => {
    const listed: TableRow[] = await rows(['tables', ...tree, '--ops', 'vm_uffd_ops', '--ops', 'file_operations']);
    const names = [...new Set(listed.map((each) => each.struct))];
    assert.deepEqual(names, ['vm_uffd_ops', 'file_operations']);
    assert.deepEqual(await rows(['tables', ...tree, '--ops', 'vm_uffd_ops,file_operations']), listed);
  });

  test('are text in a pipe, too, unless JSON is asked for', async () => {
    const piped = await opscope(['tables', ...tree]);
    const asked = await opscope(['tables', ...tree, '--format', 'text']);
    assert.equal(piped.out, asked.out);
    assert.match(piped.out, /^mm\/\w+\.c:\d+:\d+: \w+ {2}struct vm_uffd_ops/m);
  });
});
