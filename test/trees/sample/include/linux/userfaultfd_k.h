/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_USERFAULTFD_K_H
#define _LINUX_USERFAULTFD_K_H

#ifdef CONFIG_USERFAULTFD

#include <linux/mm.h>
#include <uapi/linux/userfaultfd.h>

/* One open userfaultfd descriptor. */
struct userfaultfd_ctx {
	struct mm_struct *mm;
	unsigned int features;
	atomic_t mmap_changing;
	bool released;
};

struct vm_uffd_ops {
	/* Says whether the mapping may be registered in the modes of vm_flags */
	bool (*can_userfault)(struct vm_area_struct *vma, vm_flags_t vm_flags);
	/*
	 * Used by UFFDIO_CONTINUE.
	 * Gives the folio that the page cache already holds at pgoff, locked and
	 * with a reference taken, or an ERR_PTR when there is none.
	 */
	struct folio *(*get_folio_noalloc)(struct inode *inode, pgoff_t pgoff);
	/*
	 * Used by UFFDIO_COPY and UFFDIO_ZEROPAGE.
	 * Gives a fresh folio for addr, or NULL when memory is short.
	 */
	struct folio *(*alloc_folio)(struct vm_area_struct *vma,
				     unsigned long addr);
	/*
	 * Puts a folio that alloc_folio() gave into the page cache, and locks it.
	 * Zero when it worked.
	 */
	int (*filemap_add)(struct folio *folio, struct vm_area_struct *vma,
			   unsigned long addr);
	/*
	 * Takes back what filemap_add() did, when a later step failed.
	 */
	void (*filemap_remove)(struct folio *folio, struct vm_area_struct *vma);
};

/* A mode of operation in the low bits, flags of behaviour above them. */
typedef unsigned int __bitwise uffd_flags_t;

/* Exactly one of these is in a uffd_flags_t. */
enum mfill_atomic_mode {
	MFILL_ATOMIC_COPY,
	MFILL_ATOMIC_ZEROPAGE,
	MFILL_ATOMIC_CONTINUE,
	MFILL_ATOMIC_POISON,
	NR_MFILL_ATOMIC_MODES,
};

#define MFILL_ATOMIC_MODE_BITS	2
#define MFILL_ATOMIC_MODE_MASK	((uffd_flags_t)(BIT(MFILL_ATOMIC_MODE_BITS) - 1))
#define MFILL_ATOMIC_WP		((uffd_flags_t)BIT(MFILL_ATOMIC_MODE_BITS))

static inline bool uffd_flags_mode_is(uffd_flags_t flags, enum mfill_atomic_mode expected)
{
	return (flags & MFILL_ATOMIC_MODE_MASK) == (uffd_flags_t)expected;
}

static inline uffd_flags_t uffd_flags_set_mode(uffd_flags_t flags, enum mfill_atomic_mode mode)
{
	return (flags & ~MFILL_ATOMIC_MODE_MASK) | (uffd_flags_t)mode;
}

ssize_t mfill_atomic_copy(struct userfaultfd_ctx *ctx, unsigned long start,
			  unsigned long from, unsigned long len, uffd_flags_t flags);
ssize_t mfill_atomic_zeropage(struct userfaultfd_ctx *ctx, unsigned long start,
			      unsigned long len);
ssize_t mfill_atomic_continue(struct userfaultfd_ctx *ctx, unsigned long start,
			      unsigned long len, uffd_flags_t flags);
ssize_t mfill_atomic_poison(struct userfaultfd_ctx *ctx, unsigned long start,
			    unsigned long len, uffd_flags_t flags);
bool vma_can_userfault(struct vm_area_struct *vma, vm_flags_t vm_flags);

#endif /* CONFIG_USERFAULTFD */

#endif
