/** A comparison in the matrix panel, without its page: which cells and lines it has, and where they lead. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import type { CompareAnswer } from '../../client/messages.ts';
import { hooksGrid } from '../../client/webview/matrix/compare-hooks.ts';
import { countGroups, findingLines, ioctlWays, type Line } from '../../client/webview/matrix/compare-lists.ts';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { compared, type Files, modularised, v4 } from '../compare/trees.ts';
import { projectRoot } from '../harness/root.ts';

let answer: CompareAnswer;
let none: CompareAnswer;
let changed: CompareAnswer;
before(async () => {
  const parser = await loadLowerer(join(projectRoot, 'dist'));
  answer = compared({ v4, mod: modularised }, parser);
  changed = compared({ mod: modularised, changed: CHANGED }, parser);
  none = compared({ v4, again: v4 }, parser);
});

/** One slot has another function, and the core asks something first. */
const CHANGED: Files = Object.fromEntries(
  Object.entries(modularised).map(([path, text]) => [
    path,
    text
      .replace('.copy = shmem_mfill_copy', '.copy = mfill_pte_copy')
      .replace('return info->op ?', 'return !is_vm_hugetlb_page(info->vma) ?'),
  ]),
);

const ASKED = 'if !is_vm_hugetlb_page(info->vma)';

const shown = ({ change, text }: Line): string => `${change} ${text}`;
const texts = (from: CompareAnswer, all = false): readonly string[] =>
  hooksGrid(from, all).rows.map((row) => row.map(({ text }) => text).join(' | '));

describe('the grid of a comparison', () => {
  test('has the hooks of both sides with a sign for what is only on one', () => {
    assert.deepEqual(texts(answer), [
      'struct vm_uffd_ops | hugetlb | kvm_gmem | shmem',
      '+ complete | + hugetlb_complete | — | —',
      '+ cont | + mfill_pte_cont | + mfill_pte_cont | + mfill_pte_cont',
      '+ copy | + hugetlb_mfill_copy | + mfill_pte_copy | + shmem_mfill_copy',
      '+ is_valid | + hugetlb_valid | + mfill_valid | + mfill_valid',
      '− minor_get_folio | — | − kvm_gmem_lookup | − shmem_get_folio',
      '− supported_ioctls | − BIT(_UFFDIO_COPY) | BIT(_UFFDIO_CONTINUE) | − BIT(_UFFDIO_CONTINUE) | − BIT(_UFFDIO_COPY) | BIT(_UFFDIO_CONTINUE)',
    ]);
  });

  test('says what a slot was, in words too, and leads to both sides', () => {
    const [head, ...rows] = hooksGrid(changed, false).rows;
    assert.deepEqual(
      rows.map((row) => row[0]?.text),
      ['copy'],
    );
    const cell = rows[0]?.[head?.findIndex(({ text }) => text === 'shmem') ?? 0];
    assert.equal(cell?.text, '~ mfill_pte_copy');
    assert.deepEqual(cell?.details, ['was shmem_mfill_copy']);
    assert.equal(cell?.label, 'copy of shmem: mfill_pte_copy, changed, was shmem_mfill_copy');
    assert.deepEqual(
      cell?.sides?.map(({ side, place }) => `${side} ${place.file}`),
      ['a mm/shmem.c', 'b mm/userfaultfd.c'],
    );
    assert.equal(cell?.isSame, false);
  });

  test('leads to the slot of a value, and to what only one side has', () => {
    const row = hooksGrid(answer, false).rows.find(([first]) => first?.text === '− supported_ioctls');
    assert.deepEqual(
      row?.map(({ sides }) => sides?.map(({ side, place }) => `${side} ${place.file}`).join()),
      ['a include/linux/mm.h', 'a mm/hugetlb.c', 'a virt/guest_memfd.c', 'a mm/shmem.c'],
    );
  });

  test('is empty where nothing differs, unless all is wanted', () => {
    assert.equal(texts(none).length, 1);
    assert.ok(texts(none, true).length > 1);
    assert.ok(
      hooksGrid(none, true)
        .rows.flat()
        .every(({ change }) => change === undefined),
    );
  });
});

