/** The project's own messages: each one that the protocol names, sent or received. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type {
  ChangedParams,
  CompareAnswer,
  GraphResult,
  GraphSubject,
  MatrixResult,
  Methods,
  NamesResult,
  ReachAnswer,
  Revisions,
  SettingsParams,
  SiblingsResult,
  SideTextResult,
  StatusParams,
} from '../../server/src/protocol/requests.ts';
import type { ReviewResult, ReviewTextParams } from '../../server/src/protocol/review.ts';
import type { TestServer } from '../harness/lsp-client.ts';
import { projectRoot } from '../harness/root.ts';
import { cursor, sampleText, sampleTree, scratch, serve } from './sample.ts';

/** How each message is seen to work; a method without an entry does not compile, and one too many fails below. */
const seen: Readonly<Record<Methods[keyof Methods], (server: TestServer) => Promise<unknown>>> = {
  'opscope/matrix': async (server) => {
    const answer: MatrixResult = await server.request('opscope/matrix', {});
    assert.equal(answer.matrices.length, 1);
  },
  'opscope/siblings': async (server) => {
    const answer: SiblingsResult | null = await server.request('opscope/siblings', atSlot(server));
    assert.equal(answer?.field, 'alloc_folio');
  },
  'opscope/names': async (server) => {
    const answer: NamesResult = await server.request('opscope/names', { kind: 'table', query: 'shmem_uffd' });
    assert.equal(answer.names[0]?.struct, 'vm_uffd_ops');
  },
  'opscope/graph': async (server) => {
    const answer: GraphResult | null = await server.request('opscope/graph', { ioctl: 'UFFDIO_COPY' });
    assert.equal(answer?.graph.nodes[0]?.function, 'UFFDIO_COPY');
  },
  'opscope/graphAt': async (server) => {
    const answer: GraphSubject | null = await server.request('opscope/graphAt', atSlot(server));
    assert.deepEqual(answer, { from: 'shmem_mfill_folio_alloc' });
  },
  'opscope/reach': async (server) => {
    const answer: ReachAnswer | null = await server.request('opscope/reach', {});
    assert.equal(answer?.entry?.function, 'userfaultfd_ioctl');
  },
  'opscope/compare': async (server) => {
    const answer: CompareAnswer | null = await server.request('opscope/compare', { a: sampleTree, b: sampleTree });
    assert.equal(answer?.same, true);
  },
  'opscope/revisions': async (server) => {
    const answer: Revisions = await server.request('opscope/revisions', null);
    assert.ok(answer.branches);
  },
  'opscope/sideText': async (server) => {
    const params = { side: sampleTree, file: 'mm/shmem.c' };
    const answer: SideTextResult = await server.request('opscope/sideText', params);
    assert.equal(answer.text, sampleText('mm/shmem.c'));
  },
  'opscope/review': async (server) => {
    const answer: ReviewResult = await server.request('opscope/review', { range: 'no range' });
    const none: ReviewResult = await server.request('opscope/review', []);
    assert.equal(none.problem, 'name a series: uri, or a range of commits (A..B)');
    assert.match(answer.problem ?? '', /^no range: no file, no folder, and no range of commits/);
  },
  'opscope/reviewText': async (server) => {
    const params: ReviewTextParams = { id: 1, n: 1, side: 'after', file: 'mm/shmem.c' };
    assert.equal(await server.request('opscope/reviewText', params), null);
  },
  'opscope/reviewReply': async (server) => {
    assert.equal(await server.request('opscope/reviewReply', { id: 1 }), null);
  },
  'opscope/reviewClose': async (server) => {
    assert.equal(await server.request('opscope/reviewClose', { id: 1 }), null);
  },
  'opscope/status': (server) => server.waitFor<StatusParams>('opscope/status'),
  'opscope/changed': async (server) => {
    await server.open('mm/shmem.c', '');
    await server.waitFor<ChangedParams>('opscope/changed');
  },
  'opscope/settings': async (server) => {
    await server.configure({ tree: 1 });
    const { problems } = await server.waitFor<SettingsParams>('opscope/settings');
    assert.deepEqual(
      problems.map(({ setting }) => setting),
      ['opscope.tree'],
    );
  },
};

