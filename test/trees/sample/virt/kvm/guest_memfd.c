// SPDX-License-Identifier: MIT
/*
 * guest_memfd: a file that is the memory of a guest.
 */
#include <linux/kvm_host.h>
#include <linux/module.h>
#include <linux/pagemap.h>
#include <linux/userfaultfd_k.h>

static struct folio *kvm_gmem_get_folio(struct inode *inode, pgoff_t index)
{
	struct folio *folio = filemap_lock_folio(inode->i_mapping, index);
	int err;

	if (!IS_ERR(folio))
		return folio;
	folio = folio_alloc(GFP_HIGHUSER_MOVABLE);
	if (!folio)
		return ERR_PTR(-ENOMEM);
	err = filemap_add_folio(inode->i_mapping, folio, index, GFP_KERNEL);
	return err ? ERR_PTR(err) : folio;
}

static vm_fault_t kvm_gmem_fault_user_mapping(struct vm_fault *vmf)
{
	struct inode *inode = file_inode(vmf->vma->vm_file);
	struct folio *folio = kvm_gmem_get_folio(inode, vmf->pgoff);

	if (IS_ERR(folio))
		return VM_FAULT_SIGBUS;
	vmf->page = &folio->page;
	return VM_FAULT_LOCKED;
}

#ifdef CONFIG_USERFAULTFD
static bool kvm_gmem_can_userfault(struct vm_area_struct *vma, vm_flags_t vm_flags)
{
	/* Guest memory is never private to one mapping. */
	return vma->vm_flags & VM_SHARED;
}

static struct folio *kvm_gmem_get_folio_noalloc(struct inode *inode, pgoff_t pgoff)
{
	return filemap_lock_folio(inode->i_mapping, pgoff);
}

static struct folio *kvm_gmem_folio_alloc(struct vm_area_struct *vma,
					  unsigned long addr)
{
	return folio_alloc(GFP_HIGHUSER_MOVABLE);
}

static int kvm_gmem_filemap_add(struct folio *folio, struct vm_area_struct *vma,
				unsigned long addr)
{
	struct inode *inode = file_inode(vma->vm_file);

	return filemap_add_folio(inode->i_mapping, folio,
				 linear_page_index(vma, addr), GFP_KERNEL);
}

/* No filemap_remove yet: a folio that was added stays. */
static const struct vm_uffd_ops kvm_gmem_uffd_ops = {
	.can_userfault		= kvm_gmem_can_userfault,
	.get_folio_noalloc	= kvm_gmem_get_folio_noalloc,
	.alloc_folio		= kvm_gmem_folio_alloc,
	.filemap_add		= kvm_gmem_filemap_add,
};
#endif /* CONFIG_USERFAULTFD */

static const struct vm_operations_struct kvm_gmem_vm_ops = {
	.fault		= kvm_gmem_fault_user_mapping,
#ifdef CONFIG_USERFAULTFD
	.uffd_ops	= &kvm_gmem_uffd_ops,
#endif
};

static int kvm_gmem_mmap(struct file *file, struct vm_area_struct *vma)
{
	if (!(vma->vm_flags & VM_SHARED))
		return -EINVAL;
	vma->vm_ops = &kvm_gmem_vm_ops;
	return 0;
}

static int kvm_gmem_release(struct inode *inode, struct file *file)
{
	inode->i_private = NULL;
	return 0;
}

static const struct file_operations kvm_gmem_fops = {
	.mmap		= kvm_gmem_mmap,
	.release	= kvm_gmem_release,
};

int kvm_gmem_bind(struct kvm *kvm, struct file *file)
{
	if (file->f_op != &kvm_gmem_fops)
		return -EINVAL;
	kvm->gmem = file;
	return 0;
}

int kvm_gmem_create(struct kvm *kvm, unsigned long long size)
{
	if (!size || size & (PAGE_SIZE - 1))
		return -EINVAL;
	return anon_inode_getfd("[kvm-gmem]", &kvm_gmem_fops, kvm, 0);
}
