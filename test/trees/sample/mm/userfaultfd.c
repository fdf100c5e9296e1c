// SPDX-License-Identifier: MIT
/*
 * userfaultfd: a program fills the holes of its own memory.
 *
 * The ioctls are at the end of the file; they come down to mfill_atomic(), which asks the
 * memory type through struct vm_uffd_ops wherever types differ.
 */
#include <linux/hugetlb.h>
#include <linux/mm.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <linux/userfaultfd_k.h>

/* One operation under way, from the lookup of the range to the last page. */
struct mfill_state {
	struct userfaultfd_ctx *ctx;
	/* A mode and its flags; see uffd_flags_mode_is() */
	uffd_flags_t flags;

	/* The range as it was asked for */
	unsigned long start;
	unsigned long from;
	unsigned long len;

	/* The page that is being filled now, and the mapping it is in */
	unsigned long addr;
	unsigned long src;
	struct vm_area_struct *vma;
	pmd_t *pmd;
};

static bool anon_can_userfault(struct vm_area_struct *vma, vm_flags_t vm_flags)
{
	/* Anonymous memory has no page cache, so nothing minor to resolve. */
	return !(vm_flags & VM_UFFD_MINOR);
}

static struct folio *anon_alloc_folio(struct vm_area_struct *vma,
				      unsigned long addr)
{
	return vma_alloc_folio(GFP_HIGHUSER_MOVABLE, vma, addr);
}

static const struct vm_uffd_ops anon_uffd_ops = {
	.alloc_folio	= anon_alloc_folio,
	.can_userfault	= anon_can_userfault,
};

/* Anonymous memory has no vm_ops to hang its table on. */
static const struct vm_uffd_ops *vma_uffd_ops(struct vm_area_struct *vma)
{
	return vma_is_anonymous(vma) ? &anon_uffd_ops : vma->vm_ops->uffd_ops;
}

static struct vm_area_struct *uffd_mfill_lock(struct mm_struct *mm,
					      unsigned long start,
					      unsigned long len)
{
	struct vm_area_struct *vma = vma_lookup(mm, start);

	if (!vma || start + len > vma->vm_end)
		return ERR_PTR(-ENOENT);
	return vma;
}

static void mfill_put_vma(struct mfill_state *state)
{
	state->vma = NULL;
}

/* Finds and locks the destination, and refuses what its type cannot do. */
static int mfill_get_vma(struct mfill_state *state)
{
	const bool protect = state->flags & MFILL_ATOMIC_WP;
	const struct vm_uffd_ops *ops;
	struct vm_area_struct *vma;

	vma = uffd_mfill_lock(state->ctx->mm, state->start, state->len);
	if (IS_ERR(vma))
		return PTR_ERR(vma);

	state->vma = vma;
	if (protect && !(vma->vm_flags & VM_UFFD_WP))
		goto refuse;

	/* Nobody asks the hooks of huge pages. */
	if (is_vm_hugetlb_page(vma))
		return 0;

	ops = vma_uffd_ops(vma);
	if (!ops)
		goto refuse;
	if (!ops->get_folio_noalloc && uffd_flags_mode_is(state->flags, MFILL_ATOMIC_CONTINUE))
		goto refuse;
	return 0;

refuse:
	mfill_put_vma(state);
	return -EINVAL;
}

/* Makes the page visible to the program. */
static int mfill_atomic_install_pte(pmd_t *dst_pmd, struct vm_area_struct *dst_vma,
				    unsigned long dst_addr, struct page *page,
				    uffd_flags_t flags)
{
	struct folio *folio = container_of(page, struct folio, page);
	spinlock_t *ptl;
	pte_t *dst_pte;
	int ret = -EEXIST;

	dst_pte = pte_offset_map_lock(dst_vma->vm_mm, dst_pmd, dst_addr, &ptl);
	if (!dst_pte)
		return -EAGAIN;
	if (pte_none(ptep_get(dst_pte))) {
		set_pte_at(dst_vma->vm_mm, dst_addr, dst_pte,
			   pfn_pte(folio_pfn(folio), dst_vma->vm_page_prot));
		ret = 0;
	}
	pte_unmap_unlock(dst_pte, ptl);
	return ret;
}

