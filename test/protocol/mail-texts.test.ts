/** Texts for a mail: no line is wider than it may be, and nothing is lost of what they say. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ExecuteCommandRequest } from 'vscode-languageserver-protocol/node';
import { startServer, type TestServer } from '../harness/lsp-client.ts';
import { cursor, sampleTree } from './sample.ts';

let server: TestServer;
const run = async (command: string, given: object) =>
  String(await server.request(ExecuteCommandRequest.type, { command: `opscope.${command}`, arguments: [given] }));

/** The words of a text in order, without the branches of a tree. */
function words(text: string): readonly string[] {
  return text.split(/[\s|`]+/).filter((each) => each !== '' && each !== '-');
}

describe('a text with a width', () => {
  before(async () => {
    server = await startServer({ root: sampleTree });
  });
  after(() => server.stop());

  const slot = () => ({
    textDocument: server.document('mm/shmem.c'),
    position: cursor('mm/shmem.c', '.alloc_folio = shmem|_mfill_folio_alloc'),
  });
  const asked: readonly (readonly [title: string, command: string, given: () => object])[] = [
    ['the matrix', 'matrixText', () => ({})],
    ['two matrices', 'matrixText', () => ({ ops: ['vm_operations_struct', 'file_operations'] })],
    ['the graph of an ioctl', 'graphText', () => ({ ioctl: 'UFFDIO_COPY' })],
    ['the graph to a function', 'graphText', () => ({ to: 'shmem_get_folio' })],
    ['the graph at the cursor', 'graphText', slot],
    ['what ioctls reach', 'reachText', () => ({})],
    ['a hover', 'explainText', slot],
    ['a row of a hook', 'explainText', () => ({ name: 'vm_uffd_ops.alloc_folio' })],
    ['a row of a memory type', 'explainText', () => ({ name: 'shmem_uffd_ops' })],
    ['a row of an ioctl', 'explainText', () => ({ name: 'UFFDIO_COPY' })],
  ];
  for (const [title, command, given] of asked)
    for (const width of [40, 72])
      test(`is ${title} in ${width} columns`, async () => {
        const text = await run(command, { ...given(), width });
        const wide = text.split('\n').filter((line) => line.length > width);
        // A name that is wider stands alone.
        const divisible = wide.filter((line) => / /.test(line.replace(/^[ |`-]*/, '')));
        assert.deepEqual(width === 72 ? wide : divisible, []);
        // The wide matrix is another than the narrow one.
        const wanted = command === 'matrixText' ? { ...given(), width: 80 } : given();
        assert.deepEqual(words(text), words(await run(command, wanted)));
      });

  test('has the branches of a tree beside what goes on below', async () => {
    const lines = (await run('graphText', { ioctl: 'UFFDIO_COPY', width: 72 })).split('\n');
    const at = lines.findIndex((line) => line.includes('mfill_atomic_hugetlb()'));
    assert.deepEqual(
      lines.slice(at, at + 2).map((line) => line.replace(/\d+/, 'N')),
      ['         |- mfill_atomic_hugetlb()  mm/userfaultfd.c:N', '         |    if is_vm_hugetlb_page(state.vma)'],
    );
  });

  test('has each ioctl above what it reaches', async () => {
    const text = await run('reachText', { width: 72 });
    assert.match(
      text,
      /^ {2}UFFDIO_COPY\n {4}alloc_folio +anon, kvm_gmem, shmem\n {6}!is_vm_hugetlb_page\(state\.vma\)\n/m,
    );
  });
});