function atSlot(server: TestServer) {
  return {
    textDocument: server.document('mm/shmem.c'),
    position: cursor('mm/shmem.c', '.alloc_folio = shmem|_mfill_folio_alloc'),
  };
}

function atCall(server: TestServer) {
  const position = cursor('mm/userfaultfd.c', 'ops->alloc|_folio(vma, state->addr)');
  return { textDocument: server.document('mm/userfaultfd.c'), position };
}

describe('every message of the protocol', () => {
  test('is named in its one list', () => {
    const text = readFileSync(join(projectRoot, 'server/src/protocol/requests.ts'), 'utf8');
    const names = [...text.matchAll(/: '(opscope\/\w+)';/g)].map((match) => match[1]);
    assert.deepEqual(names.sort(), Object.keys(seen).sort());
  });

  test('and no other is answered', async (t) => {
    const server = await serve(t);
    await assert.rejects(server.request('opscope/nothing', {}), { message: /opscope\/nothing/ });
  });

  for (const [method, see] of Object.entries(seen)) {
    test(`${method} works`, async (t) => {
      await see(await serve(t, { settings: { showsSettingProblems: true } }));
    });
  }
});

describe('opscope/matrix', () => {
  test('has the fields, and the tables with what fills each slot', async (t) => {
    const server = await serve(t);
    const { tree, matrices }: MatrixResult = await server.request('opscope/matrix', {});
    assert.deepEqual(tree, { root: sampleTree, version: '7.3.0' });
    const [matrix] = matrices;
    assert.deepEqual(
      matrix?.fields.map((each) => each.name),
      ['can_userfault', 'get_folio_noalloc', 'alloc_folio', 'filemap_add', 'filemap_remove'],
    );
    const gmem = matrix?.tables.find((each) => each.name === 'kvm_gmem_uffd_ops');
    assert.equal(gmem?.memoryType, 'kvm_gmem');
    assert.equal(gmem?.condition, 'CONFIG_USERFAULTFD');
    assert.deepEqual(
      gmem?.installedIn.map((each) => `${each.table}.${each.member}`),
      ['kvm_gmem_vm_ops.uffd_ops'],
    );
    assert.equal(gmem?.hooks['filemap_remove'], null);
    const slot = gmem?.hooks['alloc_folio'];
    assert.ok(slot && 'function' in slot);
    assert.equal(slot.function, 'kvm_gmem_folio_alloc');
    assert.match(sampleText(slot.file).split('\n')[slot.line - 1] ?? '', /kvm_gmem_folio_alloc\(/);
  });

  test('answers for another struct when asked', async (t) => {
    const server = await serve(t);
    const answer: MatrixResult = await server.request('opscope/matrix', { ops: 'file_operations' });
    assert.equal(answer.matrices[0]?.ops, 'file_operations');
    assert.ok((answer.matrices[0]?.tables.length ?? 0) > 1);
  });

  test('is empty outside a kernel tree', async (t) => {
    const server = await serve(t, { root: scratch(t) });
    assert.deepEqual(await server.request('opscope/matrix', {}), { tree: null, matrices: [] });
  });
});

describe('opscope/siblings', () => {
  test('tells which implementation the cursor is in, among all of them', async (t) => {
    const server = await serve(t);
    const answer: SiblingsResult | null = await server.request('opscope/siblings', atSlot(server));
    assert.deepEqual(
      answer?.implementations.map((each) => each.memoryType),
      ['shmem', 'anon', 'kvm_gmem'],
    );
    assert.equal(answer?.current, 0);
  });

  test('is on no implementation at a call', async (t) => {
    const server = await serve(t);
    const answer: SiblingsResult | null = await server.request('opscope/siblings', atCall(server));
    assert.equal(answer?.current, -1);
  });

  test('is nothing elsewhere', async (t) => {
    const server = await serve(t);
    const position = cursor('mm/userfaultfd.c', 'folio_p|ut(folio);');
    const params = { textDocument: server.document('mm/userfaultfd.c'), position };
    assert.equal(await server.request('opscope/siblings', params), null);
  });
});