static int __mfill_atomic_pte(struct mfill_state *state,
			      const struct vm_uffd_ops *ops)
{
	struct vm_area_struct *vma = state->vma;
	struct folio *folio;
	int err = -EFAULT;

	if (!ops)
		return -EOPNOTSUPP;

	folio = ops->alloc_folio(vma, state->addr);
	if (!folio)
		return -ENOMEM;

	if (uffd_flags_mode_is(state->flags, MFILL_ATOMIC_ZEROPAGE))
		clear_user_highpage(&folio->page, state->addr);
	else if (copy_folio_from_user(folio, (const void __user *)state->src))
		goto drop;
	__folio_mark_uptodate(folio);

	if (ops->filemap_add) {
		err = ops->filemap_add(folio, vma, state->addr);
		if (err)
			goto drop;
	}

	err = mfill_atomic_install_pte(state->pmd, vma, state->addr, &folio->page,
				       state->flags);
	if (!err)
		return 0;

	if (ops->filemap_remove)
		ops->filemap_remove(folio, vma);
drop:
	folio_put(folio);
	return err;
}

static int mfill_atomic_pte_copy(struct mfill_state *state)
{
	const struct vm_uffd_ops *ops;
	bool shared = state->vma->vm_flags & VM_SHARED;

	/* A private mapping gets memory of its own, whatever file is behind it. */
	ops = vma_uffd_ops(state->vma);
	if (!shared)
		ops = &anon_uffd_ops;
	return __mfill_atomic_pte(state, ops);
}

static int mfill_atomic_pte_zeroed_folio(struct mfill_state *state)
{
	return __mfill_atomic_pte(state, vma_uffd_ops(state->vma));
}

static int mfill_atomic_pte_zeropage(struct mfill_state *state)
{
	struct mm_struct *mm = state->ctx->mm;
	spinlock_t *lock;
	pte_t *pte;

	/* Only private memory may share the zero page. */
	if (state->vma->vm_flags & VM_SHARED)
		return mfill_atomic_pte_zeroed_folio(state);

	pte = pte_offset_map_lock(mm, state->pmd, state->addr, &lock);
	if (!pte)
		return -EAGAIN;
	set_pte_at(mm, state->addr, pte, pfn_pte(0, state->vma->vm_page_prot));
	pte_unmap_unlock(pte, lock);
	return 0;
}

static int mfill_atomic_pte_continue(struct mfill_state *state)
{
	const struct vm_uffd_ops *ops = vma_uffd_ops(state->vma);
	struct inode *inode = file_inode(state->vma->vm_file);
	struct folio *folio;

	if (!ops)
		return -EOPNOTSUPP;

	/* mfill_get_vma() made sure of the hook. */
	folio = ops->get_folio_noalloc(inode, linear_page_index(state->vma, state->addr));
	if (IS_ERR_OR_NULL(folio))
		return -EFAULT;

	return mfill_atomic_install_pte(state->pmd, state->vma, state->addr, &folio->page,
					state->flags);
}

static int mfill_atomic_pte_poison(struct mfill_state *state)
{
	struct mm_struct *mm = state->ctx->mm;
	spinlock_t *lock;
	pte_t *pte;

	pte = pte_offset_map_lock(mm, state->pmd, state->addr, &lock);
	if (!pte)
		return -EAGAIN;
	set_pte_at(mm, state->addr, pte, pfn_pte(1, state->vma->vm_page_prot));
	pte_unmap_unlock(pte, lock);
	return 0;
}

