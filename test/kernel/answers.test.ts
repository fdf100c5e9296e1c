/**
 * What is known of vm_uffd_ops in real kernels. Names hold on every version; line numbers only on the one that they were
 * read from.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { DispatchSite, Matrix } from '../../server/src/model/answers.ts';
import { answer, opscope, rows } from '../harness/command.ts';
import { kernelTrees } from '../harness/kernel-trees.ts';

/** Whether a tree has the struct: it came with 7.2. */
const hasStruct = (series: string) => Number(series.split('.')[0]) >= 8 || ['7.2', '7.3'].includes(series);

const expected = {
  hugetlb: {
    table: 'mm/hugetlb.c hugetlb_uffd_ops',
    installedIn: ['hugetlb_vm_ops'],
    hooks: ['hugetlb_can_userfault', null, null, null, null],
  },
  shmem: {
    table: 'mm/shmem.c shmem_uffd_ops',
    installedIn: ['shmem_vm_ops', 'shmem_anon_vm_ops'],
    hooks: [
      'shmem_can_userfault',
      'shmem_get_folio_noalloc',
      'shmem_mfill_folio_alloc',
      'shmem_mfill_filemap_add',
      'shmem_mfill_filemap_remove',
    ],
  },
  anon: {
    table: 'mm/userfaultfd.c anon_uffd_ops',
    installedIn: [],
    hooks: ['anon_can_userfault', null, 'anon_alloc_folio', null, null],
  },
};

/** Table lines of each version that somebody has looked at. */
const tableLines: Readonly<Record<string, readonly number[]>> = { '7.3.4': [4833, 3233, 78] };
const dispatchLines: Readonly<Record<string, readonly number[]>> = { '7.3.4': [576, 608, 622, 709, 2233] };

const sites = [
  { field: 'alloc_folio', targets: ['anon_alloc_folio', 'shmem_mfill_folio_alloc'], guarded: false, checkedIn: null },
  { field: 'filemap_add', targets: ['shmem_mfill_filemap_add'], guarded: true, checkedIn: null },
  { field: 'filemap_remove', targets: ['shmem_mfill_filemap_remove'], guarded: true, checkedIn: null },
  {
    field: 'get_folio_noalloc',
    targets: ['shmem_get_folio_noalloc'],
    guarded: false,
    checkedIn: 'mfill_get_vma',
  },
  {
    field: 'can_userfault',
    targets: ['anon_can_userfault', 'hugetlb_can_userfault', 'shmem_can_userfault'],
    guarded: false,
    checkedIn: null,
  },
];

test('there is a tree of each kind', () => {
  assert.ok(kernelTrees.some(({ series }) => hasStruct(series)));
  assert.ok(kernelTrees.some(({ series }) => !hasStruct(series)));
});

for (const { root, version, series } of kernelTrees.filter((each) => hasStruct(each.series))) {
  describe(`Linux ${version}`, () => {
    test('has the three memory types, with their hooks', async () => {
      const matrix = await answer<Matrix>(['matrix', '--tree', root]);
      assert.equal(matrix.tree.version, version);
      assert.deepEqual(
        matrix.fields.map((each) => [each.name, each.kind]),
        ['can_userfault', 'get_folio_noalloc', 'alloc_folio', 'filemap_add', 'filemap_remove'].map((name) => [
          name,
          'hook',
        ]),
      );
      for (const field of matrix.fields) assert.notEqual(field.doc, '', field.name);
      const found = matrix.tables.map((table) => [
        table.memoryType,
        {
          table: `${table.file} ${table.name}`,
          installedIn: table.installedIn.map((each) => each.table),
          hooks: Object.values(table.hooks).map((slot) => slot && ('function' in slot ? slot.function : slot.value)),
        },
      ]);
      assert.deepEqual(Object.fromEntries(found), expected);
      for (const table of matrix.tables) assert.match(table.condition ?? '', /^$|CONFIG_USERFAULTFD/);
      if (version in tableLines) {
        assert.deepEqual(
          matrix.tables.map((table) => table.line),
          tableLines[version],
        );
      }
    });

    test('dispatches each hook once, all in mm/userfaultfd.c', async () => {
      const found = await rows<DispatchSite>(['dispatch', '--tree', root]);
      assert.deepEqual(
        found.map((each) => ({
          field: each.field,
          targets: [...each.targets].sort(),
          guarded: each.guarded,
          checkedIn: each.checkedIn?.function ?? null,
        })),
        sites,
      );
      assert.deepEqual([...new Set(found.map((each) => each.file))], ['mm/userfaultfd.c']);
      if (version in dispatchLines) {
        assert.deepEqual(
          found.map((each) => each.line),
          dispatchLines[version],
        );
      }
    });

    test('explains a hook by its comment, its functions and its calls', async () => {
      const { code, out } = await opscope(['explain', 'alloc_folio', '--tree', root]);
      assert.equal(code, 0);
      for (const part of [
        'UFFDIO_COPY',
        'shmem_mfill_folio_alloc',
        'anon_alloc_folio',
        'unset: hugetlb',
        '__mfill_atomic_pte()',
      ]) {
        assert.ok(out.includes(part), `${part} in ${series}`);
      }
    });
  });
}

for (const { root, version } of kernelTrees.filter((each) => !hasStruct(each.series))) {
  test(`Linux ${version} has no ops struct, and says so`, async () => {
    const matrix = await answer<Matrix>(['matrix', '--tree', root]);
    assert.deepEqual([matrix.defined, matrix.fields, matrix.tables], [null, [], []]);
    assert.equal(matrix.note, `This tree (Linux ${version}) has no struct vm_uffd_ops.`);
    assert.deepEqual(await rows(['tables', '--tree', root]), []);
    assert.deepEqual(await rows(['dispatch', '--tree', root]), []);
  });
}
