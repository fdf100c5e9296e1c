/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_KVM_HOST_H
#define _LINUX_KVM_HOST_H

#include <linux/mm.h>

struct kvm {
	struct mm_struct *mm;
	struct file *gmem;
};

int kvm_gmem_bind(struct kvm *kvm, struct file *file);
int kvm_gmem_create(struct kvm *kvm, unsigned long long size);

#endif
