/** Which hook is called is known where the table is not: cont of any table is not copy. And a table's values decide like constants. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { loadLowerer } from '../../server/src/host/assets.ts';
import type { Lowerer } from '../../server/src/syntax/lower.ts';
import { projectRoot } from '../harness/root.ts';
import { reachOf } from './tree.ts';

let lowerer: Lowerer;
before(async () => {
  lowerer = await loadLowerer(join(projectRoot, 'dist'));
});

/** A handler of ONE, which reads, and TWO, which writes, by the given functions. */
const handler = `
long foo_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case ONE: return one(arg);
	case TWO: return two(arg);
	}
	return 0;
}`;

/** A struct that is set up where nobody can say which table it gets, and the loop over it. */
const info = `
struct info { struct area *area; const struct foo_ops *foo; int (*op)(struct area *); int left; };
struct area *find_area(unsigned long arg);
static int start(struct info *info, unsigned long arg)
{
	info->area = find_area(arg);
	if (!info->area)
		return -1;
	info->foo = info->area->vm_ops->foo;
	return info->foo ? 0 : -1;
}`;

const EXACT = 'ONE | read: ram, rom\nTWO | write: ram';

function check(core: string, expected = EXACT): void {
  assert.equal(reachOf(core + handler, lowerer), expected);
}

describe('a hook of a table that is not known', () => {
  const user = (call: string, use: (field: string) => string): string =>
    `${info}
${call}
static long one(unsigned long arg) { struct info info = { .left = 2 }; if (start(&info, arg)) return -1; ${use('read')} }
static long two(unsigned long arg) { struct info info = { .left = 2 }; if (start(&info, arg)) return -1; ${use('write')} }`;
  it('is that hook when it is stored', () =>
    check(
      user(
        'static int go(struct info *info) { while (info->left--) info->op(info->area); return 0; }',
        (field) => `info.op = info.foo->${field}; return go(&info);`,
      ),
    ));
  it('is that hook when it is handed over', () =>
    check(
      user(
        'static int go(struct info *info, int (*op)(struct area *)) { while (info->left--) op(info->area); return 0; }',
        (field) => `return go(&info, info.foo->${field});`,
      ),
    ));
  it('is that hook when it is handed on from a variable', () =>
    check(
      user(
        'static int go(struct info *info, int (*op)(struct area *)) { return op(info->area); }',
        (field) => `int (*op)(struct area *) = info.foo->${field}; return go(&info, op);`,
      ),
    ));
  it('is that hook when a function returns it', () =>
    check(`${info}
typedef int (*op_t)(struct area *);
static op_t reader(struct info *info) { return info->foo->read; }
static op_t writer(struct info *info) { return info->left ? info->foo->write : 0; }
static int go(struct info *info, op_t op) { return op(info->area); }
static long one(unsigned long arg) { struct info info = { .left = 2 }; if (start(&info, arg)) return -1; return go(&info, reader(&info)); }
static long two(unsigned long arg) { struct info info = { .left = 2 }; if (start(&info, arg)) return -1; return go(&info, writer(&info)); }`));
  it('is that hook in a function of another file that it is handed to', () => {
    const core = user(
      'int go(struct info *info, int (*op)(struct area *));',
      (field) => `return go(&info, info.foo->${field});`,
    );
    const loop = `#include <linux/foo.h>
struct info { struct area *area; const struct foo_ops *foo; int (*op)(struct area *); int left; };
int go(struct info *info, int (*op)(struct area *)) { return op(info->area); }`;
    assert.equal(reachOf(core + handler, lowerer, { 'mm/loop.c': loop }), EXACT);
  });
});

describe('a value in a table', () => {
  const types = `
#include <linux/foo.h>
static int ram_read(struct area *area) { return 0; }
static int ram_write(struct area *area) { return 0; }
static const struct foo_ops ram_foo_ops = { .can = BIT(CAN_READ) | BIT(CAN_WRITE), .read = ram_read, .write = ram_write };
const struct area_ops ram_ops = { .foo = &ram_foo_ops };
static int rom_read(struct area *area) { return 0; }
static int rom_write(struct area *area) { return -1; }
static const struct foo_ops rom_foo_ops = { .can = BIT(CAN_READ), .read = rom_read, .write = rom_write };
const struct area_ops rom_ops = { .foo = &rom_foo_ops };
`;
  const header = (text: string): string =>
    text.replace(
      'struct foo_ops {',
      '#define BIT(n) (1UL << (n))\n#define CAN_READ 0\n#define CAN_WRITE 1\nstruct foo_ops { unsigned long can;',
    );
  const decides = (core: string, changed = types): string =>
    reachOf(core + handler, lowerer, { 'mm/types.c': changed }, header);
  const guarded = (guard: string): string => `
struct area *find_area(unsigned long arg);
static long one(unsigned long arg) { struct area *area = find_area(arg); return area->vm_ops->foo->read(area); }
static long two(unsigned long arg)
{
	struct area *area = find_area(arg);
	const struct foo_ops *ops = area->vm_ops->foo;

	${guard}
}`;
  it('tells which tables a bit leaves', () =>
    assert.equal(decides(guarded('if (ops->can & BIT(CAN_WRITE)) return ops->write(area); return -1;')), EXACT));
  it('tells which tables a bit leaves when the others leave the function', () =>
    assert.equal(
      decides(guarded('if (!ops || !(ops->can & BIT(CAN_WRITE))) return -1; return ops->write(area);')),
      EXACT,
    ));
  it('tells so by a comparison', () =>
    assert.equal(
      decides(guarded('if ((ops->can & BIT(CAN_WRITE)) != BIT(CAN_WRITE)) return -1; return ops->write(area);')),
      EXACT,
    ));
  it('is zero where the table does not say', () =>
    assert.equal(
      decides(
        guarded('if (!(ops->can & BIT(CAN_WRITE))) return -1; return ops->write(area);'),
        types.replace('.can = BIT(CAN_READ), ', ''),
      ),
      EXACT,
    ));
  it('may be anything where the table can be written to, or a configuration decides', () => {
    const core = guarded('if (!(ops->can & BIT(CAN_WRITE))) return -1; return ops->write(area);');
    const both = 'ONE | read: ram, rom\nTWO | write: ram, rom';
    assert.equal(decides(core, types.replaceAll('static const struct foo_ops rom', 'static struct foo_ops rom')), both);
    const perhaps = types.replace(
      '.can = BIT(CAN_READ), ',
      '\n#ifdef CONFIG_ROM\n.can = BIT(CAN_READ) | BIT(CAN_WRITE),\n#endif\n',
    );
    assert.equal(decides(core, perhaps), both);
  });
});
