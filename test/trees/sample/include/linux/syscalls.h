/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_SYSCALLS_H
#define _LINUX_SYSCALLS_H

#define SYSCALL_DEFINE1(name, type, arg) \
	long sys_##name(type arg); \
	long sys_##name(type arg)

#endif
