/** The base of facts in SQLite: what the queries of docs/export.md answer of the sample tree. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Database, type SQLiteValue } from 'node-sqlite3-wasm';
import { opscope } from '../harness/command.ts';
import { projectRoot } from '../harness/root.ts';
import { sampleTree, treeOf } from '../protocol/sample.ts';

const page = readFileSync(join(projectRoot, 'docs/export.md'), 'utf8');

/** The queries of the page, by their headings. */
const queries = new Map(
  page
    .split('\n### ')
    .slice(1)
    .map((part) => [part.split('\n')[0] ?? '', /```sql\n(.*?)```/s.exec(part)?.[1] ?? '']),
);

type Rows = readonly (readonly SQLiteValue[])[];

const ANSWERS: Readonly<Record<string, Rows>> = {
  'Unguarded calls of hooks that some table leaves unset': [
    ['mm/userfaultfd.c', 134, '__mfill_atomic_pte', 'vm_uffd_ops.alloc_folio', 'hugetlb_uffd_ops'],
  ],
  'Who fills a hook, and under which condition': [
    ['anon', 'anon_alloc_folio', 'mm/userfaultfd.c', 38, 'CONFIG_USERFAULTFD', null, null],
    ['kvm_gmem', 'kvm_gmem_folio_alloc', 'virt/kvm/guest_memfd.c', 47, 'CONFIG_KVM', 'CONFIG_USERFAULTFD', null],
    ['shmem', 'shmem_mfill_folio_alloc', 'mm/shmem.c', 65, 'CONFIG_SHMEM', 'CONFIG_USERFAULTFD', null],
  ],
  'What the calls in a function can reach': [
    [134, 'alloc_folio', 'anon_alloc_folio', 'mm/userfaultfd.c', 38],
    [134, 'alloc_folio', 'kvm_gmem_folio_alloc', 'virt/kvm/guest_memfd.c', 47],
    [134, 'alloc_folio', 'shmem_mfill_folio_alloc', 'mm/shmem.c', 65],
    [145, 'filemap_add', 'kvm_gmem_filemap_add', 'virt/kvm/guest_memfd.c', 53],
    [145, 'filemap_add', 'shmem_mfill_filemap_add', 'mm/shmem.c', 73],
    [156, 'filemap_remove', 'shmem_mfill_filemap_remove', 'mm/shmem.c', 88],
  ],
  'Hooks that no call goes through': [
    ['file_operations', 'compat_ioctl', 1],
    ['file_operations', 'mmap', 4],
    ['file_operations', 'open', 1],
    ['file_operations', 'release', 2],
    ['file_operations', 'unlocked_ioctl', 1],
    ['vm_operations_struct', 'map_pages', 2],
    ['vm_operations_struct', 'may_split', 1],
    ['vm_operations_struct', 'open', 1],
  ],
  'Functions that fill a hook and can be part of a module': [
    ['file_operations.mmap', 'glimpse_mmap', 'drivers/misc/glimpse/glimpse.c', 'either', 'CONFIG_GLIMPSE'],
    ['vm_operations_struct.fault', 'glimpse_fault', 'drivers/misc/glimpse/glimpse.c', 'either', 'CONFIG_GLIMPSE'],
    ['file_operations.mmap', 'ripplefs_mmap', 'fs/ripplefs/file.c', 'either', 'CONFIG_RIPPLEFS'],
    ['file_operations.open', 'ripplefs_open', 'fs/ripplefs/file.c', 'either', 'CONFIG_RIPPLEFS'],
    ['vm_operations_struct.fault', 'ripplefs_fault', 'fs/ripplefs/file.c', 'either', 'CONFIG_RIPPLEFS'],
    ['vm_operations_struct.page_mkwrite', 'ripplefs_page_mkwrite', 'fs/ripplefs/file.c', 'either', 'CONFIG_RIPPLEFS'],
    ['file_operations.mmap', 'kvm_gmem_mmap', 'virt/kvm/guest_memfd.c', 'either', 'CONFIG_KVM'],
    ['file_operations.release', 'kvm_gmem_release', 'virt/kvm/guest_memfd.c', 'either', 'CONFIG_KVM'],
    ['vm_operations_struct.fault', 'kvm_gmem_fault_user_mapping', 'virt/kvm/guest_memfd.c', 'either', 'CONFIG_KVM'],
    ['vm_uffd_ops.alloc_folio', 'kvm_gmem_folio_alloc', 'virt/kvm/guest_memfd.c', 'either', 'CONFIG_KVM'],
    ['vm_uffd_ops.can_userfault', 'kvm_gmem_can_userfault', 'virt/kvm/guest_memfd.c', 'either', 'CONFIG_KVM'],
    ['vm_uffd_ops.filemap_add', 'kvm_gmem_filemap_add', 'virt/kvm/guest_memfd.c', 'either', 'CONFIG_KVM'],
    ['vm_uffd_ops.get_folio_noalloc', 'kvm_gmem_get_folio_noalloc', 'virt/kvm/guest_memfd.c', 'either', 'CONFIG_KVM'],
  ],
  'Page-table findings by the option that makes them modules': [
    ['CONFIG_GLIMPSE', 'arm64,x86', 'readers', 1],
    ['CONFIG_GLIMPSE', 'arm64,x86', 'setters', 1],
    ['CONFIG_GLIMPSE', 'arm64,x86', 'types', 1],
    ['CONFIG_GLIMPSE', 'arm64,x86', 'walkers', 1],
  ],
  'Tables that are there under a condition only': [
    ['CONFIG_USERFAULTFD', 'vm_uffd_ops', 'hugetlb_uffd_ops', 'mm/hugetlb.c', 36],
    ['CONFIG_USERFAULTFD', 'vm_uffd_ops', 'shmem_uffd_ops', 'mm/shmem.c', 96],
    ['CONFIG_USERFAULTFD', 'vm_uffd_ops', 'kvm_gmem_uffd_ops', 'virt/kvm/guest_memfd.c', 63],
  ],
  'Functions that fill a hook and are called by name, too': [
    ['shmem_fault', 'vm_operations_struct.fault', 'shmem_map_pages', 'mm/shmem.c', 48],
  ],
  'Functions that tables share': [
    ['shmem_fault', 'fault', 2, 'shmem_vm_ops shmem_anon_vm_ops'],
    ['shmem_map_pages', 'map_pages', 2, 'shmem_vm_ops shmem_anon_vm_ops'],
  ],
  'Everybody who can call a function, through hooks too': [
    ['shmem_mfill_filemap_add', 0],
    ['__mfill_atomic_pte', 1],
    ['mfill_atomic_pte_copy', 2],
    ['mfill_atomic_pte_zeroed_folio', 2],
    ['mfill_atomic_pte', 3],
    ['mfill_atomic_pte_zeropage', 3],
    ['mfill_atomic', 4],
  ],
};

