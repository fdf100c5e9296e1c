/** opscope/graph, opscope/graphAt and opscope/reach on the sample tree. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { GraphParams, GraphResult, GraphSubject, ReachAnswer } from '../../server/src/protocol/requests.ts';
import type { TestServer } from '../harness/lsp-client.ts';
import { cursor, sampleCopy, sampleText, scratch, serve } from './sample.ts';

const core = 'mm/userfaultfd.c';

async function graph(server: TestServer, params: GraphParams): Promise<GraphResult> {
  const answer: GraphResult | null = await server.request('opscope/graph', params);
  assert.ok(answer);
  return answer;
}

const functions = ({ graph: { nodes } }: GraphResult): string[] => nodes.map((node) => node.function);

describe('opscope/graph', () => {
  test('of an ioctl has the hooks that it can run, and no other', async (t) => {
    const answer = await graph(await serve(t), { ioctl: 'UFFDIO_CONTINUE' });
    assert.deepEqual(answer.memoryTypes, ['hugetlb', 'kvm_gmem', 'shmem']);
    assert.ok(functions(answer).includes('vm_uffd_ops.get_folio_noalloc'));
    assert.ok(!functions(answer).includes('vm_uffd_ops.alloc_folio'));
  });

  test('is laid out: everything has a place inside, and callers stand left of what they call, or above it', async (t) => {
    const { graph: plain, picture } = await graph(await serve(t), { ioctl: 'UFFDIO_COPY' });
    assert.equal(picture.nodes.length, plain.nodes.length);
    assert.equal(picture.edges.length, plain.edges.length);
    for (const { x, y, width, height } of picture.nodes) {
      assert.ok(x - width / 2 >= 0 && x + width / 2 <= picture.width);
      assert.ok(y - height / 2 >= 0 && y + height / 2 <= picture.height);
    }
    const at = new Map(picture.nodes.map((node) => [node.id, node]));
    for (const { from, to, points } of picture.edges) {
      const [caller, callee] = [at.get(from), at.get(to)];
      assert.ok(caller && callee);
      assert.ok(caller.x < callee.x || (caller.x === callee.x && caller.y < callee.y), `${from} > ${to}`);
      assert.ok(points.length > 1);
    }
    assert.deepEqual(picture.clusters.map((each) => each.memoryType).sort(), ['anon', 'hugetlb', 'kvm_gmem', 'shmem']);
  });

  test('calls go the way in which more can be read in the room there is', async (t) => {
    const server = await serve(t);
    const wide = (await graph(server, { ioctl: 'UFFDIO_COPY', room: { width: 1200, height: 300 } })).picture;
    const high = (await graph(server, { ioctl: 'UFFDIO_POISON', room: { width: 200, height: 600 } })).picture;
    assert.equal(wide.direction, 'right');
    assert.equal(high.direction, 'down');
    const at = new Map(high.nodes.map((node) => [node.id, node.y]));
    for (const { from, to } of high.edges) assert.ok((at.get(from) ?? 0) < (at.get(to) ?? 0), `${from} > ${to}`);
  });

  test('leaves out memory types, and what led only to them', async (t) => {
    const answer = await graph(await serve(t), { ioctl: 'UFFDIO_COPY', hide: ['hugetlb', 'shmem'] });
    assert.deepEqual(answer.memoryTypes, ['anon', 'hugetlb', 'kvm_gmem', 'shmem']);
    assert.deepEqual([...new Set(answer.graph.nodes.flatMap((node) => node.memoryType ?? []))].sort(), [
      'anon',
      'kvm_gmem',
    ]);
    for (const gone of ['mfill_atomic_hugetlb', 'vm_uffd_ops.filemap_remove']) {
      assert.ok(!functions(answer).includes(gone), gone);
    }
    assert.ok(functions(answer).includes('vm_uffd_ops.filemap_add'));
  });

  test('goes as deep as it is asked to, and says that there is more', async (t) => {
    const answer = await graph(await serve(t), { from: 'mfill_atomic_copy', depth: 1 });
    assert.ok(functions(answer).includes('mfill_atomic'));
    assert.ok(!functions(answer).includes('mfill_atomic_pte_copy'));
    assert.ok(answer.graph.nodes.some(({ more }) => more));
  });

  test('answers for a hook, and for the callers of a function', async (t) => {
    const server = await serve(t);
    const hook = functions(await graph(server, { hook: 'vm_uffd_ops.can_userfault' }));
    for (const name of ['UFFDIO_REGISTER', 'UFFDIO_UNREGISTER', 'vma_can_userfault']) assert.ok(hook.includes(name));
    const callers = functions(await graph(server, { to: 'shmem_mfill_filemap_remove' }));
    assert.ok(callers.includes('__mfill_atomic_pte'));
  });

  for (const [format, start] of [
    ['svg', '<svg '],
    ['dot', 'digraph '],
    ['mermaid', 'flowchart '],
  ] as const) {
    test(`comes as ${format} too`, async (t) => {
      const { text } = await graph(await serve(t), { ioctl: 'UFFDIO_COPY', format });
      assert.ok(text?.startsWith(start));
    });
  }

  test('is nothing for an unknown name, and outside a kernel tree', async (t) => {
    const server = await serve(t);
    assert.equal(await server.request('opscope/graph', { ioctl: 'UFFDIO_NOTHING' }), null);
    assert.equal(await server.request('opscope/graph', {}), null);
    const outside = await serve(t, { root: scratch(t) });
    assert.equal(await outside.request('opscope/graph', { ioctl: 'UFFDIO_COPY' }), null);
    assert.equal(await outside.request('opscope/reach', {}), null);
  });

  test('follows an unsaved edit', async (t) => {
    const server = await serve(t);
    await server.open(core);
    await server.change(core, sampleText(core).replace('MFILL_ATOMIC_CONTINUE));', 'MFILL_ATOMIC_COPY));'));
    const answer = await graph(server, { ioctl: 'UFFDIO_CONTINUE' });
    assert.ok(functions(answer).includes('vm_uffd_ops.alloc_folio'));
  });
});

describe('opscope/graphAt', () => {
  const subjects: readonly (readonly [string, GraphSubject | null])[] = [
    ['case UFFDIO|_COPY:', { ioctl: 'UFFDIO_COPY' }],
    ['ops->alloc|_folio(vma', { hook: 'vm_uffd_ops.alloc_folio' }],
    ['ssize_t mfill|_atomic_poison(', { from: 'mfill_atomic_poison' }],
    ['struct mfill|_state {', null],
  ];
  for (const [pattern, expected] of subjects) {
    test(`at ${pattern}`, async (t) => {
      const server = await serve(t);
      const params = { textDocument: server.document(core), position: cursor(core, pattern) };
      assert.deepEqual(await server.request('opscope/graphAt', params), expected);
    });
  }
});

test('a position in another tree than the workspace’s is asked about there', async (t) => {
  const server = await serve(t);
  const other = sampleCopy(t);
  const textDocument = { uri: pathToFileURL(join(other, core)).href };
  const subject: GraphSubject | null = await server.request('opscope/graphAt', {
    textDocument,
    position: cursor(core, 'case UFFDIO|_COPY:'),
  });
  assert.deepEqual(subject, { ioctl: 'UFFDIO_COPY', tree: other });
  const answer = await graph(server, { ...subject });
  assert.equal(answer.graph.tree.root, other);
  assert.ok(functions(answer).includes('vm_uffd_ops.alloc_folio'));
});

test('opscope/reach has every ioctl with its hooks and backends', async (t) => {
  const server = await serve(t);
  const answer: ReachAnswer | null = await server.request('opscope/reach', {});
  const of = (name: string) => answer?.ioctls.find((each) => each.name === name);
  assert.equal(answer?.ioctls.length, 12);
  assert.deepEqual(of('UFFDIO_CONTINUE')?.hooks[0]?.memoryTypes, ['kvm_gmem', 'shmem']);
  assert.deepEqual(
    of('UFFDIO_POISON')?.backends.map((each) => each.memoryType),
    ['hugetlb'],
  );
});
