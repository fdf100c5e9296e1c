/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_FS_H
#define _LINUX_FS_H

#include <linux/kernel.h>

struct address_space;
struct file;
struct folio;
struct vm_area_struct;

struct inode {
	struct address_space *i_mapping;
	void *i_private;
	long long i_size;
};

struct address_space {
	struct inode *host;
	unsigned long nrpages;
};

struct file_operations {
	ssize_t (*read)(struct file *file, char __user *buf, size_t len);
	int (*mmap)(struct file *file, struct vm_area_struct *vma);
	int (*open)(struct inode *inode, struct file *file);
	int (*release)(struct inode *inode, struct file *file);
	long (*unlocked_ioctl)(struct file *file, unsigned int cmd, unsigned long arg);
	long (*compat_ioctl)(struct file *file, unsigned int cmd, unsigned long arg);
};

struct file {
	struct inode *f_inode;
	struct address_space *f_mapping;
	const struct file_operations *f_op;
	void *private_data;
};

static inline struct inode *file_inode(const struct file *f)
{
	return f->f_inode;
}

int anon_inode_getfd(const char *name, const struct file_operations *fops,
		     void *priv, int flags);

#endif