const folder = mkdtempSync(join(tmpdir(), 'opscope-base-'));
const path = join(folder, 'facts.db');
let base: Database;
before(async () => {
  const { code, err } = await opscope(['export', '--tree', sampleTree, '--format', 'sqlite', '-o', path]);
  assert.deepEqual([code, err], [0, '']);
  assert.deepEqual(readdirSync(folder), ['facts.db']);
  base = new Database(path, { readOnly: true });
});
after(() => {
  base.close();
  rmSync(folder, { recursive: true, force: true });
});

function rowsOf(sql: string): Rows {
  return base.all(sql).map((row) => Object.values(row)) as Rows;
}

describe('the queries of the page', () => {
  test('are ten, each with an answer here', () => {
    assert.deepEqual([...queries.keys()], Object.keys(ANSWERS));
    assert.equal(queries.size, 10);
  });

  for (const [name, answer] of Object.entries(ANSWERS)) {
    test(name, () => assert.deepEqual(rowsOf(queries.get(name) ?? ''), answer));
  }
});

test('a call of a copy of a hook goes through the hook', async (t) => {
  const code =
    'struct lamp_ops { int (*on)(int n); int (*off)(int n); };\nstatic int glow(int n) { return n; }\n' +
    'struct lamp_ops desk = { .on = glow, .off = glow };\n' +
    'int use(struct lamp_ops *o)\n{\n\tint (*on)(int n);\n\n\ton = o->on;\n\treturn on ? on(1) : 0;\n}\n';
  const files = {
    Makefile: 'VERSION = 7\nPATCHLEVEL = 3\nSUBLEVEL = 0\n',
    Kconfig: '',
    'include/a.h': '',
    'mm/a.c': code,
  };
  const other = join(folder, 'copies.db');
  const { code: status } = await opscope(['export', '--tree', treeOf(t, files), '--format', 'sqlite', '-o', other]);
  assert.equal(status, 0);
  const copies = new Database(other, { readOnly: true });
  const rows = copies.all(queries.get('Hooks that no call goes through') ?? '').map((row) => Object.values(row));
  copies.close();
  assert.deepEqual(rows, [['lamp_ops', 'off', 1]]);
});

describe('the base', () => {
  test('is whole, and what its rows name is there', () => {
    assert.deepEqual(rowsOf('PRAGMA integrity_check'), [['ok']]);
    assert.deepEqual(rowsOf('PRAGMA foreign_key_check'), []);
  });

  test('has the tables and columns that the page names', () => {
    const [, rows = ''] = page.split('| table | columns |\n| --- | --- |\n');
    const told = [...(rows.split('\n\n')[0] ?? '').matchAll(/^\| `(\w+)` \| (.*) \|$/gm)];
    const names = rowsOf("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')").flat();
    assert.deepEqual(told.map(([, name]) => name).sort(), names.sort());
    for (const [, name = '', columns = ''] of told) {
      const own = rowsOf(`SELECT name FROM pragma_table_info('${name}')`).map(([column]) => `${column}`);
      const plain = own.filter((each) => !/^(?:file|line|column)$/.test(each) && !each.startsWith('defined_'));
      for (const column of plain) assert.ok(columns.includes(`\`${column}\``), `${name}.${column}`);
      const hasPlace = own.some((each) => /^(?:defined_)?column$/.test(each));
      assert.equal(/\bplace\b/.test(columns), hasPlace, name);
    }
  });

  test('has as many rows as there are facts', async () => {
    const { out } = await opscope(['export', '--tree', sampleTree]);
    const last = JSON.parse(out.trimEnd().split('\n').at(-1) ?? '') as { readonly counts: Record<string, number> };
    for (const kind of ['struct', 'field', 'table', 'slot', 'site', 'target', 'call', 'module', 'finding'])
      assert.deepEqual(rowsOf(`SELECT count(*) FROM ${kind}s`), [[last.counts[kind]]], kind);
  });

  test('says what it is of', () => {
    const meta = new Map(rowsOf('SELECT key, value FROM meta').map(([key, value]) => [key, value]));
    assert.deepEqual([meta.get('kernel'), meta.get('root'), meta.get('folders')], ['7.3.0', sampleTree, '']);
  });
});
