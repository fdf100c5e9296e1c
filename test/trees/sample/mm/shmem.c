// SPDX-License-Identifier: MIT
/*
 * Shared memory: files whose only home is the page cache.
 */
#include <linux/module.h>
#include <linux/pagemap.h>
#include <linux/shmem_fs.h>
#include <linux/userfaultfd_k.h>

enum sgp_type {
	SGP_READ,
	SGP_NOALLOC,
	SGP_CACHE,
};

static int shmem_get_folio(struct inode *inode, pgoff_t index,
			   struct folio **foliop, enum sgp_type sgp)
{
	struct folio *folio = filemap_lock_folio(inode->i_mapping, index);

	if (!IS_ERR(folio)) {
		*foliop = folio;
		return 0;
	}
	if (sgp == SGP_NOALLOC)
		return -ENOENT;

	folio = folio_alloc(GFP_HIGHUSER_MOVABLE);
	if (!folio)
		return -ENOMEM;
	*foliop = folio;
	return filemap_add_folio(inode->i_mapping, folio, index, GFP_KERNEL);
}

static vm_fault_t shmem_fault(struct vm_fault *vmf)
{
	struct inode *inode = file_inode(vmf->vma->vm_file);
	struct folio *folio = NULL;

	if (shmem_get_folio(inode, vmf->pgoff, &folio, SGP_CACHE))
		return handle_userfault(vmf, VM_UFFD_MISSING);
	vmf->page = &folio->page;
	return VM_FAULT_LOCKED;
}

static vm_fault_t shmem_map_pages(struct vm_fault *vmf, pgoff_t start, pgoff_t end)
{
	return start < end ? shmem_fault(vmf) : 0;
}

#ifdef CONFIG_USERFAULTFD
static bool shmem_can_userfault(struct vm_area_struct *vma, vm_flags_t vm_flags)
{
	return true;
}

static struct folio *shmem_get_folio_noalloc(struct inode *inode, pgoff_t pgoff)
{
	struct folio *folio;
	int err = shmem_get_folio(inode, pgoff, &folio, SGP_NOALLOC);

	return err ? ERR_PTR(err) : folio;
}

static struct folio *shmem_mfill_folio_alloc(struct vm_area_struct *vma,
					     unsigned long addr)
{
	if (WARN_ON_ONCE(!vma->vm_file))
		return NULL;
	return folio_alloc(GFP_HIGHUSER_MOVABLE);
}

static int shmem_mfill_filemap_add(struct folio *folio,
				   struct vm_area_struct *vma,
				   unsigned long addr)
{
	struct address_space *mapping = vma->vm_file->f_mapping;
	pgoff_t pgoff = linear_page_index(vma, addr);
	int err;

	folio_lock(folio);
	err = filemap_add_folio(mapping, folio, pgoff, GFP_KERNEL);
	if (err)
		folio_unlock(folio);
	return err;
}

static void shmem_mfill_filemap_remove(struct folio *folio,
				       struct vm_area_struct *vma)
{
	filemap_remove_folio(folio);
	folio_unlock(folio);
}

/* Shared memory answers every hook. */
static const struct vm_uffd_ops shmem_uffd_ops = {
	.get_folio_noalloc	= shmem_get_folio_noalloc,
	.alloc_folio		= shmem_mfill_folio_alloc,
	.filemap_add		= shmem_mfill_filemap_add,
	.filemap_remove		= shmem_mfill_filemap_remove,
	.can_userfault		= shmem_can_userfault,
};
#endif /* CONFIG_USERFAULTFD */

static const struct vm_operations_struct shmem_vm_ops = {
	.fault		= shmem_fault,
	.map_pages	= shmem_map_pages,
#ifdef CONFIG_USERFAULTFD
	.uffd_ops	= &shmem_uffd_ops,
#endif
};

/* The same for MAP_SHARED | MAP_ANONYMOUS, which has a file nobody named. */
static const struct vm_operations_struct shmem_anon_vm_ops = {
	.fault		= shmem_fault,
	.map_pages	= shmem_map_pages,
#ifdef CONFIG_USERFAULTFD
	.uffd_ops	= &shmem_uffd_ops,
#endif
};

static int shmem_mmap(struct file *file, struct vm_area_struct *vma)
{
	vma->vm_ops = &shmem_vm_ops;
	return 0;
}

static const struct file_operations shmem_file_operations = {
	.mmap	= shmem_mmap,
};

int shmem_zero_setup(struct vm_area_struct *vma)
{
	vma->vm_file->f_op = &shmem_file_operations;
	vma->vm_ops = &shmem_anon_vm_ops;
	return 0;
}
EXPORT_SYMBOL_GPL(shmem_zero_setup);

bool shmem_mapping(const struct address_space *mapping)
{
	return mapping->host->i_private == &shmem_file_operations;
}
