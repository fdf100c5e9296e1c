/** A pointer to the ops struct that a function can answer NULL for: where it is followed unchecked, and where it is not. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findings } from './tree.ts';

/** A memory type, and the function that answers the hooks of a mapping. */
const HEAD = `#include <linux/ops.h>
static int can(struct vm_area_struct *vma) { return 1; }
static const struct vm_uffd_ops shmem_uffd_ops = { .can_userfault = can };
`;
const LOOKUP = `static const struct vm_uffd_ops *ops_of(struct vm_area_struct *vma)
{
	return vma ? vma->ops : NULL;
}
`;

async function unchecked(code: string, lookup = LOOKUP): Promise<readonly string[]> {
  const installs = 'void install(struct vm_area_struct *vma) { vma->ops = &shmem_uffd_ops; }\n';
  const all = await findings({ 'mm/core.c': HEAD + lookup + installs + code });
  return all.flatMap(({ rule, message }) => (rule === 'hook-unguarded' ? [message.split(':')[0] ?? ''] : []));
}

const told = (name: string): readonly string[] => [
  `${name}() reads can_userfault through a pointer to struct vm_uffd_ops that can be NULL`,
];
const use = (body: string): string => `int use(struct vm_area_struct *vma)\n{\n${body}}\n`;
const variable = '\tconst struct vm_uffd_ops *ops = ops_of(vma);\n\n';

describe('a pointer that can be NULL is told where it is followed', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['from a variable', use(`${variable}\treturn ops->can_userfault(vma);\n`)],
    ['at once', use('\treturn ops_of(vma)->can_userfault(vma);\n')],
    ['to check the hook', use(`${variable}\treturn ops->can_userfault ? ops->can_userfault(vma) : 0;\n`)],
    ['twice, and told once', use(`${variable}\tops->can_userfault(vma);\n\treturn ops->can_userfault(vma);\n`)],
    [
      'behind a check of something else',
      use(`${variable}\tif (!vma)\n\t\treturn 0;\n\treturn ops->can_userfault(vma);\n`),
    ],
  ];
  for (const [name, code] of cases) test(name, async () => assert.deepEqual(await unchecked(code), told('use')));
  test('from a member that it was kept in', async () => {
    const info = 'struct info { const struct vm_uffd_ops *ops; };\n';
    const code = `${info}static int go(struct info *info, struct vm_area_struct *vma)\n{\n\treturn info->ops->can_userfault(vma);\n}\n`;
    const begin = (check: string): string =>
      use(`\tstruct info info;\n\n\tinfo.ops = ops_of(vma);\n${check}\treturn go(&info, vma);\n`);
    assert.deepEqual(await unchecked(code + begin('')), told('go'));
    assert.deepEqual(await unchecked(code + begin('\tif (!info.ops)\n\t\treturn 0;\n')), []);
  });
});

describe('it is fine', () => {
  test('where it is checked', async () => {
    assert.deepEqual(await unchecked(use(`${variable}\treturn ops && ops->can_userfault(vma);\n`)), []);
    assert.deepEqual(
      await unchecked(use(`${variable}\tif (!ops)\n\t\treturn 0;\n\treturn ops->can_userfault(vma);\n`)),
      [],
    );
    assert.deepEqual(
      await unchecked(use(`${variable}\tif (ops == NULL)\n\t\treturn 0;\n\treturn ops->can_userfault(vma);\n`)),
      [],
    );
  });
  test('where a function is asked first that checks it', async () => {
    const first = 'static int get(struct vm_area_struct *vma)\n{\n\treturn ops_of(vma) ? 0 : -22;\n}\n';
    const code = use(`${variable}\tif (get(vma))\n\t\treturn 0;\n\treturn ops->can_userfault(vma);\n`);
    assert.deepEqual(await unchecked(first + code), []);
  });
  test('where a table is named, or nothing answers NULL', async () => {
    const named = use('\tconst struct vm_uffd_ops *ops = &shmem_uffd_ops;\n\n\treturn ops->can_userfault(vma);\n');
    assert.deepEqual(await unchecked(named), []);
    const never = LOOKUP.replace('vma ? vma->ops : NULL', 'vma->ops');
    assert.deepEqual(await unchecked(use(`${variable}\treturn ops->can_userfault(vma);\n`), never), []);
  });
});
