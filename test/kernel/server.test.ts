/** The language server on a real tree: the first lens, jumps, and edits of its largest file. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { CodeLensRequest, ImplementationRequest, type Location } from 'vscode-languageserver/node';
import type { StatusParams } from '../../server/src/protocol/requests.ts';
import { kernelTrees } from '../harness/kernel-trees.ts';
import { startServer, type TestServer } from '../harness/lsp-client.ts';
import { named, offsetOf, positionAt } from '../protocol/sample.ts';

const newest = kernelTrees[0] ?? assert.fail('no kernel tree');
const { root } = newest;
const textOf = (path: string) => readFileSync(join(root, path), 'utf8');

/** One for all of the file, which starts without a cache: the tree is read once. */
let server: TestServer;
before(async () => {
  server = await startServer({ root });
});
after(() => server.stop());

/** The lenses of a file as they are now. */
async function titlesOf(path: string): Promise<string[]> {
  const lenses = await server.request(CodeLensRequest.type, { textDocument: server.document(path) });
  return (lenses ?? []).map((each) => each.command?.title ?? '');
}

/** Without the word that the rest of the tree is still being read. */
const soFar = (titles: readonly string[]): string[] => titles.map((each) => each.replace(/ so far$/, ''));

test('the functions and the table of shmem have lenses, at once and when all of the tree was read', async () => {
  await server.open('mm/shmem.c');
  const expected = [
    'vm_uffd_ops.alloc_folio for shmem · also anon',
    'vm_uffd_ops.filemap_add for shmem · no other memory type',
    'vm_uffd_ops.filemap_remove for shmem · no other memory type',
    'vm_uffd_ops.get_folio_noalloc for shmem · no other memory type',
    'vm_uffd_ops.can_userfault for shmem · also hugetlb, anon',
    'shmem: 5 of 5 hooks · installed in shmem_vm_ops, shmem_anon_vm_ops',
  ];
  assert.deepEqual(soFar(await titlesOf('mm/shmem.c')), expected);
  await server.waitFor<StatusParams>('opscope/status', ({ state }) => state === 'ready');
  assert.deepEqual(await titlesOf('mm/shmem.c'), expected);
});

test('the dispatch call leads to the implementations', async () => {
  const path = 'mm/userfaultfd.c';
  const position = positionAt(textOf(path), offsetOf(textOf(path), 'ops->alloc_fol|io('));
  const found = await server.request(ImplementationRequest.type, { textDocument: server.document(path), position });
  const functions = ['mm/shmem.c shmem_mfill_folio_alloc', 'mm/userfaultfd.c anon_alloc_folio'];
  assert.deepEqual(named(root, found as Location[]).sort(), functions);
});

test('a slot that is typed into mm/hugetlb.c is seen at once, and gone when it is taken back', async () => {
  const path = 'mm/hugetlb.c';
  const text = textOf(path);
  const titles = async () => soFar(await titlesOf(path));
  await server.open(path);
  const before = await titles();
  assert.ok(before.includes('hugetlb: 1 of 5 hooks · installed in hugetlb_vm_ops'));
  const at = text.indexOf('\n', text.indexOf('struct vm_uffd_ops hugetlb_uffd_ops')) + 1;
  await server.change(path, `${text.slice(0, at)}\t.alloc_folio = hugetlb_can_userfault,\n${text.slice(at)}`);
  assert.ok((await titles()).includes('hugetlb: 2 of 5 hooks · installed in hugetlb_vm_ops'));
  await server.change(path, text);
  assert.deepEqual(await titles(), before);
});
