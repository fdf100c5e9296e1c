/** Two proposals and what they came from, counted row by row. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { loadLowerer } from '../../server/src/host/assets.ts';
import type { CompareAnswer } from '../../server/src/model/compare-answers.ts';
import type { Lowerer } from '../../server/src/syntax/lower.ts';
import { projectRoot } from '../harness/root.ts';
import { base, compared, type Files, modularised, rowsOf, v4 } from './trees.ts';

let lowerer: Lowerer;
before(async () => {
  lowerer = await loadLowerer(join(projectRoot, 'dist'));
});

/** What a row counts on a side, in words. */
function counted({ metrics }: CompareAnswer, id: string, side: string): readonly string[] {
  const metric = metrics.find((each) => each.id === id) ?? assert.fail(`no row ${id}`);
  return (metric.values[side]?.items ?? []).map(({ message }) => message);
}

describe('two proposals', () => {
  test('have every row exact, held against what they came from', () => {
    const answer = compared({ v4, mod: modularised, base }, lowerer);
    assert.deepEqual(rowsOf(answer), [
      'size.added 25 65 -',
      'size.duplicates 1 0 -',
      'size.files 5 5 -',
      'size.own-lines.hugetlb 0 3 -',
      'size.own-lines.kvm_gmem 1 0 -',
      'size.own-lines.shmem 1 1 -',
      'size.removed 4 22 -',
      'hook.context-fields 0 4 -',
      'hook.context-used 0 2 -',
      'hook.gained 2 4 -',
      'hook.hooks 1 4 -',
      'hook.lost 0 0 -',
      'hook.renamed 0 0 -',
      'hook.shared 0 2 -',
      'hook.signatures 0 0 -',
      'hook.slots 2 10 -',
      'hook.slots-gained 2 10 -',
      'hook.slots-lost 0 0 -',
      'hook.tables 3 3 -',
      'hook.tables-gained 3 3 -',
      'hook.tables-lost 0 0 -',
      'hook.values 1 0 -',
      'new-type.bits.UFFDIO_CONTINUE 1 0 -',
      'new-type.bits.UFFDIO_COPY 1 0 -',
      'new-type.checked.UFFDIO_CONTINUE 0 1 -',
      'new-type.checked.UFFDIO_COPY 0 1 -',
      'new-type.slots.UFFDIO_CONTINUE 1 1 -',
      'new-type.slots.UFFDIO_COPY 0 1 -',
      'export.gained 0 1 -',
      'export.lost 0 0 -',
      'export.needed-by-calls 0 0 -',
      'export.needed-by-slots 0 2 -',
      'pgtable.body 0 1 -',
      'pgtable.calls 0 0 -',
      'pgtable.module 0 0 -',
      'pgtable.signature 0 0 -',
      'core.headers 1 0 1',
      'core.one-type-hooks 0 1 -',
      'core.special-cases 2 0 2',
      'dispatch.guarded 0 1 -',
      'dispatch.never 0 1 -',
      'dispatch.not-const 0 0 -',
      'dispatch.null 0 0 -',
      'dispatch.sites 1 2 -',
      'reach.direct 3 0 4',
      'reach.hooks 2 12 -',
      'finding.all 4 4 0',
      'finding.introduced 2 4 -',
      'finding.removed 0 0 -',
    ]);
    assert.deepEqual(answer.notes, ["base has no struct vm_uffd_ops: its ioctls' direct calls are what is compared."]);
  });

  test('say what is behind a count', () => {
    const answer = compared({ v4, mod: modularised, base }, lowerer);
    assert.deepEqual(counted(answer, 'new-type.slots.UFFDIO_CONTINUE', 'v4'), ['minor_get_folio']);
    assert.deepEqual(counted(answer, 'new-type.bits.UFFDIO_CONTINUE', 'v4'), [
      'supported_ioctls & BIT(_UFFDIO_CONTINUE)',
    ]);
    assert.deepEqual(counted(answer, 'new-type.slots.UFFDIO_CONTINUE', 'mod'), ['is_valid']);
    assert.deepEqual(counted(answer, 'new-type.checked.UFFDIO_CONTINUE', 'mod'), ['cont']);
    assert.deepEqual(counted(answer, 'hook.shared', 'mod'), [
      'mfill_pte_cont() for hugetlb, kvm_gmem, shmem',
      'mfill_valid() for kvm_gmem, shmem',
    ]);
    assert.deepEqual(counted(answer, 'hook.context-used', 'mod'), [
      'uffd_info.addr: written by shmem_mfill_copy()',
      'uffd_info.vma: read by hugetlb_mfill_copy(), mfill_pte_cont(), mfill_pte_copy(), shmem_mfill_copy()',
    ]);
    assert.deepEqual(counted(answer, 'export.gained', 'mod'), ['mfill_pte_copy']);
    assert.deepEqual(
      new Set(counted(answer, 'export.needed-by-slots', 'mod')),
      new Set(['mfill_pte_cont()', 'mfill_valid()']),
    );
    assert.deepEqual(counted(answer, 'core.one-type-hooks', 'mod'), ['is_valid serves hugetlb only']);
    assert.deepEqual(counted(answer, 'dispatch.never', 'mod'), ['complete']);
    assert.deepEqual(counted(answer, 'reach.hooks', 'v4'), [
      'UFFDIO_CONTINUE, shmem: minor_get_folio shmem_get_folio()',
      'UFFDIO_CONTINUE, kvm_gmem: minor_get_folio kvm_gmem_lookup()',
    ]);
  });

  test('say what ioctls run otherwise than before', () => {
    const { reach } = compared({ base, v4 }, lowerer);
    assert.deepEqual(
      reach.map(({ ioctl, memoryType, change, lost, gained }) => [ioctl, memoryType, change, lost, gained]),
      [
        ['UFFDIO_CONTINUE', 'hugetlb', 'same', [], []],
        ['UFFDIO_CONTINUE', 'kvm_gmem', 'only in v4', [], ['kvm_gmem_lookup()']],
        ['UFFDIO_CONTINUE', 'shmem', 'changed', [], []],
        ['UFFDIO_COPY', 'hugetlb', 'same', [], []],
        ['UFFDIO_COPY', 'shmem', 'same', [], []],
      ],
    );
    const shmem = reach.find(({ ioctl, memoryType }) => ioctl === 'UFFDIO_CONTINUE' && memoryType === 'shmem');
    assert.deepEqual(
      Object.values(shmem?.in ?? {}).map((way) => `${way?.via} ${way?.function}`),
      ['direct call shmem_get_folio', 'minor_get_folio shmem_get_folio'],
    );
  });

  test('tell which findings come and which go', () => {
    const { findings } = compared({ v4, mod: modularised }, lowerer);
    const told = (all: CompareAnswer['findings']['introduced']): readonly string[] =>
      all.map(({ side, rule, file }) => `${side} ${rule} ${file}`);
    assert.deepEqual(told(findings.introduced), [
      'mod pgtable-in-hook mm/hugetlb.c',
      'mod hook-unreached mm/hugetlb.c',
      'mod hook-unexported-call virt/guest_memfd.c',
      'mod hook-unexported-call virt/guest_memfd.c',
    ]);
    assert.deepEqual(told(findings.removed), [
      'mod capability-without-hook mm/hugetlb.c',
      'mod core-includes-backend mm/userfaultfd.c',
      'mod core-special-case mm/userfaultfd.c',
      'mod hook-duplicate-body virt/guest_memfd.c',
    ]);
    assert.equal(findings.same, 0);
  });

  test('mirror each other when they are swapped', () => {
    const [one, other] = [compared({ v4, mod: modularised }, lowerer), compared({ mod: modularised, v4 }, lowerer)];
    assert.deepEqual(other.metrics, one.metrics);
    assert.deepEqual(
      other.reach.map(({ lost, gained, ...each }) => ({ ...each, lost: gained, gained: lost })),
      one.reach,
    );
    assert.deepEqual(other.hooks, one.hooks);
    const words = (all: CompareAnswer['findings']['removed']): readonly string[] => all.map(({ message }) => message);
    assert.deepEqual(words(other.findings.removed), words(one.findings.introduced));
    assert.deepEqual(words(other.findings.introduced), words(one.findings.removed));
  });
});

