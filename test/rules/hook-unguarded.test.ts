/** A hook that a table leaves unset: which ways to its call are checked, and which are not. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findings } from './tree.ts';

/** Two memory types of which one leaves filemap_add unset, and what calls and asks with them. */
const HEAD = `#include <linux/ops.h>
static int add(struct folio *folio) { return 1; }
static void del(struct folio *folio) { }
static const struct vm_uffd_ops shmem_uffd_ops = { .filemap_add = add, .filemap_remove = del };
static const struct vm_uffd_ops anon_uffd_ops = { };
enum { MODE_ADD = 1, MODE_NONE = 2 };
`;
const CALL = 'static int call(const struct vm_uffd_ops *ops)\n{\n\treturn ops->filemap_add(0);\n}\n';

/** `who leaves it unset <- where the way starts` for each finding. */
async function unguarded(code: string): Promise<string[]> {
  const all = await findings({ 'mm/core.c': HEAD + code });
  return all
    .filter((each) => each.rule === 'hook-unguarded')
    .map(({ function: inside, message, evidence }) => {
      const types = /but (.*?) leaves? it unset/.exec(message)?.[1] ?? '';
      const from = evidence.flatMap((each) => /from (\w+)\(\)$/.exec(each.message)?.[1] ?? []);
      return [`${inside}: ${types}`, ...from].join(' <- ');
    });
}

interface Case {
  readonly name: string;
  readonly code: string;
}

const fires: readonly (Case & { readonly expected: readonly string[] })[] = [
  { name: 'nothing checks it', code: CALL, expected: ['call: anon'] },
  {
    name: 'an unrelated function checks it',
    code: `${CALL}int other(const struct vm_uffd_ops *ops)\n{\n\treturn ops->filemap_add ? 1 : 0;\n}\n`,
    expected: ['call: anon'],
  },
  {
    name: 'one of two callers checks it',
    code:
      `${CALL}int top(const struct vm_uffd_ops *ops)\n{\n\tif (!ops->filemap_add)\n\t\treturn -22;\n\treturn call(ops);\n}\n` +
      'int bare(const struct vm_uffd_ops *ops)\n{\n\treturn call(ops);\n}\n',
    expected: ['call: anon <- bare'],
  },
  {
    name: 'one of two branches checks it',
    code:
      'int top(const struct vm_uffd_ops *ops, int how)\n{\n\tif (how) {\n\t\tif (!ops->filemap_add)\n\t\t\treturn -22;\n\t}\n' +
      '\treturn ops->filemap_add(0);\n}\n',
    expected: ['top: anon'],
  },
  {
    name: 'the check comes behind the call',
    code: `${CALL}int top(const struct vm_uffd_ops *ops)\n{\n\tint ret = call(ops);\n\n\treturn ops->filemap_add ? ret : 0;\n}\n`,
    expected: ['call: anon <- top'],
  },
  {
    name: 'what the check answers is thrown away',
    code:
      `${CALL}static int check(const struct vm_uffd_ops *ops)\n{\n\tif (!ops->filemap_add)\n\t\treturn -22;\n\treturn 0;\n}\n` +
      'int top(const struct vm_uffd_ops *ops)\n{\n\tcheck(ops);\n\treturn call(ops);\n}\n',
    expected: ['call: anon <- top'],
  },
  {
    name: 'another hook is checked',
    code: `${CALL}int top(const struct vm_uffd_ops *ops)\n{\n\tif (!ops->can_userfault)\n\t\treturn call(ops);\n\treturn 0;\n}\n`,
    expected: ['call: anon <- top'],
  },
  {
    name: 'the pointer is another one since the check',
    code:
      'int top(const struct vm_uffd_ops *ops, struct vm_area_struct *vma)\n{\n\tif (!ops->filemap_add)\n\t\treturn -22;\n' +
      '\tops = &anon_uffd_ops;\n\treturn ops->filemap_add(0);\n}\n',
    expected: ['top: anon'],
  },
  {
    name: 'another type is diverted',
    code: `${CALL}int top(const struct vm_uffd_ops *ops, void *vma)\n{\n\tif (is_vm_hugetlb_page(vma))\n\t\treturn 0;\n\treturn call(ops);\n}\n`,
    expected: ['call: anon <- top'],
  },
  {
    name: 'the check is for another mode',
    code:
      `${CALL}static int go(const struct vm_uffd_ops *ops, int mode)\n{\n\tif (mode == MODE_NONE && !ops->filemap_add)\n\t\treturn -22;\n\treturn call(ops);\n}\n` +
      'int top(const struct vm_uffd_ops *ops)\n{\n\treturn go(ops, MODE_ADD);\n}\n',
    expected: ['call: anon <- top'],
  },
  {
    name: 'the table without it is taken by name',
    code: `${CALL}int top(void)\n{\n\treturn call(&anon_uffd_ops);\n}\n`,
    expected: ['call: anon <- top'],
  },
  {
    name: 'a callback that nobody is seen to call',
    code:
      `int walk(int (*fn)(const struct vm_uffd_ops *ops));\n${CALL}` +
      'int top(const struct vm_uffd_ops *ops)\n{\n\treturn ops->filemap_add ? walk(call) : 0;\n}\n',
    expected: ['call: anon'],
  },
];

