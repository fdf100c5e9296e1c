import { join } from 'node:path';
import { check, PLAIN_QUERY } from '../../server/src/features/findings/check.ts';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { LIKELY_FOLDERS } from '../../server/src/index/folders.ts';
import { Snapshot } from '../../server/src/index/snapshot.ts';
import type { Finding } from '../../server/src/model/findings.ts';
import { MemoryTree } from '../harness/memory-tree.ts';
import { projectRoot } from '../harness/root.ts';
import { kernel, tristates } from '../kbuild/tree.ts';

const lowerer = loadLowerer(join(projectRoot, 'dist'));

/** An ops struct with all the hooks that rules know, and what code needs to speak of it. */
const HEADER = `
struct folio; struct inode; struct vm_area_struct { const struct vm_uffd_ops *ops; };
struct vm_uffd_ops {
	unsigned long supported_ioctls;
	unsigned long uffd_features;
	int (*can_userfault)(struct vm_area_struct *vma);
	int (*minor_get_folio)(struct inode *inode, struct folio **folio);
	int (*filemap_add)(struct folio *folio);
	void (*filemap_remove)(struct folio *folio);
};
`;

/** What all rules find in a kernel in memory: fs/a.c and drivers/d.c can be modules, and mm/core.c cannot. */
export async function findings(files: Readonly<Record<string, string>>): Promise<readonly Finding[]> {
  return (await inTree(kernelWith(files))).findings;
}

/** What the rules tell that they lack in such a kernel. */
export async function toldOf(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return (await inTree(kernelWith(files))).told;
}

/** The notes of a check of such a kernel. */
export async function notesOf(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return (await inTree(kernelWith(files))).notes;
}

function kernelWith(files: Readonly<Record<string, string>>): MemoryTree {
  return kernel({
    Kbuild: 'obj-y += mm/\nobj-y += fs/\nobj-y += drivers/\n',
    Kconfig: 'source "fs/Kconfig"\n',
    'fs/Kconfig': tristates('A', 'D'),
    'fs/Makefile': 'obj-$(CONFIG_A) += a.o\n',
    'drivers/Makefile': 'obj-$(CONFIG_D) += d.o\n',
    'mm/Makefile': 'obj-y += core.o hugetlb.o shmem.o\n',
    'include/linux/ops.h': HEADER,
    ...files,
  });
}

/** What all rules find in these files and no others. */
export async function findingsIn(files: ReadonlyMap<string, string>): Promise<readonly Finding[]> {
  return (await inTree(new MemoryTree(files))).findings;
}

/** What all rules find in such a kernel, all of which is read; and the notes. */
export async function wholeTree(
  files: Readonly<Record<string, string>>,
): Promise<{ readonly findings: readonly Finding[]; readonly notes: readonly string[] }> {
  return inTree(kernelWith(files), []);
}

async function inTree(
  tree: MemoryTree,
  folders: readonly string[] = LIKELY_FOLDERS,
): Promise<{
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
  readonly told: readonly string[];
}> {
  const snapshot = Snapshot.of(tree, { folders }, await lowerer);
  const query = { ...PLAIN_QUERY, ops: ['vm_uffd_ops'] };
  const { findings, notes } = check(snapshot, query, { root: '/tree', version: '' });
  return { findings, notes, told: snapshot.gaps.texts() };
}

/** The same as `file:line rule`, each a line, for one file of code that sees the ops struct. */
export async function found(code: string, file = 'mm/core.c'): Promise<string[]> {
  const text = `#include <linux/ops.h>\n${code}`;
  return (await findings({ [file]: text })).map((each) => `${each.file}:${each.line} ${each.rule}`);
}