describe('one side', () => {
  /** The same code, laid out otherwise, with other comments between its lines. */
  const reformatted = (files: Files): Files =>
    Object.fromEntries(
      Object.entries(files).map(([path, text]) => [
        path,
        /\.[ch]$/.test(path)
          ? text
              .replace(/,[ \t]+/g, ',\n\t\t')
              .replace(/\t/g, '        ')
              .replace(/\n\n/g, '\n\n\n')
          : text,
      ]),
    );

  test('is the same as itself, and as itself reformatted', () => {
    for (const files of [v4, modularised, base]) {
      assert.equal(compared({ a: files, b: files }, lowerer).same, true);
      const answer = compared({ a: files, b: reformatted(files) }, lowerer);
      assert.deepEqual(
        answer.metrics.flatMap(({ id, values }) =>
          values['a']?.value === values['b']?.value || id.startsWith('size.own-lines') ? [] : [id],
        ),
        [],
      );
      assert.equal(answer.same, true);
    }
  });

  test('is not the same when a line of a hook is another', () => {
    const edited = { ...v4, 'mm/shmem.c': v4['mm/shmem.c']?.replace('*folio = NULL', '*folio = (void *)1') ?? '' };
    const answer = compared({ v4, edited }, lowerer);
    assert.equal(answer.same, false);
    assert.ok(rowsOf(answer).includes('size.files 1 1'));
    assert.ok(rowsOf(answer).includes('size.added 1 1'));
  });

  test('is not the same when what builds a folder is another', () => {
    const edited = { ...v4, 'mm/huge/pages.c': 'int pages;\n', 'mm/huge/Kconfig': 'config PAGES\n\tbool\n' };
    const without = { ...edited, 'mm/huge/Kconfig': 'config PAGES\n\ttristate\n' };
    const answer = compared({ edited, without }, lowerer);
    assert.equal(answer.same, false);
    assert.ok(rowsOf(answer).includes('size.files 1 1'));
  });

  test('has a hook renamed, and another whose signature is changed', () => {
    const edit = (text: string): string =>
      text
        .replaceAll('is_valid', 'is_dst_valid')
        .replace('*complete)(struct vm_area_struct *vma)', '*complete)(void *vma)');
    const renamed = Object.fromEntries(Object.entries(modularised).map(([path, text]) => [path, edit(text)]));
    const answer = compared({ mod: modularised, renamed }, lowerer);
    const changes = answer.hooks.flatMap(({ name, change }) => (change === 'same' ? [] : [`${name} ${change}`]));
    assert.deepEqual(changes, [
      'complete signature',
      'is_dst_valid renamed: is_valid in mod',
      'is_valid renamed: is_dst_valid in renamed',
    ]);
    assert.deepEqual(counted(answer, 'hook.renamed', 'renamed'), ['is_dst_valid, which was is_valid']);
    assert.deepEqual(counted(answer, 'hook.signatures', 'renamed'), ['void (*complete)(void *vma)']);
    assert.ok(rowsOf(answer).includes('hook.gained 0 0'));
  });
});

