/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_MODULE_H
#define _LINUX_MODULE_H

#include <linux/kernel.h>

#define __MODULE_NOTE(tag, text) \
	static const char __maybe_unused __note_##tag[] = text
#define MODULE_LICENSE(text)		__MODULE_NOTE(license, text)
#define MODULE_DESCRIPTION(text)	__MODULE_NOTE(description, text)

#define EXPORT_SYMBOL(name)		extern __typeof__(name) name
#define EXPORT_SYMBOL_GPL(name)		extern __typeof__(name) name
#define EXPORT_SYMBOL_FOR_MODULES(name, mods) extern __typeof__(name) name

#define module_init(fn)	int init_module(void) __attribute__((__alias__(#fn)))
#define module_exit(fn)	void cleanup_module(void) __attribute__((__alias__(#fn)))

#endif
