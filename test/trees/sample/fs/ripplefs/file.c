// SPDX-License-Identifier: MIT
/*
 * ripplefs: a filesystem module with mappings of its own, and no userfaultfd.
 */
#include <linux/module.h>
#include <linux/pagemap.h>

static vm_fault_t ripplefs_fault(struct vm_fault *vmf)
{
	struct inode *inode = file_inode(vmf->vma->vm_file);
	struct folio *folio = filemap_lock_folio(inode->i_mapping, vmf->pgoff);

	if (IS_ERR(folio))
		return VM_FAULT_SIGBUS;
	vmf->page = &folio->page;
	return VM_FAULT_LOCKED;
}

static vm_fault_t ripplefs_page_mkwrite(struct vm_fault *vmf)
{
	return vmf->page ? VM_FAULT_LOCKED : VM_FAULT_SIGBUS;
}

static const struct vm_operations_struct ripplefs_file_vm_ops = {
	.fault		= ripplefs_fault,
	.page_mkwrite	= ripplefs_page_mkwrite,
};

static int ripplefs_mmap(struct file *file, struct vm_area_struct *vma)
{
	vma->vm_ops = &ripplefs_file_vm_ops;
	return 0;
}

static int ripplefs_open(struct inode *inode, struct file *file)
{
	file->private_data = inode->i_private;
	return 0;
}

extern const struct file_operations ripplefs_file_operations;

const struct file_operations ripplefs_file_operations = {
	.open	= ripplefs_open,
	.mmap	= ripplefs_mmap,
};
EXPORT_SYMBOL_GPL(ripplefs_file_operations);

MODULE_DESCRIPTION("Ripple filesystem");
MODULE_LICENSE("Dual MIT/GPL");