describe('the lists of a comparison', () => {
  test('are of what differs, group by group, each line with what it counts', () => {
    const groups = countGroups(answer, false);
    assert.deepEqual(
      groups.map(({ name }) => name),
      ['size', 'hooks', 'new type', 'exports', 'page tables', 'core', 'dispatch', 'reach', 'findings'],
    );
    const hooks = groups.flatMap(({ counts }) => counts).find(({ id }) => id === 'hook.hooks');
    assert.deepEqual(hooks?.values, ['1', '4']);
    assert.deepEqual(
      hooks?.lines.map(({ change }) => change),
      ['removed', 'added', 'added', 'added', 'added'],
    );
    assert.deepEqual(countGroups(none, false), []);
  });

  test('lead to where a side has what it counts: what it lost is on the other', () => {
    const lost = countGroups(answer, false)
      .flatMap(({ counts }) => counts)
      .find(({ id }) => id === 'export.lost');
    const gained = countGroups(answer, false)
      .flatMap(({ counts }) => counts)
      .find(({ id }) => id === 'export.gained');
    const of = (lines: readonly Line[] | undefined) =>
      lines?.flatMap(({ places }) => places.map(({ side, place }) => `${side} ${place.file}`));
    assert.deepEqual(of(lost?.lines), of(gained?.lines));
  });

  test('say what an ioctl runs no more, and what on other conditions', () => {
    assert.deepEqual(
      ioctlWays(answer, false).map(({ ioctl, ways }) => [
        ioctl,
        ...ways.map(({ memoryType, lines }) => [memoryType, ...lines.map(shown)].join(' ')),
      ]),
      [
        [
          'UFFDIO_CONTINUE',
          'hugetlb removed hugetlb_mfill_atomic_pte() added mfill_pte_cont() added hugetlb_valid()',
          'kvm_gmem removed kvm_gmem_lookup() added mfill_pte_cont() added mfill_valid()',
          'shmem removed shmem_get_folio() added mfill_pte_cont() added mfill_valid()',
        ],
        [
          'UFFDIO_COPY',
          'hugetlb removed hugetlb_mfill_atomic_pte() added hugetlb_mfill_copy() added hugetlb_valid()',
          'kvm_gmem added mfill_pte_copy() added mfill_valid()',
          'shmem removed shmem_mfill_atomic_pte() added shmem_mfill_copy() added mfill_valid()',
        ],
      ],
    );
    assert.deepEqual(
      ioctlWays(changed, false).flatMap(({ ioctl, ways }) =>
        ways.flatMap(({ memoryType, lines }) =>
          lines.map((line) => [ioctl, memoryType, shown(line), ...line.details].join(' ')),
        ),
      ),
      [
        ...['hugetlb', 'kvm_gmem', 'shmem'].map(
          (type) => `UFFDIO_CONTINUE ${type} changed mfill_pte_cont() + ${ASKED}`,
        ),
        `UFFDIO_COPY hugetlb changed hugetlb_mfill_copy() + ${ASKED}`,
        `UFFDIO_COPY kvm_gmem changed mfill_pte_copy() + ${ASKED}`,
        'UFFDIO_COPY shmem removed shmem_mfill_copy() via copy',
        `UFFDIO_COPY shmem added mfill_pte_copy() via copy ${ASKED}`,
      ],
    );
    assert.deepEqual(ioctlWays(none, false), []);
  });

  test('have the findings that come and go', () => {
    const lines = findingLines(answer);
    assert.deepEqual(
      lines.map(({ change, places }) => `${change} ${places.map(({ side }) => side).join()}`),
      [...Array.from({ length: 4 }, () => 'added b'), ...Array.from({ length: 4 }, () => 'removed a')],
    );
    assert.match(lines[0]?.text ?? '', /^hugetlb_mfill_copy\(\) fills copy of hugetlb and reaches pte_none/);
  });
});
