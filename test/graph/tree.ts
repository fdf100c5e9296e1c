/** Small trees about one ops struct with two memory types, of which a test writes the core. */
import { reach } from '../../server/src/features/graph/ioctl-reach.ts';
import { Snapshot } from '../../server/src/index/snapshot.ts';
import type { ReachedIoctl } from '../../server/src/model/graph-answers.ts';
import { Resolver } from '../../server/src/resolve/ops/ops.ts';
import type { Lowerer } from '../../server/src/syntax/lower.ts';
import { MemoryTree } from '../harness/memory-tree.ts';

const HEADER = `
#define NULL ((void *)0)
#define _IO(type, nr) (((type) << 8) | (nr))
#define ONE _IO('o', 1)
#define TWO _IO('o', 2)
#define THREE _IO('o', 3)
struct file;
struct area { const struct area_ops *vm_ops; unsigned long flags; };
struct file_operations { long (*unlocked_ioctl)(struct file *, unsigned int, unsigned long); };
struct foo_ops { int (*read)(struct area *); int (*write)(struct area *); };
struct area_ops { const struct foo_ops *foo; };
enum mode { MODE_READ, MODE_WRITE, MODE_NONE };
`;

const TYPES = `
#include <linux/foo.h>
static int ram_read(struct area *area) { return 0; }
static int ram_write(struct area *area) { return 0; }
static const struct foo_ops ram_foo_ops = { .read = ram_read, .write = ram_write };
const struct area_ops ram_ops = { .foo = &ram_foo_ops };
static int rom_read(struct area *area) { return 0; }
static const struct foo_ops rom_foo_ops = { .read = rom_read };
const struct area_ops rom_ops = { .foo = &rom_foo_ops };
`;

const TABLE = `
static const struct file_operations foo_fops = { .unlocked_ioctl = foo_ioctl };
`;

/** A resolver for a tree with the given core, which has foo_ioctl(), and with more files by path. */
export function treeOf(
  core: string,
  lowerer: Lowerer,
  more: Readonly<Record<string, string>> = {},
  header = (text: string): string => text,
): Resolver {
  const files = new Map([
    ['include/linux/foo.h', header(HEADER)],
    ['mm/types.c', TYPES],
    ['mm/foo.c', `#include <linux/foo.h>\n${core}\n${TABLE}`],
    ...Object.entries(more),
  ]);
  return Resolver.of(Snapshot.of(new MemoryTree(files), { folders: ['mm', 'include'] }, lowerer));
}

/** The ioctls of foo_ioctl(). */
export function ioctlsOf(...tree: Parameters<typeof treeOf>): readonly ReachedIoctl[] {
  return reach(treeOf(...tree), ['foo_ops'], { root: '/tree', version: '' }).ioctls;
}

/** What the ioctls reach, one a line: `ONE read: ram, rom`. */
export function reachOf(...tree: Parameters<typeof treeOf>): string {
  return ioctlsOf(...tree)
    .map(({ name, hooks }) => {
      const all = hooks.map((hook) => `${hook.field}: ${hook.memoryTypes.join(', ')}`);
      return [name, ...all].join(' | ');
    })
    .join('\n');
}
