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

for (const [shape, complaints] of Object.entries(expected)) {
  test(shape, async () => {
    const { files } = parseArchive(readFileSync(join(projectRoot, `test/markers/${shape}.txt`), 'utf8'));
    const all = await findingsIn(files);
    assert.deepEqual(all.map((each) => `${each.rule}: ${each.message.split(/[,:;.] /)[0]}`).sort(), complaints);
  });
}