#ifdef CONFIG_HUGETLBFS
/* Huge pages go their own way: no hook of vm_uffd_ops is asked. */
static ssize_t mfill_atomic_hugetlb(struct mfill_state *state)
{
	unsigned long size = vma_kernel_pagesize(state->vma);
	unsigned long done;
	struct folio *folio = NULL;
	pte_t *pte;
	int err;

	/* There is no huge zero page to map. */
	if (uffd_flags_mode_is(state->flags, MFILL_ATOMIC_ZEROPAGE))
		return -EINVAL;

	for (done = 0; done < state->len; done += size) {
		pte = huge_pte_alloc(state->ctx->mm, state->vma, state->start + done, size);
		if (!pte)
			return -ENOMEM;
		err = hugetlb_mfill_atomic_pte(pte, state->vma, state->start + done,
					       state->from + done, state->flags, &folio);
		if (err)
			return done ? (ssize_t)done : err;
	}
	return done;
}
#else
ssize_t mfill_atomic_hugetlb(struct mfill_state *state);
#endif

static __always_inline int mfill_atomic_pte(struct mfill_state *state)
{
	if (uffd_flags_mode_is(state->flags, MFILL_ATOMIC_COPY))
		return mfill_atomic_pte_copy(state);
	else if (uffd_flags_mode_is(state->flags, MFILL_ATOMIC_ZEROPAGE))
		return mfill_atomic_pte_zeropage(state);
	else if (uffd_flags_mode_is(state->flags, MFILL_ATOMIC_CONTINUE))
		return mfill_atomic_pte_continue(state);
	else if (uffd_flags_mode_is(state->flags, MFILL_ATOMIC_POISON))
		return mfill_atomic_pte_poison(state);

	return -EOPNOTSUPP;
}

static __always_inline ssize_t mfill_atomic(struct userfaultfd_ctx *ctx, unsigned long start,
					    unsigned long from, unsigned long len,
					    uffd_flags_t flags)
{
	struct mfill_state state = {
		.ctx	= ctx,
		.flags	= flags,
		.start	= start,
		.from	= from,
		.len	= len,
	};
	unsigned long done;
	int err = mfill_get_vma(&state);

	if (err)
		return err;

	if (is_vm_hugetlb_page(state.vma))
		return mfill_atomic_hugetlb(&state);

	for (done = 0; done < len; done += PAGE_SIZE) {
		state.addr = start + done;
		state.src = from + done;
		state.pmd = pmd_off(ctx->mm, state.addr);
		err = mfill_atomic_pte(&state);
		if (err)
			break;
	}
	mfill_put_vma(&state);
	return done ? (ssize_t)done : err;
}

ssize_t mfill_atomic_copy(struct userfaultfd_ctx *ctx, unsigned long start,
			  unsigned long from, unsigned long len, uffd_flags_t flags)
{
	flags = uffd_flags_set_mode(flags, MFILL_ATOMIC_COPY);
	return mfill_atomic(ctx, start, from, len, flags);
}

ssize_t mfill_atomic_zeropage(struct userfaultfd_ctx *ctx, unsigned long start,
			      unsigned long len)
{
	return mfill_atomic(ctx, start, 0, len, uffd_flags_set_mode(0, MFILL_ATOMIC_ZEROPAGE));
}

ssize_t mfill_atomic_continue(struct userfaultfd_ctx *ctx, unsigned long start,
			      unsigned long len, uffd_flags_t flags)
{
	return mfill_atomic(ctx, start, 0, len,
			    uffd_flags_set_mode(flags, MFILL_ATOMIC_CONTINUE));
}

ssize_t mfill_atomic_poison(struct userfaultfd_ctx *ctx, unsigned long start,
			    unsigned long len, uffd_flags_t flags)
{
	return mfill_atomic(ctx, start, 0, len,
			    uffd_flags_set_mode(flags, MFILL_ATOMIC_POISON));
}

