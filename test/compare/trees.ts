/** Small trees in the shapes of two proposals, and what both came from: written for this, and whole enough to be counted exactly. */
import { compare } from '../../server/src/features/compare/compare.ts';
import type { Side } from '../../server/src/features/compare/facts.ts';
import { Snapshot } from '../../server/src/index/snapshot.ts';
import { COMPARE_GROUPS, type CompareAnswer } from '../../server/src/model/compare-answers.ts';
import type { Lowerer } from '../../server/src/syntax/lower.ts';
import { MemoryTree } from '../harness/memory-tree.ts';

export type Files = Readonly<Record<string, string>>;

const ROOT: Files = {
  Makefile: 'VERSION = 6\nPATCHLEVEL = 18\nSUBLEVEL = 0\n',
  Kbuild: 'obj-y += mm/\nobj-y += virt/\n',
  Kconfig: 'source "virt/Kconfig"\nsource "arch/$(SRCARCH)/Kconfig"\n',
  'arch/x86/Kconfig': 'config X86\n\tdef_bool y\n',
  'virt/Kconfig': 'config KVM\n\ttristate "KVM"\n',
  'mm/Makefile': 'obj-y += userfaultfd.o shmem.o hugetlb.o\n',
  'virt/Makefile': 'obj-$(CONFIG_KVM) += guest_memfd.o\n',
  'include/linux/hugetlb.h': '#include <linux/mm.h>\n',
};

const MM = `#define NULL ((void *)0)
#define BIT(n) (1UL << (n))
#define _UFFDIO_COPY 3
#define _UFFDIO_CONTINUE 7
#define UFFDIO_COPY (0xaa00 | _UFFDIO_COPY)
#define UFFDIO_CONTINUE (0xaa00 | _UFFDIO_CONTINUE)
struct file; struct inode; struct folio; struct vm_uffd_ops;
struct file_operations { long (*unlocked_ioctl)(struct file *file, unsigned int cmd, unsigned long arg); };
struct vm_operations_struct { int (*fault)(struct file *file); const struct vm_uffd_ops *uffd_ops; };
struct vm_area_struct { const struct vm_operations_struct *vm_ops; struct inode *inode; unsigned long start, end; };
struct vm_area_struct *find_vma(unsigned long addr);
int is_vm_hugetlb_page(struct vm_area_struct *vma);
int install_page(struct vm_area_struct *vma, struct folio *folio);
`;

const IOCTL = `
static long userfaultfd_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case UFFDIO_COPY:
		return mfill_copy(arg);
	case UFFDIO_CONTINUE:
		return mfill_continue(arg);
	}
	return -22;
}
const struct file_operations userfaultfd_fops = { .unlocked_ioctl = userfaultfd_ioctl };
`;

/** What both proposals came from: no struct, and calls by name. */
export const base: Files = {
  ...ROOT,
  'include/linux/mm.h': `${MM}int shmem_mfill_atomic_pte(struct vm_area_struct *vma);
int shmem_get_folio(struct inode *inode, struct folio **folio);
int hugetlb_mfill_atomic_pte(struct vm_area_struct *vma);
`,
  'mm/userfaultfd.c': `#include <linux/mm.h>
#include <linux/hugetlb.h>
static long mfill_copy(unsigned long arg)
{
	struct vm_area_struct *vma = find_vma(arg);

	if (is_vm_hugetlb_page(vma))
		return hugetlb_mfill_atomic_pte(vma);
	return shmem_mfill_atomic_pte(vma);
}
static long mfill_continue(unsigned long arg)
{
	struct vm_area_struct *vma = find_vma(arg);
	struct folio *folio;

	if (is_vm_hugetlb_page(vma))
		return hugetlb_mfill_atomic_pte(vma);
	if (shmem_get_folio(vma->inode, &folio))
		return -14;
	return install_page(vma, folio);
}
${IOCTL}`,
  'mm/shmem.c': `#include <linux/mm.h>
int shmem_mfill_atomic_pte(struct vm_area_struct *vma) { return install_page(vma, NULL); }
int shmem_get_folio(struct inode *inode, struct folio **folio) { *folio = NULL; return 0; }
const struct vm_operations_struct shmem_vm_ops = { .fault = NULL };
`,
  'mm/hugetlb.c': `#include <linux/mm.h>
int hugetlb_mfill_atomic_pte(struct vm_area_struct *vma) { return install_page(vma, NULL); }
const struct vm_operations_struct hugetlb_vm_ops = { .fault = NULL };
`,
  'virt/guest_memfd.c': `#include <linux/mm.h>
static int kvm_gmem_lookup(struct inode *inode, struct folio **folio) { *folio = NULL; return 0; }
const struct vm_operations_struct kvm_gmem_vm_ops = { .fault = NULL };
`,
};

