/** What reviewers said of each proposal's shape, found in the fixture tree of that shape. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseArchive } from '../harness/markers/archive.ts';
import { projectRoot } from '../harness/root.ts';
import { findingsIn } from './tree.ts';

/** The rule, and the start of its message. */
const expected: Readonly<Record<string, readonly string[]>> = {
  S1: [
    'capability-implies: anon sets VM_UFFD_WP without _UFFDIO_WRITEPROTECT',
    'capability-implies: shmem sets __VM_UFFD_FLAGS without _UFFDIO_CONTINUE',
    'capability-without-hook: hugetlb claims _UFFDIO_CONTINUE but leaves uffd_get_folio unset',
    'hook-unguarded: mfill_atomic_pte_continue() calls uffd_get_folio without a check',
    'pgtable-in-hook: shmem_mfill_atomic_pte() fills uffd_copy of shmem and reaches pmd_t',
    'pgtable-in-ops-signature: uffd_copy hands pmd_t to every memory type that fills it',
  ],
  S4: [
    'capability-without-hook: hugetlb claims _UFFDIO_CONTINUE but leaves minor_get_folio unset',
    'core-includes-backend: This file dispatches through struct vm_uffd_ops and includes linux/hugetlb.h',
    'core-special-case: The core asks is_vm_hugetlb_page() once',
    'core-special-case: The core asks vma_is_anonymous() once',
  ],
  S5: ['hook-duplicate-body: shmem_mfill_copy() does what hugetlb_mfill_copy() does'],
  S8: [
    'core-includes-backend: This file dispatches through struct vm_uffd_ops and includes linux/hugetlb.h',
    'core-special-case: The core asks is_vm_hugetlb_page() 2 times',
    'hook-duplicate-body: anon_alloc_folio() does what shmem_mfill_folio_alloc() does',
    'hook-duplicate-body: kvm_gmem_filemap_add() does what shmem_mfill_filemap_add() does',
    'hook-duplicate-body: kvm_gmem_filemap_remove() does what shmem_mfill_filemap_remove() does',
    'hook-duplicate-body: kvm_gmem_folio_alloc() does what shmem_mfill_folio_alloc() does',
    'hook-duplicate-body: shmem_can_userfault() does what hugetlb_can_userfault() does',
  ],
};

/** S5 with the ioctl that its fixture leaves out: it walks in the steps of page_shift, and refuses hugetlb. */
function withMove(files: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const edited = new Map(files);
  const edit = (path: string, from: RegExp, to: string): void => {
    const text = edited.get(path) ?? '';
    assert.match(text, from);
    edited.set(path, text.replace(from, to));
  };
  const move =
    'static int userfaultfd_move(struct vm_area_struct *vma)\n{\n' +
    '\tconst struct vm_uffd_ops *ops = vma_get_uffd_ops(vma);\n\n' +
    '\tif (is_vm_hugetlb_page(vma))\n\t\treturn -22;\n\treturn ops->page_shift(vma);\n}\n\n';
  edit('fs/userfaultfd.c', /static long userfaultfd_ioctl\(/, `#define UFFDIO_MOVE 99\n${move}$&`);
  edit('fs/userfaultfd.c', /\tcase UFFDIO_COPY:/, '\tcase UFFDIO_MOVE:\n\t\treturn userfaultfd_move(ctx->vma);\n$&');
  edit('mm/userfaultfd.c', /ops && ops->page_shift\(vma\) >= PAGE_SHIFT/, 'ops != 0');
  return edited;
}

test('S5 with MOVE, which refuses hugetlb', async () => {
  const { files } = parseArchive(readFileSync(join(projectRoot, 'test/markers/S5.txt'), 'utf8'));
  const all = await findingsIn(withMove(files));
  assert.deepEqual(
    all.filter(({ rule }) => rule === 'hook-unreached').map(({ message }) => message),
    [
      'No ioctl reaches page_shift of hugetlb: hugetlb_page_shift() is never called through it. It is reached for anon, shmem.',
    ],
  );
});

for (const [shape, complaints] of Object.entries(expected)) {
  test(shape, async () => {
    const { files } = parseArchive(readFileSync(join(projectRoot, `test/markers/${shape}.txt`), 'utf8'));
    const all = await findingsIn(files);
    assert.deepEqual(all.map((each) => `${each.rule}: ${each.message.split(/[,:;.] /)[0]}`).sort(), complaints);
  });
}