bool vma_can_userfault(struct vm_area_struct *vma, vm_flags_t vm_flags)
{
	const struct vm_uffd_ops *ops = vma_uffd_ops(vma);

	if (!is_vm_hugetlb_page(vma) && (vma->vm_flags & VM_SPECIAL))
		return false;

	/* Write protection alone works on anything. */
	if (vm_flags == VM_UFFD_WP)
		return true;

	if (!ops)
		return false;

	return ops->can_userfault(vma, vm_flags);
}

static int userfaultfd_api(struct userfaultfd_ctx *ctx, unsigned long arg)
{
	struct uffdio_api uffdio_api;

	if (copy_from_user(&uffdio_api, (void __user *)arg, sizeof(uffdio_api)))
		return -EFAULT;
	if (uffdio_api.api != UFFD_API)
		return -EINVAL;
	ctx->features = uffdio_api.features | 1;
	return 0;
}

static int userfaultfd_register(struct userfaultfd_ctx *ctx, unsigned long arg)
{
	struct uffdio_register uffdio_register;
	struct vm_area_struct *vma;
	vm_flags_t vm_flags;

	if (copy_from_user(&uffdio_register, (void __user *)arg, sizeof(uffdio_register)))
		return -EFAULT;
	vm_flags = uffdio_register.mode & (VM_UFFD_MISSING | VM_UFFD_WP | VM_UFFD_MINOR);

	for (vma = vma_lookup(ctx->mm, uffdio_register.range.start); vma; vma = vma->vm_next) {
		if (!vma_can_userfault(vma, vm_flags))
			return -EINVAL;
		vma->vm_flags |= vm_flags;
		vma->vm_userfaultfd_ctx.ctx = ctx;
	}
	return 0;
}

static int userfaultfd_unregister(struct userfaultfd_ctx *ctx, unsigned long arg)
{
	struct uffdio_range range;
	struct vm_area_struct *vma;

	if (copy_from_user(&range, (void __user *)arg, sizeof(range)))
		return -EFAULT;

	for (vma = vma_lookup(ctx->mm, range.start); vma; vma = vma->vm_next) {
		if (!vma_can_userfault(vma, vma->vm_flags))
			return -EINVAL;
		vma->vm_userfaultfd_ctx.ctx = NULL;
	}
	return 0;
}

static int userfaultfd_wake(struct userfaultfd_ctx *ctx, unsigned long arg)
{
	struct uffdio_range range;

	if (copy_from_user(&range, (void __user *)arg, sizeof(range)))
		return -EFAULT;
	return range.len ? 0 : -EINVAL;
}

static int userfaultfd_copy(struct userfaultfd_ctx *ctx, unsigned long arg)
{
	struct uffdio_copy uffdio_copy;
	uffd_flags_t flags = 0;
	ssize_t ret;

	if (copy_from_user(&uffdio_copy, (void __user *)arg, sizeof(uffdio_copy)))
		return -EFAULT;
	if (uffdio_copy.mode & UFFDIO_COPY_MODE_WP)
		flags |= MFILL_ATOMIC_WP;

	ret = mfill_atomic_copy(ctx, uffdio_copy.dst, uffdio_copy.src,
				uffdio_copy.len, flags);
	return ret < 0 ? ret : 0;
}

static int userfaultfd_zeropage(struct userfaultfd_ctx *ctx, unsigned long arg)
{
	struct uffdio_fill fill;
	ssize_t ret;

	if (copy_from_user(&fill, (void __user *)arg, sizeof(fill)))
		return -EFAULT;
	ret = mfill_atomic_zeropage(ctx, fill.range.start, fill.range.len);
	return ret < 0 ? ret : 0;
}

static int userfaultfd_move(struct userfaultfd_ctx *ctx, unsigned long arg)
{
	struct uffdio_move uffdio_move;

	if (copy_from_user(&uffdio_move, (void __user *)arg, sizeof(uffdio_move)))
		return -EFAULT;
	return uffdio_move.len ? 0 : -EINVAL;
}

static int userfaultfd_writeprotect(struct userfaultfd_ctx *ctx, unsigned long arg)
{
	struct uffdio_fill fill;

	if (copy_from_user(&fill, (void __user *)arg, sizeof(fill)))
		return -EFAULT;
	return 0;
}

