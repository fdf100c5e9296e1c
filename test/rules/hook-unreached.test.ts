/** A hook that the ioctls reach for another memory type only. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIKELY_FOLDERS } from '../../server/src/index/folders.ts';
import { findings } from './tree.ts';

/** Two tables fill a hook; one ioctl dispatches through what `choose` gives. */
const code = (choose: string) => `#include <linux/ops.h>
#define CHECK 1
struct file;
struct file_operations { long (*unlocked_ioctl)(struct file *file, unsigned int cmd, unsigned long arg); };
static int a_can(struct vm_area_struct *vma) { return 1; }
static int b_can(struct vm_area_struct *vma) { return 2; }
static const struct vm_uffd_ops a_uffd_ops = { .can_userfault = a_can };
static const struct vm_uffd_ops b_uffd_ops = { .can_userfault = b_can };
static int go(struct vm_area_struct *vma)
{
	const struct vm_uffd_ops *ops = ${choose};

	return ops->can_userfault(vma);
}
static long core_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case CHECK:
		return go((struct vm_area_struct *)arg);
	}
	return -22;
}
static const struct file_operations core_fops = { .unlocked_ioctl = core_ioctl };
`;

async function unreached(choose: string): Promise<string[]> {
  const all = await findings({ 'mm/core.c': code(choose) });
  return all.filter((each) => each.rule === 'hook-unreached').map((each) => `${each.line} ${each.message}`);
}

test('fires where the other table is always taken', async () => {
  assert.deepEqual(await unreached('&a_uffd_ops'), [
    '8 No ioctl reaches can_userfault of b: b_can() is never called through it. It is reached for a.',
  ]);
});

/** The same, with a check between the ioctl and the hook. */
const guarded = (check: string) =>
  code('vma->ops').replaceAll('b_', 'hugetlb_').replace('\n\n\treturn ops->', `\n\n${check}\treturn ops->`);

async function unreachedBehind(check: string): Promise<string[]> {
  const all = await findings({ 'mm/core.c': guarded(check) });
  return all.filter((each) => each.rule === 'hook-unreached').map((each) => each.message.split(':')[0] ?? '');
}

test('fires where the type is refused before the hook', async () => {
  const refused = 'No ioctl reaches can_userfault of hugetlb';
  assert.deepEqual(await unreachedBehind('\tif (is_vm_hugetlb_page(vma))\n\t\treturn -22;\n'), [refused]);
  assert.deepEqual(await unreachedBehind('\tif (!vma || is_vm_hugetlb_page(vma))\n\t\treturn -22;\n'), [refused]);
  assert.deepEqual(await unreachedBehind('\tif (ops == &hugetlb_uffd_ops)\n\t\treturn -22;\n'), [refused]);
});

test('is silent where the type is refused for a reason of its own', async () => {
  assert.deepEqual(
    await unreachedBehind('\tif (is_vm_hugetlb_page(vma) && CHECK == vma->flags)\n\t\treturn -22;\n'),
    [],
  );
  assert.deepEqual(await unreachedBehind(''), []);
});

test('is silent where either can be taken', async () => {
  assert.deepEqual(await unreached('vma ? &a_uffd_ops : &b_uffd_ops'), []);
});

test('fires once for a hook that nothing calls, whoever fills it', async () => {
  const calls = (use: string): string =>
    code('vma->ops').replaceAll('return ops->can_userfault(vma)', use) +
    'static int c_can(struct vm_area_struct *vma) { return 3; }\n' +
    'static const struct vm_uffd_ops c_uffd_ops = { .can_userfault = c_can };\n';
  const told = async (use: string): Promise<string[]> => {
    const all = await findings({ 'mm/core.c': calls(use) });
    return all.filter((each) => each.rule === 'hook-unreached').map((each) => `${each.line} ${each.message}`);
  };
  assert.deepEqual(await told('return ops ? 1 : 0'), [
    `7 Nothing in ${LIKELY_FOLDERS.join(', ')} calls can_userfault of struct vm_uffd_ops: a_can(), b_can(), c_can() fill it and are never called through it. Call the hook, or drop it.`,
  ]);
  for (const use of [
    'return other(ops->can_userfault)',
    'int (*can)(struct vm_area_struct *) = ops->can_userfault; return can(vma)',
    'vma->can = ops->can_userfault; return 0',
  ])
    assert.deepEqual(await told(use), []);
});
