// SPDX-License-Identifier: MIT
/*
 * Page faults of ordinary mappings: the owner of the mapping is asked first.
 */
#include <linux/mm.h>

/* Some mappings only have pages of their own size. */
unsigned long vma_kernel_pagesize(struct vm_area_struct *vma)
{
	if (vma->vm_ops && vma->vm_ops->pagesize)
		return vma->vm_ops->pagesize(vma);
	return PAGE_SIZE;
}

static vm_fault_t do_anonymous_page(struct vm_fault *vmf)
{
	struct folio *folio;

	folio = vma_alloc_folio(GFP_HIGHUSER_MOVABLE, vmf->vma, vmf->address);
	if (!folio)
		return handle_userfault(vmf, VM_UFFD_MISSING);
	vmf->page = &folio->page;
	return 0;
}

static vm_fault_t __do_fault(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;

	return vma->vm_ops->fault(vmf);
}

static vm_fault_t do_shared_fault(struct vm_fault *vmf)
{
	const struct vm_operations_struct *ops = vmf->vma->vm_ops;
	vm_fault_t ret = __do_fault(vmf);

	if (ret & VM_FAULT_SIGBUS)
		return ret;
	if (ops->page_mkwrite)
		ret |= ops->page_mkwrite(vmf);
	return ret;
}

vm_fault_t handle_mm_fault(struct vm_fault *vmf);

vm_fault_t handle_mm_fault(struct vm_fault *vmf)
{
	if (vma_is_anonymous(vmf->vma))
		return do_anonymous_page(vmf);
	if (vmf->vma->vm_flags & VM_SHARED)
		return do_shared_fault(vmf);
	return __do_fault(vmf);
}
