/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_MM_H
#define _LINUX_MM_H

#include <linux/fs.h>
#include <linux/mm_types.h>

#define PAGE_SHIFT	12
#define PAGE_SIZE	(1UL << PAGE_SHIFT)
#define PAGE_MASK	(~(PAGE_SIZE - 1))

#define VM_SHARED	BIT(3)
#define VM_SPECIAL	BIT(10)
#define VM_UFFD_MISSING	BIT(20)
#define VM_UFFD_WP	BIT(21)
#define VM_UFFD_MINOR	BIT(22)

#define VM_FAULT_LOCKED	0x0200
#define VM_FAULT_SIGBUS	0x0002

struct vm_uffd_ops;

/* What the owner of a mapping does for it. */
struct vm_operations_struct {
	void (*open)(struct vm_area_struct *vma);
	/**
	 * @close: Called when the last mapping of the range goes away.
	 * Context: may sleep.
	 */
	void (*close)(struct vm_area_struct *vma);
	/* Called before a mapping is cut in two; an error forbids it */
	int (*may_split)(struct vm_area_struct *vma, unsigned long addr);
	vm_fault_t (*fault)(struct vm_fault *vmf);
	vm_fault_t (*map_pages)(struct vm_fault *vmf, pgoff_t start, pgoff_t end);
	vm_fault_t (*page_mkwrite)(struct vm_fault *vmf);
	/* Size of the pages of the mapping, for those that do not use PAGE_SIZE */
	unsigned long (*pagesize)(struct vm_area_struct *vma);
	const char *(*name)(struct vm_area_struct *vma);
#ifdef CONFIG_USERFAULTFD
	/* How userfaultfd fills the mapping; NULL when it cannot */
	const struct vm_uffd_ops *uffd_ops;
#endif
};

static inline bool vma_is_anonymous(const struct vm_area_struct *vma)
{
	return !vma->vm_ops;
}

static inline pgoff_t linear_page_index(const struct vm_area_struct *vma,
					unsigned long addr)
{
	return vma->vm_pgoff + ((addr - vma->vm_start) >> PAGE_SHIFT);
}

struct vm_area_struct *vma_lookup(struct mm_struct *mm, unsigned long addr);
unsigned long vma_kernel_pagesize(struct vm_area_struct *vma);
struct folio *vma_alloc_folio(gfp_t gfp, struct vm_area_struct *vma, unsigned long addr);
struct folio *folio_alloc(gfp_t gfp);
void folio_put(struct folio *folio);
void folio_unlock(struct folio *folio);
void folio_lock(struct folio *folio);
unsigned long folio_pfn(const struct folio *folio);
void __folio_mark_uptodate(struct folio *folio);
void clear_user_highpage(struct page *page, unsigned long addr);
long copy_folio_from_user(struct folio *folio, const void __user *src);

#define GFP_KERNEL		0x0cu
#define GFP_HIGHUSER_MOVABLE	0x0eu
vm_fault_t handle_userfault(struct vm_fault *vmf, vm_flags_t reason);

#endif
