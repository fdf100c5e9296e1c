/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_MM_TYPES_H
#define _LINUX_MM_TYPES_H

#include <linux/pgtable.h>
#include <linux/types.h>

struct address_space;
struct file;
struct userfaultfd_ctx;
struct vm_operations_struct;

struct page {
	unsigned long flags;
};

struct folio {
	struct page page;
	struct address_space *mapping;
	pgoff_t index;
};

struct mm_struct {
	struct vm_area_struct *mmap;
	int users;
};

struct vm_userfaultfd_ctx {
	struct userfaultfd_ctx *ctx;
};

struct vm_area_struct {
	unsigned long vm_start;
	unsigned long vm_end;
	struct mm_struct *vm_mm;
	pgprot_t vm_page_prot;
	vm_flags_t vm_flags;
	const struct vm_operations_struct *vm_ops;
	pgoff_t vm_pgoff;
	struct file *vm_file;
	void *vm_private_data;
	struct vm_userfaultfd_ctx vm_userfaultfd_ctx;
	struct vm_area_struct *vm_next;
};

struct vm_fault {
	struct vm_area_struct *vma;
	unsigned long address;
	pgoff_t pgoff;
	unsigned int flags;
	struct page *page;
};

#endif
