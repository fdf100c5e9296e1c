/** Contracts of ops tables: one string a case, with the findings that it gets. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findings, found } from './tree.ts';

interface Case {
  readonly name: string;
  readonly code: string;
  readonly expected: readonly string[];
}

const CALL =
  'static int go(const struct vm_uffd_ops *ops, struct folio *folio)\n{\n\treturn ops->filemap_add(folio);\n}\n';
const ADD = 'static int add(struct folio *folio) { return 1; }\nstatic void del(struct folio *folio) { }\n';
const FULL = `${ADD}static const struct vm_uffd_ops shmem_uffd_ops = {\n\t.filemap_add = add,\n\t.filemap_remove = del,\n};\n`;
const BARE = 'static const struct vm_uffd_ops hugetlb_uffd_ops = { };\n';

const cases: readonly Case[] = [
  {
    name: 'hook-unguarded: a table leaves the hook unset',
    code: FULL + BARE + CALL,
    expected: ['mm/core.c:11 hook-unguarded'],
  },
  { name: 'hook-unguarded: every table fills it', code: FULL + CALL, expected: [] },
  {
    name: 'hook-unguarded: checked where it is called',
    code: `${FULL}${BARE}static int go(const struct vm_uffd_ops *ops)\n{\n\treturn ops->filemap_add ? ops->filemap_add(0) : 0;\n}\n`,
    expected: [],
  },
  {
    name: 'hook-unguarded: checked in a caller',
    code: `${FULL}${BARE}${CALL}int top(const struct vm_uffd_ops *ops)\n{\n\tif (!ops->filemap_add)\n\t\treturn -22;\n\treturn go(ops, 0);\n}\n`,
    expected: [],
  },
  {
    name: 'hook-unguarded: the type is diverted in a caller',
    code: `${FULL}${BARE}${CALL}int top(const struct vm_uffd_ops *ops, void *vma)\n{\n\tif (is_vm_hugetlb_page(vma))\n\t\treturn 0;\n\treturn go(ops, 0);\n}\n`,
    expected: [],
  },
  {
    name: 'hook-pair: add without remove',
    code: `${ADD}static const struct vm_uffd_ops x_uffd_ops = {\n\t.filemap_add = add,\n};\n`,
    expected: ['mm/core.c:5 hook-pair'],
  },
  { name: 'hook-pair: both', code: FULL, expected: [] },
  {
    name: 'table-not-const',
    code: 'static struct vm_uffd_ops x_uffd_ops = { };\n',
    expected: ['mm/core.c:2 table-not-const'],
  },
  { name: 'table-not-const: a const one', code: BARE, expected: [] },
  {
    name: 'table-not-const: not one that is written to',
    code: 'static struct vm_uffd_ops own_uffd_ops = { };\nvoid f(int *a) { own_uffd_ops.supported_ioctls = *a; }\n',
    expected: [],
  },
  {
    name: 'core-includes-backend: the core does',
    code: `#include <linux/hugetlb.h>\n${FULL}${CALL}`,
    expected: ['mm/core.c:2 core-includes-backend'],
  },
  {
    name: 'core-includes-backend: a file that does not dispatch',
    code: `#include <linux/hugetlb.h>\n${FULL}`,
    expected: [],
  },
  {
    name: "core-includes-backend: the type's own file",
    code: `#include <linux/shmem_fs.h>\n${FULL}${CALL}`,
    expected: [],
  },
  {
    name: 'core-special-case: one finding for all',
    code: `${FULL}${CALL}int f(void *a) { return is_vm_hugetlb_page(a); }\nint g(void *a) { return is_vm_hugetlb_page(a); }\n`,
    expected: ['mm/core.c:12 core-special-case'],
  },
  {
    name: 'core-special-case: not for a struct that no memory type fills',
    code: `#include <linux/hugetlb.h>\n${FULL.replaceAll('shmem_', 'eel_')}${CALL}int f(void *a) { return is_vm_hugetlb_page(a); }\n`,
    expected: [],
  },
  {
    name: 'core-special-case: not outside the core',
    code: 'int f(void *a) { return is_vm_hugetlb_page(a); }\n',
    expected: [],
  },
  {
    name: 'hook-duplicate-body: the same but for names of parameters and layout',
    code:
      'static int one(struct vm_area_struct *vma) { return vma->ops != 0; }\n' +
      'static int two(struct vm_area_struct *v) { /* why */ return\tv->ops != 0; }\n' +
      'static const struct vm_uffd_ops a_uffd_ops = { .can_userfault = one };\n' +
      'static const struct vm_uffd_ops b_uffd_ops = { .can_userfault = two };\n',
    expected: ['mm/core.c:3 hook-duplicate-body'],
  },
  {
    name: 'hook-duplicate-body: once for a function, and not of what most tables share',
    code:
      'static int one(struct vm_area_struct *vma) { return vma->ops != 0; }\n' +
      'static int two(struct vm_area_struct *v) { return v->ops != 0; }\n' +
      'static const struct vm_uffd_ops a_uffd_ops = { .can_userfault = one };\n' +
      'static const struct vm_uffd_ops b_uffd_ops = { .can_userfault = two };\n' +
      'static const struct vm_uffd_ops c_uffd_ops = { .can_userfault = two };\n',
    expected: ['mm/core.c:2 hook-duplicate-body'],
  },
  {
    name: 'hook-duplicate-body: a shared default is no duplicate',
    code:
      'static int one(struct vm_area_struct *vma) { return 1; }\n' +
      'static const struct vm_uffd_ops a_uffd_ops = { .can_userfault = one };\n' +
      'static const struct vm_uffd_ops b_uffd_ops = { .can_userfault = one };\n',
    expected: [],
  },
  {
    name: 'capability-without-hook: a bit asks for a hook',
    code: 'static const struct vm_uffd_ops hugetlb_uffd_ops = {\n\t.supported_ioctls = BIT(_UFFDIO_CONTINUE),\n};\n',
    expected: ['mm/core.c:3 capability-without-hook'],
  },
  {
    name: 'capability-without-hook: the hook is there',
    code:
      'static int get(struct inode *inode, struct folio **folio) { return 0; }\n' +
      'static const struct vm_uffd_ops x_uffd_ops = {\n\t.supported_ioctls = BIT(_UFFDIO_CONTINUE),\n\t.minor_get_folio = get,\n};\n',
    expected: [],
  },
  {
    name: 'capability-without-hook: another bit with a longer name',
    code: 'static const struct vm_uffd_ops x_uffd_ops = {\n\t.supported_ioctls = MY_UFFDIO_CONTINUE_X,\n};\n',
    expected: [],
  },
  {
    name: 'capability-implies: MISSING without COPY, where other tables have COPY',
    code:
      'static const struct vm_uffd_ops a_uffd_ops = {\n\t.uffd_features = VM_UFFD_MISSING,\n};\n' +
      'static const struct vm_uffd_ops b_uffd_ops = {\n\t.uffd_features = VM_UFFD_MISSING,\n\t.supported_ioctls = BIT(_UFFDIO_COPY),\n};\n',
    expected: ['mm/core.c:3 capability-implies'],
  },
  {
    name: 'hook-foreign-type: a hook of shmem asks for hugetlb',
    code:
      'static int can(struct vm_area_struct *vma) { return is_vm_hugetlb_page(vma); }\n' +
      'static const struct vm_uffd_ops shmem_uffd_ops = { .can_userfault = can };\n',
    expected: ['mm/core.c:2 hook-foreign-type'],
  },
  {
    name: 'hook-foreign-type: a hook asks for its own type',
    code:
      'static int can(struct vm_area_struct *vma) { return is_vm_hugetlb_page(vma); }\n' +
      'static const struct vm_uffd_ops hugetlb_uffd_ops = { .can_userfault = can };\n',
    expected: [],
  },
];

