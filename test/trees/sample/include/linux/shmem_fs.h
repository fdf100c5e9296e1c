/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_SHMEM_FS_H
#define _LINUX_SHMEM_FS_H

#include <linux/mm.h>

#define VM_NORESERVE	BIT(5)

#ifdef CONFIG_SHMEM
bool shmem_mapping(const struct address_space *mapping);
#else
static inline bool shmem_mapping(const struct address_space *mapping)
{
	return false;
}
#endif

struct inode *shmem_get_inode(long long size);
int shmem_zero_setup(struct vm_area_struct *vma);

#endif
