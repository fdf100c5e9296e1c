/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_KERNEL_H
#define _LINUX_KERNEL_H

#include <linux/compiler.h>
#include <linux/types.h>

#define EPERM		1
#define ENOENT		2
#define EAGAIN		11
#define ENOMEM		12
#define EFAULT		14
#define EEXIST		17
#define EINVAL		22
#define ENOTTY		25
#define EOPNOTSUPP	95

#define MAX_ERRNO	4095

#define BIT(nr)		(1UL << (nr))

#define container_of(ptr, type, member) \
	((type *)((char *)(ptr) - __builtin_offsetof(type, member)))

#define WARN_ON_ONCE(cond)	unlikely(!!(cond))

static inline void *ERR_PTR(long error)
{
	return (void *)error;
}

static inline long PTR_ERR(const void *ptr)
{
	return (long)ptr;
}

static inline bool IS_ERR(const void *ptr)
{
	return (unsigned long)ptr >= (unsigned long)-MAX_ERRNO;
}

static inline bool IS_ERR_OR_NULL(const void *ptr)
{
	return !ptr || IS_ERR(ptr);
}

int atomic_read(const atomic_t *v);
void spin_lock(spinlock_t *lock);
void spin_unlock(spinlock_t *lock);
int capable(int cap);

#endif
