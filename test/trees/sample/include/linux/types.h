/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_TYPES_H
#define _LINUX_TYPES_H

#define NULL	((void *)0)

typedef _Bool			bool;
typedef unsigned char		u8;
typedef unsigned int		u32;
typedef unsigned long long	u64;
typedef unsigned long long	__u64;
typedef unsigned long		size_t;
typedef long			ssize_t;
typedef unsigned long		pgoff_t;
typedef unsigned long		vm_flags_t;
typedef unsigned int		vm_fault_t;
typedef unsigned int		gfp_t;

typedef struct {
	int counter;
} atomic_t;

typedef struct {
	int owner;
} spinlock_t;

enum {
	false,
	true,
};

#endif
