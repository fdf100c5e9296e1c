/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_HUGETLB_H
#define _LINUX_HUGETLB_H

#include <linux/mm.h>
#include <linux/userfaultfd_k.h>

#define VM_HUGETLB	BIT(15)

static inline bool is_vm_hugetlb_page(const struct vm_area_struct *vma)
{
	return vma->vm_flags & VM_HUGETLB;
}

pte_t *huge_pte_alloc(struct mm_struct *mm, struct vm_area_struct *vma,
		      unsigned long addr, unsigned long size);
struct folio *alloc_hugetlb_folio(struct vm_area_struct *vma, unsigned long addr);

#ifdef CONFIG_USERFAULTFD
int hugetlb_mfill_atomic_pte(pte_t *pte, struct vm_area_struct *vma, unsigned long addr,
			     unsigned long src, uffd_flags_t flags, struct folio **foliop);
#endif

#endif