describe('a question', () => {
  test('for one memory type counts that one', () => {
    const answer = compared({ v4, mod: modularised }, lowerer, { type: 'kvm_gmem' });
    assert.deepEqual(new Set(answer.reach.map(({ memoryType }) => memoryType)), new Set(['kvm_gmem']));
    const rows = rowsOf(answer);
    for (const row of ['hook.tables 1 1', 'hook.slots 1 3', 'core.special-cases 0 0', 'reach.hooks 1 4'])
      assert.ok(rows.includes(row), row);
  });

  test('for some groups has those, in their order', () => {
    const { metrics, reach, hooks, findings } = compared({ v4, mod: modularised }, lowerer, {
      groups: ['core', 'size'],
    });
    assert.deepEqual([...new Set(metrics.map(({ group }) => group))], ['size', 'core']);
    assert.deepEqual([reach, hooks, findings.introduced], [[], [], []]);
  });

  test('is answered where neither side has the struct', () => {
    const answer = compared(
      { a: base, b: { ...base, 'mm/shmem.c': base['mm/shmem.c']?.replace('shmem_get_folio(', 'shmem_fetch(') ?? '' } },
      lowerer,
    );
    assert.deepEqual(
      answer.reach.flatMap(({ ioctl, memoryType, lost }) =>
        lost.length > 0 ? [`${ioctl} ${memoryType} ${lost.join()}`] : [],
      ),
      ['UFFDIO_CONTINUE shmem shmem_get_folio()'],
    );
    assert.equal(answer.notes.filter((each) => each.includes('has no struct vm_uffd_ops')).length, 2);
  });
});