/** One mask and one hook. */
export const v4: Files = {
  ...base,
  'include/linux/mm.h': `${base['include/linux/mm.h']}struct vm_uffd_ops {
	unsigned long supported_ioctls;
	int (*minor_get_folio)(struct inode *inode, struct folio **folio);
};
`,
  'mm/userfaultfd.c': `#include <linux/mm.h>
#include <linux/hugetlb.h>
static long mfill_copy(unsigned long arg)
{
	struct vm_area_struct *vma = find_vma(arg);
	const struct vm_uffd_ops *ops = vma->vm_ops->uffd_ops;

	if (!(ops->supported_ioctls & BIT(_UFFDIO_COPY)))
		return -22;
	if (is_vm_hugetlb_page(vma))
		return hugetlb_mfill_atomic_pte(vma);
	return shmem_mfill_atomic_pte(vma);
}
static long mfill_continue(unsigned long arg)
{
	struct vm_area_struct *vma = find_vma(arg);
	const struct vm_uffd_ops *ops = vma->vm_ops->uffd_ops;
	struct folio *folio;

	if (!(ops->supported_ioctls & BIT(_UFFDIO_CONTINUE)))
		return -22;
	if (is_vm_hugetlb_page(vma))
		return hugetlb_mfill_atomic_pte(vma);
	if (ops->minor_get_folio(vma->inode, &folio))
		return -14;
	return install_page(vma, folio);
}
${IOCTL}`,
  'mm/shmem.c': `#include <linux/mm.h>
int shmem_mfill_atomic_pte(struct vm_area_struct *vma) { return install_page(vma, NULL); }
int shmem_get_folio(struct inode *inode, struct folio **folio) { *folio = NULL; return 0; }
static const struct vm_uffd_ops shmem_uffd_ops = {
	.supported_ioctls = BIT(_UFFDIO_COPY) | BIT(_UFFDIO_CONTINUE),
	.minor_get_folio = shmem_get_folio,
};
const struct vm_operations_struct shmem_vm_ops = { .uffd_ops = &shmem_uffd_ops };
`,
  'mm/hugetlb.c': `#include <linux/mm.h>
int hugetlb_mfill_atomic_pte(struct vm_area_struct *vma) { return install_page(vma, NULL); }
static const struct vm_uffd_ops hugetlb_uffd_ops = {
	.supported_ioctls = BIT(_UFFDIO_COPY) | BIT(_UFFDIO_CONTINUE),
};
const struct vm_operations_struct hugetlb_vm_ops = { .uffd_ops = &hugetlb_uffd_ops };
`,
  'virt/guest_memfd.c': `#include <linux/mm.h>
static int kvm_gmem_lookup(struct inode *inode, struct folio **folio) { *folio = NULL; return 0; }
static const struct vm_uffd_ops kvm_gmem_uffd_ops = {
	.supported_ioctls = BIT(_UFFDIO_CONTINUE),
	.minor_get_folio = kvm_gmem_lookup,
};
const struct vm_operations_struct kvm_gmem_vm_ops = { .uffd_ops = &kvm_gmem_uffd_ops };
`,
};

const DEFAULTS = `int mfill_pte_copy(struct uffd_info *info);
int mfill_pte_cont(struct uffd_info *info);
int mfill_valid(struct vm_area_struct *vma);
`;

