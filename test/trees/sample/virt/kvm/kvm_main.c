// SPDX-License-Identifier: MIT
/*
 * The part of KVM that every architecture shares.
 */
#include <linux/kvm_host.h>
#include <linux/module.h>

static struct kvm first_kvm;

static int __init kvm_init(void)
{
	return kvm_gmem_create(&first_kvm, PAGE_SIZE);
}

static void __exit kvm_exit(void)
{
	first_kvm.gmem = NULL;
}

module_init(kvm_init);
module_exit(kvm_exit);
MODULE_DESCRIPTION("Kernel-based virtual machines");
MODULE_LICENSE("Dual MIT/GPL");
