/** Who fills a hook: functions that every file calls must not make every file be read. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { Snapshot } from '../../server/src/index/snapshot.ts';
import { slotsOf } from '../../server/src/resolve/graph/any-ops.ts';
import { Bodies } from '../../server/src/resolve/ops/bodies.ts';
import { Resolver } from '../../server/src/resolve/ops/ops.ts';
import { MemoryTree } from '../harness/memory-tree.ts';
import { projectRoot } from '../harness/root.ts';

const lowerer = loadLowerer(join(projectRoot, 'dist'));

/** A tree that notes which files were read. */
class NotingTree extends MemoryTree {
  readonly noted = new Set<string>();

  override read(path: string): string | null {
    this.noted.add(path);
    return super.read(path);
  }
}

const OPS = 'struct pond_ops {\n\tint (*fill)(int depth);\n};\nint fill_common(int depth);\n';
const CALLER = '#include <linux/pond.h>\nvoid dig(struct pit *pit)\n{\n\tpit->depth = fill_common(3);\n}\n';
const SETTER = '#include <linux/pond.h>\nvoid set(struct pond_ops *ops)\n{\n\tops->fill = fill_common;\n}\n';
const TABLE = '#include <linux/pond.h>\nstatic const struct pond_ops sea = { .fill = fill_common };\n';

async function resolverOf(files: Readonly<Record<string, string>>) {
  const tree = new NotingTree(new Map(Object.entries(files)));
  return { tree, resolver: Resolver.of(Snapshot.of(tree, { folders: ['mm', 'include'] }, await lowerer)) };
}

test('a function that is called everywhere fills the hooks that it is put into, and its callers are not read', async () => {
  const { tree, resolver } = await resolverOf({
    'include/linux/pond.h': OPS,
    'mm/caller.c': CALLER,
    'mm/setter.c': SETTER,
    'mm/table.c': TABLE,
  });
  const fills = resolver.ops('pond_ops').filledBy('fill_common');
  assert.deepEqual(
    fills.map((each) => [each.file.path, each.field]),
    [
      ['mm/table.c', 'fill'],
      ['mm/setter.c', 'fill'],
    ],
  );
  assert.ok(!tree.noted.has('mm/caller.c'));
});

test('the slots of a function are found without its callers', async () => {
  const body = 'int fill_common(int depth)\n{\n\treturn depth;\n}\n';
  const { tree, resolver } = await resolverOf({
    'include/linux/pond.h': OPS,
    'mm/common.c': `#include <linux/pond.h>\n${body}`,
    'mm/caller.c': CALLER,
    'mm/table.c': TABLE,
  });
  const file = resolver.snapshot.file('mm/common.c') ?? assert.fail();
  const [common] = new Bodies(resolver).anywhere('fill_common', file);
  assert.deepEqual(
    slotsOf(resolver, common ?? assert.fail()).map((slot) => [slot.table.name, slot.field]),
    [['sea', 'fill']],
  );
  assert.ok(!tree.noted.has('mm/caller.c'));
});
