/** The call hierarchy: from functions, hooks, dispatch sites and ioctls, both ways through dispatch. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type CallHierarchyIncomingCall,
  CallHierarchyIncomingCallsRequest,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
  CallHierarchyOutgoingCallsRequest,
  CallHierarchyPrepareRequest,
  CodeLensRequest,
  CodeLensResolveRequest,
} from 'vscode-languageserver/node';
import type { TestServer } from '../harness/lsp-client.ts';
import { cursor, sampleText, serve, textIn } from './sample.ts';

const core = 'mm/userfaultfd.c';
const shmem = 'mm/shmem.c';
const memory = 'mm/memory.c';

async function prepared(server: TestServer, path: string, pattern: string): Promise<CallHierarchyItem[]> {
  const params = { textDocument: server.document(path), position: cursor(path, pattern) };
  return (await server.request(CallHierarchyPrepareRequest.type, params)) ?? [];
}

async function only(server: TestServer, path: string, pattern: string): Promise<CallHierarchyItem> {
  const [item, ...more] = await prepared(server, path, pattern);
  assert.ok(item && more.length === 0);
  return item;
}

async function outgoing(server: TestServer, item: CallHierarchyItem): Promise<readonly CallHierarchyOutgoingCall[]> {
  return (await server.request(CallHierarchyOutgoingCallsRequest.type, { item })) ?? [];
}

async function incoming(server: TestServer, item: CallHierarchyItem): Promise<readonly CallHierarchyIncomingCall[]> {
  return (await server.request(CallHierarchyIncomingCallsRequest.type, { item })) ?? [];
}

const named = ({ name, detail }: CallHierarchyItem): string => `${name}: ${detail}`;

describe('an item', () => {
  const items = [
    [core, 'static int |__mfill_atomic_pte(', '__mfill_atomic_pte: mm/userfaultfd.c'],
    [core, 'return |__mfill_atomic_pte(state, ops)', '__mfill_atomic_pte: mm/userfaultfd.c'],
    [shmem, '*|shmem_mfill_folio_alloc(struct', 'shmem_mfill_folio_alloc: vm_uffd_ops.alloc_folio · shmem'],
    [shmem, '= shmem|_mfill_folio_alloc', 'shmem_mfill_folio_alloc: vm_uffd_ops.alloc_folio · shmem'],
    [core, 'ops->alloc|_folio(vma', 'vm_uffd_ops.alloc_folio: include/linux/userfaultfd_k.h'],
    [core, 'case UFFDIO|_COPY:', 'UFFDIO_COPY: case of userfaultfd_ioctl()'],
    [memory, 'vm_ops->fau|lt(vmf)', 'vm_operations_struct.fault: include/linux/mm.h'],
    ['include/linux/mm.h', '(*fau|lt)(', 'vm_operations_struct.fault: include/linux/mm.h'],
    ['mm/hugetlb.c', '= hugetlb_vm_op_fau|lt', 'hugetlb_vm_op_fault: mm/hugetlb.c'],
  ] as const;
  for (const [path, pattern, expected] of items) {
    test(`at ${pattern}`, async (t) => {
      assert.equal(named(await only(await serve(t), path, pattern)), expected);
    });
  }

  test('is not made of anything else', async (t) => {
    const server = await serve(t);
    for (const pattern of [
      'struct mfill|_state {',
      'The ioctls| are at the end',
      'unsigned long do|ne;\n\tint err = mfill_get_vma',
    ]) {
      assert.deepEqual(await prepared(server, core, pattern), []);
    }
  });
});

describe('outgoing calls', () => {
  test('go through a dispatch to every memory type, with the hop', async (t) => {
    const server = await serve(t);
    const calls = await outgoing(server, await only(server, core, 'static int |__mfill_atomic_pte('));
    const hops = calls.map(({ to }) => named(to)).filter((each) => each.includes('alloc_folio'));
    assert.deepEqual(hops.sort(), [
      'anon_alloc_folio: via vm_uffd_ops.alloc_folio · anon',
      'kvm_gmem_folio_alloc: via vm_uffd_ops.alloc_folio · kvm_gmem',
      'shmem_mfill_folio_alloc: via vm_uffd_ops.alloc_folio · shmem',
    ]);
    const [range] = calls.find(({ to }) => to.name === 'anon_alloc_folio')?.fromRanges ?? [];
    assert.ok(range);
    assert.equal(textIn(sampleText(core), range), 'alloc_folio');
  });

  test('of a hook are its implementations', async (t) => {
    const server = await serve(t);
    const calls = await outgoing(server, await only(server, core, 'ops->filemap|_remove(folio, vma)'));
    assert.deepEqual(
      calls.map(({ to }) => named(to)),
      ['shmem_mfill_filemap_remove: via vm_uffd_ops.filemap_remove · shmem'],
    );
  });

  test('of an ioctl keep to what that ioctl can run, step by step', async (t) => {
    const server = await serve(t);
    let item = await only(server, core, 'case UFFDIO|_CONTINUE:');
    for (const name of ['userfaultfd_continue', 'mfill_atomic_continue', 'mfill_atomic', 'mfill_atomic_pte']) {
      const next = (await outgoing(server, item)).find(({ to }) => to.name === name);
      assert.ok(next, name);
      item = next.to;
    }
    assert.deepEqual(
      (await outgoing(server, item)).map(({ to }) => to.name).filter((name) => name.startsWith('mfill_atomic_pte')),
      ['mfill_atomic_pte_continue'],
    );
  });
});

describe('hooks of a struct that is not in opscope.ops', () => {
  test('are items of their own, whose functions are looked for when they are opened', async (t) => {
    const server = await serve(t);
    const calls = await outgoing(server, await only(server, memory, 'static vm_fault_t |__do_fault('));
    const hook = calls.find(({ to }) => to.name === 'vm_operations_struct.fault')?.to;
    assert.ok(hook);
    const filled = (await outgoing(server, hook)).map(({ to }) => named(to));
    assert.ok(filled.includes('shmem_fault: via vm_operations_struct.fault · shmem'), filled.join('\n'));
  });

  test('lead back from a function that fills one to who calls it', async (t) => {
    const server = await serve(t);
    const calls = await incoming(server, await only(server, shmem, 'static vm_fault_t |shmem_fault('));
    const hook = calls.find(({ from }) => from.name === 'vm_operations_struct.fault')?.from;
    assert.ok(hook, calls.map(({ from }) => named(from)).join('\n'));
    assert.match(hook.detail ?? '', /^set in shmem_(?:anon_)?vm_ops, mm\/shmem\.c$/);
    const callers = (await incoming(server, hook)).map(({ from }) => from.name);
    assert.ok(callers.includes('__do_fault'), callers.join('\n'));
  });
});

test('the callers of what page faults are handed to say whose faults they are', async (t) => {
  const server = await serve(t);
  const calls = await incoming(server, await only(server, core, 'vm_fault_t |handle_userfault('));
  assert.deepEqual(calls.map(({ from }) => named(from)).sort(), [
    'do_anonymous_page: anon · mm/memory.c',
    'shmem_fault: shmem · mm/shmem.c',
  ]);
});

describe('incoming calls', () => {
  test('come through the dispatch of the hook that a function fills', async (t) => {
    const server = await serve(t);
    const calls = await incoming(server, await only(server, shmem, '*|shmem_mfill_folio_alloc(struct'));
    assert.deepEqual(
      calls.map(({ from }) => named(from)),
      ['__mfill_atomic_pte: via vm_uffd_ops.alloc_folio · shmem'],
    );
  });

  test('of a hook are the functions that dispatch through it', async (t) => {
    const server = await serve(t);
    const calls = await incoming(server, await only(server, shmem, '.|alloc_folio'));
    assert.deepEqual(
      calls.map(({ from }) => named(from)),
      ['__mfill_atomic_pte: calls vm_uffd_ops.alloc_folio'],
    );
  });

  test('name the ioctl whose case makes them', async (t) => {
    const server = await serve(t);
    const calls = await incoming(server, await only(server, core, 'static int |userfaultfd_copy('));
    assert.deepEqual(
      calls.map(({ from }) => named(from)),
      ['userfaultfd_ioctl: case UFFDIO_COPY'],
    );
    const handler = await incoming(server, await only(server, core, 'case UFFDIO|_COPY:'));
    assert.deepEqual(
      handler.map(({ from }) => from.name),
      ['userfaultfd_ioctl'],
    );
  });
});

describe('lenses on ioctls', () => {
  test('say what each case reaches once they are resolved, and open its graph', async (t) => {
    const server = await serve(t);
    const lenses = (await server.request(CodeLensRequest.type, { textDocument: server.document(core) })) ?? [];
    const cases = lenses.filter(({ command }) => command === undefined);
    assert.equal(cases.length, 12);
    const resolved = await Promise.all(cases.map((each) => server.request(CodeLensResolveRequest.type, each)));
    const titles = resolved.map(({ range, command }) => `${textIn(sampleText(core), range)}: ${command?.title}`);
    assert.deepEqual(titles.slice(3, 7), [
      'UFFDIO_ZEROPAGE: alloc_folio: anon, kvm_gmem, shmem · filemap_add: kvm_gmem, shmem · filemap_remove: shmem',
      'UFFDIO_CONTINUE: get_folio_noalloc: kvm_gmem, shmem · hugetlb_mfill_atomic_pte(): hugetlb',
      'UFFDIO_POISON: hugetlb_mfill_atomic_pte(): hugetlb',
      'UFFDIO_MOVE: reaches no hook',
    ]);
    const { title: _title, ...command } = resolved[4]?.command ?? { title: '' };
    assert.deepEqual(command, { command: 'opscope.showGraph', arguments: [{ ioctl: 'UFFDIO_CONTINUE' }] });
  });

  test('are switched off by opscope.lens.ioctls', async (t) => {
    const server = await serve(t, { settings: { lens: { ioctls: false } } });
    const lenses = (await server.request(CodeLensRequest.type, { textDocument: server.document(core) })) ?? [];
    assert.deepEqual(
      lenses.filter(({ command }) => command === undefined),
      [],
    );
  });
});