/** A hook for each ioctl, a struct that carries them along, and default functions. */
export const modularised: Files = {
  ...base,
  'include/linux/mm.h': `${MM}struct uffd_info {
	unsigned long addr;
	struct vm_area_struct *vma;
	const struct vm_uffd_ops *uffd_ops;
	int (*op)(struct uffd_info *info);
};
struct vm_uffd_ops {
	int (*copy)(struct uffd_info *info);
	int (*cont)(struct uffd_info *info);
	int (*is_valid)(struct vm_area_struct *vma);
	void (*complete)(struct vm_area_struct *vma);
};
${DEFAULTS}`,
  'mm/userfaultfd.c': `#include <linux/mm.h>
int mfill_pte_copy(struct uffd_info *info) { return install_page(info->vma, NULL); }
EXPORT_SYMBOL_GPL(mfill_pte_copy);
int mfill_pte_cont(struct uffd_info *info) { return install_page(info->vma, NULL); }
int mfill_valid(struct vm_area_struct *vma) { return vma->start < vma->end; }
static long mfill(struct uffd_info *info)
{
	if (!info->uffd_ops->is_valid(info->vma))
		return -22;
	return info->op ? info->op(info) : -22;
}
static int begin(struct uffd_info *info, unsigned long arg)
{
	info->addr = arg;
	info->vma = find_vma(arg);
	info->uffd_ops = info->vma->vm_ops->uffd_ops;
	return info->uffd_ops ? 0 : -22;
}
static long mfill_copy(unsigned long arg)
{
	struct uffd_info info;

	if (begin(&info, arg))
		return -22;
	info.op = info.uffd_ops->copy;
	return mfill(&info);
}
static long mfill_continue(unsigned long arg)
{
	struct uffd_info info;

	if (begin(&info, arg))
		return -22;
	info.op = info.uffd_ops->cont;
	return mfill(&info);
}
${IOCTL}`,
  'mm/shmem.c': `#include <linux/mm.h>
static int shmem_mfill_copy(struct uffd_info *info) { info->addr = 0; return install_page(info->vma, NULL); }
static const struct vm_uffd_ops shmem_uffd_ops = {
	.copy = shmem_mfill_copy,
	.cont = mfill_pte_cont,
	.is_valid = mfill_valid,
};
const struct vm_operations_struct shmem_vm_ops = { .uffd_ops = &shmem_uffd_ops };
`,
  'mm/hugetlb.c': `#include <linux/mm.h>
static int hugetlb_mfill_copy(struct uffd_info *info) { return install_page(info->vma, NULL) + pte_none(0); }
static int hugetlb_valid(struct vm_area_struct *vma) { return vma->end > 0; }
static void hugetlb_complete(struct vm_area_struct *vma) { }
static const struct vm_uffd_ops hugetlb_uffd_ops = {
	.copy = hugetlb_mfill_copy,
	.cont = mfill_pte_cont,
	.is_valid = hugetlb_valid,
	.complete = hugetlb_complete,
};
const struct vm_operations_struct hugetlb_vm_ops = { .uffd_ops = &hugetlb_uffd_ops };
`,
  'virt/guest_memfd.c': `#include <linux/mm.h>
static const struct vm_uffd_ops kvm_gmem_uffd_ops = {
	.copy = mfill_pte_copy,
	.cont = mfill_pte_cont,
	.is_valid = mfill_valid,
};
const struct vm_operations_struct kvm_gmem_vm_ops = { .uffd_ops = &kvm_gmem_uffd_ops };
`,
};

/** A side that a test has in memory. */
export function sideOf(name: string, files: Files, lowerer: Lowerer): Side {
  const snapshot = Snapshot.of(new MemoryTree(new Map(Object.entries(files))), { folders: [] }, lowerer);
  return { name, tree: { root: `/${name}`, version: '6.18.0' }, rev: null, applied: [], snapshot, changed: new Set() };
}

/** Compares trees, under the names that they are given by; a third one is the base. */
export function compared(
  sides: Readonly<Record<string, Files>>,
  lowerer: Lowerer,
  query: Partial<Parameters<typeof compare>[2]> = {},
): CompareAnswer {
  const [a, b, from] = Object.entries(sides).map(([name, files]) => sideOf(name, files, lowerer));
  if (!a || !b) throw new Error('two sides are compared');
  return compare([a, b], from ?? null, { ops: 'vm_uffd_ops', type: null, groups: COMPARE_GROUPS, ...query });
}

/** Each row on a line: `hook.hooks 1 4`, a dash where a side has no answer; `v4: words` for each thing counted in the ones named. */
export function rowsOf({ metrics, sides, base: from }: CompareAnswer): readonly string[] {
  const names = [...sides, ...(from ? [from] : [])].map(({ name }) => name);
  return metrics.map(({ id, values }) => [id, ...names.map((name) => values[name]?.value ?? '-')].join(' '));
}
