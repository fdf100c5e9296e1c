/* SPDX-License-Identifier: MIT */
#ifndef _UAPI_LINUX_USERFAULTFD_H
#define _UAPI_LINUX_USERFAULTFD_H

#include <linux/types.h>

#define UFFD_API	0xAAULL
#define UFFDIO		0xAA

#define _UFFDIO_REGISTER	0x00
#define _UFFDIO_UNREGISTER	0x01
#define _UFFDIO_WAKE		0x02
#define _UFFDIO_COPY		0x03
#define _UFFDIO_ZEROPAGE	0x04
#define _UFFDIO_MOVE		0x05
#define _UFFDIO_WRITEPROTECT	0x06
#define _UFFDIO_CONTINUE	0x07
#define _UFFDIO_POISON		0x08
#define _UFFDIO_RWPROTECT	0x09
#define _UFFDIO_SET_MODE	0x0A
#define _UFFDIO_API		0x3F

#define _UFFD_IO(nr, type)	((UFFDIO << 8) | (nr) | ((unsigned int)sizeof(type) << 16))

struct uffdio_range {
	__u64 start;
	__u64 len;
};

struct uffdio_api {
	__u64 api;
	__u64 features;
	__u64 ioctls;
};

struct uffdio_register {
	struct uffdio_range range;
	__u64 mode;
	__u64 ioctls;
};

struct uffdio_copy {
	__u64 dst;
	__u64 src;
	__u64 len;
#define UFFDIO_COPY_MODE_WP	((__u64)1 << 1)
	__u64 mode;
	long long copy;
};

/* ZEROPAGE, CONTINUE, POISON, WRITEPROTECT and RWPROTECT take a range and a mode. */
struct uffdio_fill {
	struct uffdio_range range;
	__u64 mode;
	long long filled;
};

struct uffdio_move {
	__u64 dst;
	__u64 src;
	__u64 len;
	__u64 mode;
	long long move;
};

#define UFFDIO_API		_UFFD_IO(_UFFDIO_API, struct uffdio_api)
#define UFFDIO_REGISTER		_UFFD_IO(_UFFDIO_REGISTER, struct uffdio_register)
#define UFFDIO_UNREGISTER	_UFFD_IO(_UFFDIO_UNREGISTER, struct uffdio_range)
#define UFFDIO_WAKE		_UFFD_IO(_UFFDIO_WAKE, struct uffdio_range)
#define UFFDIO_COPY		_UFFD_IO(_UFFDIO_COPY, struct uffdio_copy)
#define UFFDIO_ZEROPAGE		_UFFD_IO(_UFFDIO_ZEROPAGE, struct uffdio_fill)
#define UFFDIO_MOVE		_UFFD_IO(_UFFDIO_MOVE, struct uffdio_move)
#define UFFDIO_WRITEPROTECT	_UFFD_IO(_UFFDIO_WRITEPROTECT, struct uffdio_fill)
#define UFFDIO_CONTINUE		_UFFD_IO(_UFFDIO_CONTINUE, struct uffdio_fill)
#define UFFDIO_POISON		_UFFD_IO(_UFFDIO_POISON, struct uffdio_fill)
#define UFFDIO_RWPROTECT	_UFFD_IO(_UFFDIO_RWPROTECT, struct uffdio_fill)
#define UFFDIO_SET_MODE		_UFFD_IO(_UFFDIO_SET_MODE, struct uffdio_range)

#endif