/** A case calls the hooks that it is about, and fills others: that nothing calls those is another rule's. */
async function inCase(code: string): Promise<string[]> {
  return (await found(code)).filter((each) => !each.endsWith(' hook-unreached'));
}

describe('contracts', () => {
  for (const { name, code, expected } of cases) {
    test(name, async () => assert.deepEqual(await inCase(code), expected));
  }

  test('pgtable-in-ops-signature: a field hands out an entry', async () => {
    const header =
      'struct vm_uffd_ops {\n\tint (*copy)(pmd_t *pmd);\n\tint (*fine)(unsigned long pmd); /* pmd_t */\n};\n';
    const all = await findings({ 'include/linux/ops.h': header });
    assert.deepEqual(
      all.map((each) => `${each.file}:${each.line}:${each.column} ${each.rule}`),
      ['include/linux/ops.h:2:8 pgtable-in-ops-signature'],
    );
  });
});

describe('suppression', () => {
  const table = 'static struct vm_uffd_ops x_uffd_ops = { };\n';
  const table2 = 'static struct vm_uffd_ops x_uffd_ops = {\n\t.supported_ioctls = _UFFDIO_CONTINUE,\n};\n';
  const comment = (text: string) => `/* opscope-ignore ${text} */`;
  const suppressed: readonly (readonly [string, string, readonly string[]])[] = [
    ['on the line above', `${comment('table-not-const: tests write to it')}\n${table}`, []],
    ['on the line', table.replace('\n', ` ${comment('table-not-const: tests write to it')}\n`), []],
    [
      'for the whole table below',
      `${comment('capability-without-hook: has a path of its own')}\n${table2}`,
      ['mm/core.c:3 table-not-const'],
    ],
    ['of another rule only', `${comment('hook-pair: why not')}\n${table}`, ['mm/core.c:3 table-not-const']],
    [
      'without a reason',
      `${comment('table-not-const')}\n${table}`,
      ['mm/core.c:3 table-not-const', 'mm/core.c:2 bad-suppression'],
    ],
    ['of an unknown rule', `${comment('no-such-rule: why')}\nint x;\n`, ['mm/core.c:2 bad-suppression']],
    ['too far above', `${comment('table-not-const: why')}\n\nint x;\n${table}`, ['mm/core.c:5 table-not-const']],
  ];
  for (const [name, code, expected] of suppressed) {
    test(name, async () => assert.deepEqual([...(await found(code))].sort(), [...expected].sort()));
  }
});