static int userfaultfd_continue(struct userfaultfd_ctx *ctx, unsigned long arg)
{
	struct uffdio_fill fill;
	uffd_flags_t flags = 0;
	ssize_t ret;

	if (copy_from_user(&fill, (void __user *)arg, sizeof(fill)))
		return -EFAULT;
	ret = mfill_atomic_continue(ctx, fill.range.start, fill.range.len, flags);
	return ret < 0 ? ret : 0;
}

static int userfaultfd_poison(struct userfaultfd_ctx *ctx, unsigned long arg)
{
	struct uffdio_fill fill;
	ssize_t ret;

	if (copy_from_user(&fill, (void __user *)arg, sizeof(fill)))
		return -EFAULT;
	ret = mfill_atomic_poison(ctx, fill.range.start, fill.range.len, 0);
	return ret < 0 ? ret : 0;
}

static int userfaultfd_rwprotect(struct userfaultfd_ctx *ctx, unsigned long arg)
{
	return arg ? -EOPNOTSUPP : -EINVAL;
}

static int userfaultfd_set_mode(struct userfaultfd_ctx *ctx, unsigned long arg)
{
	ctx->features |= arg;
	return 0;
}

static long userfaultfd_ioctl(struct file *file, unsigned int cmd,
			      unsigned long arg)
{
	struct userfaultfd_ctx *ctx = file->private_data;
	long error = -ENOTTY;

	/* UFFDIO_API comes first. */
	if (!ctx->features && cmd != UFFDIO_API)
		return -EINVAL;

	switch (cmd) {
	case UFFDIO_REGISTER:
		error = userfaultfd_register(ctx, arg);
		break;
	case UFFDIO_UNREGISTER:
		error = userfaultfd_unregister(ctx, arg);
		break;
	case UFFDIO_COPY:
		error = userfaultfd_copy(ctx, arg);
		break;
	case UFFDIO_ZEROPAGE:
		error = userfaultfd_zeropage(ctx, arg);
		break;
	case UFFDIO_CONTINUE:
		error = userfaultfd_continue(ctx, arg);
		break;
	case UFFDIO_POISON:
		error = userfaultfd_poison(ctx, arg);
		break;
	case UFFDIO_MOVE:
		error = userfaultfd_move(ctx, arg);
		break;
	case UFFDIO_WAKE:
		error = userfaultfd_wake(ctx, arg);
		break;
	case UFFDIO_WRITEPROTECT:
		error = userfaultfd_writeprotect(ctx, arg);
		break;
	case UFFDIO_RWPROTECT:
		error = userfaultfd_rwprotect(ctx, arg);
		break;
	case UFFDIO_SET_MODE:
		error = userfaultfd_set_mode(ctx, arg);
		break;
	case UFFDIO_API:
		error = userfaultfd_api(ctx, arg);
		break;
	}
	return error;
}

static int userfaultfd_release(struct inode *inode, struct file *file)
{
	struct userfaultfd_ctx *ctx = file->private_data;

	ctx->released = true;
	return 0;
}

static const struct file_operations userfaultfd_fops = {
	.release	= userfaultfd_release,
	.unlocked_ioctl	= userfaultfd_ioctl,
	.compat_ioctl	= userfaultfd_ioctl,
};

static struct userfaultfd_ctx first_ctx;

SYSCALL_DEFINE1(userfaultfd, int, flags)
{
	if (flags & ~1)
		return -EINVAL;
	return anon_inode_getfd("[userfaultfd]", &userfaultfd_fops, &first_ctx, flags);
}

/* Lets the program that registered the mapping fill in the page. */
vm_fault_t handle_userfault(struct vm_fault *vmf, vm_flags_t reason)
{
	return vmf->vma->vm_flags & reason ? VM_FAULT_LOCKED : VM_FAULT_SIGBUS;
}
