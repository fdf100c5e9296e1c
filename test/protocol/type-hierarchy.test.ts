/** The type hierarchy: ops structs above their tables. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type TypeHierarchyItem,
  TypeHierarchyPrepareRequest,
  TypeHierarchySubtypesRequest,
  TypeHierarchySupertypesRequest,
} from 'vscode-languageserver/node';
import type { TestServer } from '../harness/lsp-client.ts';
import { cursor, lined, sampleTree, serve } from './sample.ts';

const shmem = 'mm/shmem.c';
const header = 'include/linux/userfaultfd_k.h';

async function prepared(server: TestServer, path: string, pattern: string): Promise<TypeHierarchyItem[]> {
  const params = { textDocument: server.document(path), position: cursor(path, pattern) };
  return (await server.request(TypeHierarchyPrepareRequest.type, params)) ?? [];
}

const named = ({ name, detail }: TypeHierarchyItem): string => `${name}: ${detail}`;

test('an item is a struct or a table, and nothing else is one', async (t) => {
  const server = await serve(t);
  const struct = [`vm_uffd_ops: ${header}`];
  const table = [`shmem_uffd_ops: shmem · ${shmem}`];
  const places: readonly (readonly [path: string, pattern: string, expected: readonly string[]])[] = [
    [header, 'struct vm_uff|d_ops {', struct],
    [header, '(*alloc|_folio)(', struct],
    [shmem, 'static const struct vm_uff|d_ops shmem_uffd_ops', struct],
    [shmem, 'struct vm_uffd_ops shmem|_uffd_ops = {', table],
    [shmem, '.filemap|_add = shmem', table],
    [shmem, '.filemap_add = shmem|_mfill_filemap_add', table],
    [shmem, 'struct vm_operations_struct shmem|_vm_ops = {', [`shmem_vm_ops: shmem · ${shmem}`]],
    [
      shmem,
      '.map|_pages = shmem_map_pages, #ifdef CONFIG_USERFAULTFD .uffd_ops = &shmem_uffd_ops, #endif }; /*',
      [`shmem_vm_ops: shmem · ${shmem}`],
    ],
    [shmem, 'static int shmem_mmap(struct fi|le *file', []],
    [shmem, 'Shared memory answers ev|ery hook', []],
  ];
  for (const [path, pattern, expected] of places) {
    assert.deepEqual((await prepared(server, path, pattern)).map(named), expected, pattern);
  }
});

test('below a struct are its tables, above a table is its struct', async (t) => {
  const server = await serve(t);
  const [struct] = await prepared(server, header, 'struct vm_uff|d_ops {');
  assert.ok(struct);
  assert.deepEqual(await server.request(TypeHierarchySupertypesRequest.type, { item: struct }), []);
  const tables = (await server.request(TypeHierarchySubtypesRequest.type, { item: struct })) ?? [];
  assert.deepEqual(tables.map(({ name }) => name).sort(), [
    'anon_uffd_ops',
    'hugetlb_uffd_ops',
    'kvm_gmem_uffd_ops',
    'shmem_uffd_ops',
  ]);
  for (const item of tables) {
    assert.deepEqual(await server.request(TypeHierarchySupertypesRequest.type, { item }), [struct]);
    assert.deepEqual(await server.request(TypeHierarchySubtypesRequest.type, { item }), []);
  }
  assert.match(lined(sampleTree, [struct])[0] ?? '', /^include\/linux\/userfaultfd_k\.h:18$/);
});

test('an item that is not ours has nothing above or below', async (t) => {
  const server = await serve(t);
  const [struct] = await prepared(server, header, 'struct vm_uff|d_ops {');
  assert.ok(struct);
  const item = { ...struct, data: { k: 'struct' } };
  assert.equal(await server.request(TypeHierarchySubtypesRequest.type, { item }), null);
});
