/** Which hooks and backends each ioctl of userfaultfd reaches in real kernels, and the direct calls on the way. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { DirectCall, GraphAnswer, ReachAnswer } from '../../server/src/model/graph-answers.ts';
import { answer, opscope, rows } from '../harness/command.ts';
import { kernelTrees } from '../harness/kernel-trees.ts';

type Reached = Readonly<Record<string, readonly string[]>>;

const FILL = ['alloc_folio: anon, shmem', 'filemap_add: shmem', 'filemap_remove: shmem'];
const REGISTERED = ['can_userfault: anon, hugetlb, shmem'];

/** Hooks with their memory types, and backends with parentheses; an ioctl that is not here reaches nothing. */
const WITH_STRUCT: Reached = {
  UFFDIO_REGISTER: REGISTERED,
  UFFDIO_UNREGISTER: REGISTERED,
  UFFDIO_COPY: [...FILL, 'hugetlb_mfill_atomic_pte()'],
  UFFDIO_ZEROPAGE: FILL,
  UFFDIO_CONTINUE: ['get_folio_noalloc: shmem', 'hugetlb_mfill_atomic_pte()'],
  UFFDIO_POISON: ['hugetlb_mfill_atomic_pte()'],
};

const expected: Readonly<Record<string, Reached>> = {
  '7.3': WITH_STRUCT,
  '7.2': WITH_STRUCT,
  '6.12': {
    UFFDIO_COPY: ['hugetlb_mfill_atomic_pte()', 'shmem_mfill_atomic_pte()'],
    UFFDIO_ZEROPAGE: ['shmem_mfill_atomic_pte()'],
    UFFDIO_CONTINUE: ['hugetlb_mfill_atomic_pte()', 'shmem_get_folio()'],
    UFFDIO_POISON: ['hugetlb_mfill_atomic_pte()'],
  },
  '6.1': {
    UFFDIO_COPY: ['hugetlb_mcopy_atomic_pte()', 'shmem_mfill_atomic_pte()'],
    UFFDIO_ZEROPAGE: ['shmem_mfill_atomic_pte()'],
    UFFDIO_CONTINUE: ['hugetlb_mcopy_atomic_pte()', 'shmem_get_folio()'],
  },
};

/** Where the cases are, on the version that they were read from. */
const caseLines: Readonly<Record<string, readonly number[]>> = { '7.3.4': [4699, 4732] };

for (const { root, series, version } of kernelTrees) {
  const hooked = ['7.3', '7.2'].includes(series);
  // Thousands of tables are read in the newest tree; in the others those of file systems, which are as many as are drawn.
  const filling = root === kernelTrees[0]?.root ? [] : ['--folders', 'mm,fs'];
  describe(`Linux ${version}`, () => {
    test('reach', async () => {
      const { entry, ioctls } = await answer<ReachAnswer>(['reach', '--tree', root]);
      assert.equal(entry?.function, 'userfaultfd_ioctl');
      const got = ioctls.map(({ name, hooks, backends }) => [
        name,
        [
          ...hooks.map((hook) => `${hook.field}: ${hook.memoryTypes.join(', ')}`),
          ...backends.map((backend) => `${backend.function}()`),
        ],
      ]);
      const names = got.map(([name]) => String(name));
      const wanted = names.map((name) => [name, expected[series]?.[name] ?? []]);
      assert.deepEqual(Object.fromEntries(got), Object.fromEntries(wanted));
      for (const name of Object.keys(expected[series] ?? {})) assert.ok(names.includes(name), `no ${name}`);
      const lines = caseLines[version];
      if (lines) assert.deepEqual([ioctls[0]?.line, ioctls.at(-1)?.line], lines);
    });

    if (hooked) {
      test('the graph of UFFDIO_CONTINUE has its hook and no other', async () => {
        const { nodes, edges } = await answer<GraphAnswer>(['graph', '--ioctl', 'UFFDIO_CONTINUE', '--tree', root]);
        const hooks = nodes.filter((node) => node.kind === 'hook').map((node) => node.function);
        assert.deepEqual(hooks, ['shmem_get_folio_noalloc']);
        const conditions = edges.map((edge) => edge.condition ?? '');
        assert.ok(conditions.includes('is_vm_hugetlb_page(state.vma)'), conditions.join('; '));
      });

      test('the callers of handle_userfault are of anonymous memory, shmem and hugetlb', async () => {
        const { nodes } = await answer<GraphAnswer>(['graph', '--to', 'handle_userfault', '--tree', root]);
        const types = new Map(nodes.map((node) => [node.function, node.memoryType]));
        assert.equal(types.get('shmem_get_folio_gfp'), 'shmem');
        assert.equal(types.get('hugetlb_handle_userfault'), 'hugetlb');
        assert.ok(types.has('do_anonymous_page'));
      });
    }

    test('page faults come from anonymous memory, shmem and hugetlb', async () => {
      const { faults } = await answer<ReachAnswer>(['reach', '--tree', root]);
      assert.deepEqual(
        faults.map((entry) => entry.function),
        ['handle_userfault'],
      );
      const callers = new Map(faults[0]?.callers.map(({ function: name, memoryType }) => [name, memoryType]));
      assert.equal(callers.get('do_anonymous_page'), 'anon');
      assert.equal(callers.get('shmem_get_folio_gfp'), 'shmem');
      assert.equal(callers.get('hugetlb_handle_userfault'), 'hugetlb');
      assert.equal(callers.get('do_wp_page'), null);
    });

    test('a hook that hundreds of tables fill has a graph that can be read', async () => {
      const read = ['graph', '--ops', 'file_operations', '--from', 'vfs_read', '--tree', root, ...filling];
      const { nodes } = await answer<GraphAnswer>(read);
      const shared = nodes.find((node) => node.function === 'generic_file_read_iter');
      assert.ok((shared?.memoryTypes?.length ?? 0) > 5);
      assert.ok(nodes.length < 150, `${nodes.length} nodes`);
      assert.ok(nodes.some(({ kind, function: name }) => kind === 'more' && /^\d+ more$/.test(name)));
      const fault = ['graph', '--ops', 'vm_operations_struct', '--from', '__do_fault', '--tree', root];
      const names = (await answer<GraphAnswer>(fault)).nodes.map((node) => node.function);
      for (const name of ['vm_operations_struct.fault', 'filemap_fault']) assert.ok(names.includes(name), name);
    });

    test('functions of one name are told apart', async () => {
      const { code, err } = await opscope(['graph', '--from', 'init_once', '--tree', root]);
      assert.equal(code, 2);
      assert.match(err, /functions are called init_once; name one of .*fs\/inode\.c:init_once/);
      const { nodes } = await answer<GraphAnswer>(['graph', '--from', 'fs/inode.c:init_once', '--tree', root]);
      assert.equal(nodes[0]?.file, 'fs/inode.c');
    });

    test('direct calls name the definition', async () => {
      const calls = await rows<DirectCall>(['calls', 'mm/userfaultfd.c', '--tree', root]);
      const call = calls.find((each) => /^hugetlb_(?:mfill|mcopy)_atomic_pte$/.test(each.callee));
      assert.equal(call?.calleeFile, 'mm/hugetlb.c');
      assert.equal(
        calls.find((each) => each.callee === 'WARN_ON_ONCE'),
        undefined,
      );
    });
  });
}
