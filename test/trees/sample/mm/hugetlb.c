// SPDX-License-Identifier: MIT
/*
 * Huge pages: a pool, and mappings that are filled from it.
 */
#include <linux/hugetlb.h>
#include <linux/userfaultfd_k.h>

static vm_fault_t hugetlb_vm_op_fault(struct vm_fault *vmf)
{
	/* Huge page faults never come here; the core asks hugetlb directly. */
	return VM_FAULT_SIGBUS;
}

static void hugetlb_vm_op_open(struct vm_area_struct *vma)
{
	vma->vm_private_data = NULL;
}

static int hugetlb_vm_op_split(struct vm_area_struct *vma, unsigned long addr)
{
	return addr & (vma_kernel_pagesize(vma) - 1) ? -EINVAL : 0;
}

static unsigned long hugetlb_vm_op_pagesize(struct vm_area_struct *vma)
{
	return PAGE_SIZE << 9;
}

#ifdef CONFIG_USERFAULTFD
static bool hugetlb_can_userfault(struct vm_area_struct *vma, vm_flags_t vm_flags)
{
	/* Every mode works on huge pages. */
	return true;
}

static const struct vm_uffd_ops hugetlb_uffd_ops = {
	.can_userfault	= hugetlb_can_userfault,
};
#endif

const struct vm_operations_struct hugetlb_vm_ops = {
	.fault		= hugetlb_vm_op_fault,
	.open		= hugetlb_vm_op_open,
	.may_split	= hugetlb_vm_op_split,
	.pagesize	= hugetlb_vm_op_pagesize,
#ifdef CONFIG_USERFAULTFD
	.uffd_ops	= &hugetlb_uffd_ops,
#endif
};

#ifdef CONFIG_USERFAULTFD
/* The whole of a huge page's fill, apart from the locks its caller holds. */
int hugetlb_mfill_atomic_pte(pte_t *pte, struct vm_area_struct *vma, unsigned long addr,
			     unsigned long src, uffd_flags_t flags, struct folio **foliop)
{
	struct folio *folio;

	if (uffd_flags_mode_is(flags, MFILL_ATOMIC_POISON)) {
		set_pte_at(vma->vm_mm, addr, pte, pfn_pte(0, vma->vm_page_prot));
		return 0;
	}

	if (uffd_flags_mode_is(flags, MFILL_ATOMIC_CONTINUE)) {
		folio = *foliop;
		if (!folio)
			return -EFAULT;
	} else {
		folio = alloc_hugetlb_folio(vma, addr);
		if (IS_ERR(folio))
			return -ENOMEM;
		if (copy_folio_from_user(folio, (const void __user *)src)) {
			*foliop = folio;
			return -ENOENT;
		}
	}

	set_pte_at(vma->vm_mm, addr, pte, pfn_pte(folio_pfn(folio), vma->vm_page_prot));
	return 0;
}
#endif