const silent: readonly Case[] = [
  {
    name: 'every caller checks it',
    code:
      `${CALL}int one(const struct vm_uffd_ops *ops)\n{\n\tif (!ops->filemap_add)\n\t\treturn -22;\n\treturn call(ops);\n}\n` +
      'int two(const struct vm_uffd_ops *ops)\n{\n\treturn ops->filemap_add ? call(ops) : 0;\n}\n',
  },
  {
    name: 'a function that the caller asks first checks it',
    code:
      `${CALL}static int check(const struct vm_uffd_ops *ops)\n{\n\tif (!ops->filemap_add)\n\t\treturn -22;\n\treturn 0;\n}\n` +
      'int top(const struct vm_uffd_ops *ops)\n{\n\tint err = check(ops);\n\n\tif (err)\n\t\treturn err;\n\treturn call(ops);\n}\n',
  },
  {
    name: 'a flag remembers the check',
    code:
      'int top(const struct vm_uffd_ops *ops)\n{\n\tint has = ops->filemap_add != 0;\n\n\tif (!has)\n\t\treturn 0;\n' +
      '\treturn ops->filemap_add(0);\n}\n',
  },
  {
    name: 'the check is for the mode that calls it',
    code:
      `${CALL}static int go(const struct vm_uffd_ops *ops, int mode)\n{\n\tif (mode == MODE_ADD && !ops->filemap_add)\n\t\treturn -22;\n\tif (mode == MODE_ADD)\n\t\treturn call(ops);\n\treturn 0;\n}\n` +
      'int top(const struct vm_uffd_ops *ops)\n{\n\treturn go(ops, MODE_ADD);\n}\nint none(const struct vm_uffd_ops *ops)\n{\n\treturn go(ops, MODE_NONE);\n}\n',
  },
  {
    name: 'the type is diverted',
    code: `${CALL}int top(const struct vm_uffd_ops *ops, void *vma)\n{\n\tif (vma_is_anonymous(vma))\n\t\treturn 0;\n\treturn call(ops);\n}\n`,
  },
  {
    name: 'the table that has it is taken by name',
    code: `${CALL}int top(void)\n{\n\treturn call(&shmem_uffd_ops);\n}\n`,
  },
  {
    name: 'the table without it is told by its address',
    code: `${CALL}int top(const struct vm_uffd_ops *ops)\n{\n\tif (ops == &anon_uffd_ops)\n\t\treturn 0;\n\treturn call(ops);\n}\n`,
  },
  {
    name: 'a copy of the hook is checked',
    code:
      'int top(const struct vm_uffd_ops *ops)\n{\n\tint (*fn)(struct folio *folio) = ops->filemap_add;\n\n' +
      '\tif (!fn)\n\t\treturn 0;\n\treturn fn(0);\n}\n',
  },
  {
    name: 'it is set at run time',
    code: `${CALL}void set(struct vm_uffd_ops *ops)\n{\n\tops->filemap_add = add;\n}\n`,
  },
];

describe('hook-unguarded fires where', () => {
  for (const { name, code, expected } of fires) {
    test(name, async () => assert.deepEqual(await unguarded(code), expected));
  }
});

describe('hook-unguarded is silent where', () => {
  for (const { name, code } of silent) test(name, async () => assert.deepEqual(await unguarded(code), []));
});
