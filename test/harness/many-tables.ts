/** A tree with a hook that many tables fill: `tree_ops.grow`. */

/** Filesystems that have a function of their own. */
export const NAMES = ['ash', 'birch', 'cedar', 'date', 'elm', 'fir', 'gum', 'hazel', 'iris', 'jade'];

/** One with a function of its own. */
const OWN = (name: string): string =>
  `#include <linux/tree_ops.h>
static int ${name}_grow(int to)
{
	return to;
}
static const struct tree_ops ${name}_tree_ops = {
	.grow = ${name}_grow,
};
`;

/** One with the function that all can have. */
const SHARED = (name: string): string =>
  `#include <linux/tree_ops.h>
static const struct tree_ops ${name}_tree_ops = {
	.grow = generic_grow,
};
`;

const CORE = `#include <linux/tree_ops.h>
int generic_grow(int to)
{
	return to + 1;
}
${NAMES.map((_, i) => `int use_${i}(const struct tree_ops *ops)\n{\n\treturn ops->grow(${i});\n}\n`).join('')}`;

/** The files of the tree, by their paths. */
export const MANY_TABLES: Readonly<Record<string, string>> = {
  Makefile: 'VERSION = 7\nPATCHLEVEL = 3\n',
  Kconfig: '',
  'include/linux/tree_ops.h':
    'struct tree_ops {\n\t/* Makes it larger. */\n\tint (*grow)(int to);\n\tint (*shrink)(int to);\n};\nint generic_grow(int to);\n',
  'mm/core.c': CORE,
  ...Object.fromEntries(NAMES.map((name) => [`fs/${name}/file.c`, OWN(name)])),
  'fs/oak/file.c': SHARED('oak'),
  'fs/pine/file.c': SHARED('pine'),
  'fs/rowan/file.c': SHARED('rowan'),
  'fs/elm/more.c': OWN('moss'),
};
