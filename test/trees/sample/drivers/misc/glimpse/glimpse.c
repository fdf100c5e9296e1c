// SPDX-License-Identifier: MIT
/*
 * glimpse: a frame grabber that shows its buffer to programs, and looks into page tables to do so.
 */
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pgtable.h>

struct glimpse_device {
	unsigned long frame_pfn;
	unsigned long mapped;
};

static struct glimpse_device glimpse;

/* Called for each page table entry of the window. */
static int glimpse_map_one(pte_t *pte, unsigned long addr, void *data)
{
	struct vm_area_struct *vma = data;

	if (!pte_none(ptep_get(pte)))
		return -EEXIST;
	set_pte_at(vma->vm_mm, addr, pte, pfn_pte(glimpse.frame_pfn, vma->vm_page_prot));
	glimpse.mapped++;
	return 0;
}

static vm_fault_t glimpse_fault(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;

	if (apply_to_page_range(vma->vm_mm, vma->vm_start, vma->vm_end - vma->vm_start,
				glimpse_map_one, vma))
		return VM_FAULT_SIGBUS;
	return 0;
}

static const struct vm_operations_struct glimpse_vm_ops = {
	.fault	= glimpse_fault,
};

static int glimpse_mmap(struct file *file, struct vm_area_struct *vma)
{
	vma->vm_ops = &glimpse_vm_ops;
	vma->vm_private_data = &glimpse;
	return 0;
}

static const struct file_operations glimpse_fops = {
	.mmap	= glimpse_mmap,
};

static int __init glimpse_init(void)
{
	return anon_inode_getfd("glimpse", &glimpse_fops, &glimpse, 0);
}

static void __exit glimpse_exit(void)
{
	glimpse.mapped = 0;
}

module_init(glimpse_init);
module_exit(glimpse_exit);
MODULE_DESCRIPTION("Glimpse frame grabber");
MODULE_LICENSE("Dual MIT/GPL");
