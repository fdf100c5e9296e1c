/** The members through which tables of an ops struct are installed, by whatever name their types have. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { installers } from '../../../server/src/features/cursor/installers.ts';
import { loadLowerer } from '../../../server/src/host/assets.ts';
import { Snapshot } from '../../../server/src/index/snapshot.ts';
import { Resolver } from '../../../server/src/resolve/ops/ops.ts';
import type { Lowerer } from '../../../server/src/syntax/lower.ts';
import { MemoryTree } from '../../harness/memory-tree.ts';
import { projectRoot } from '../../harness/root.ts';

let lowerer: Lowerer;
before(async () => {
  lowerer = await loadLowerer(join(projectRoot, 'dist'));
});

const HEADER = `
typedef struct turn_ops { int (*turn)(int); } first_t, *turn_ptr;
typedef struct turn_ops turn_t;
#define also_turn turn_ops
typedef const struct turn_ops fixed_t;
struct holder {
	struct other *other;
	const struct turn_ops *by_tag;
	struct turn_ops array[4];
	struct turn_ops held;
	turn_t *by_typedef;
	turn_ptr by_pointer;
	fixed_t *by_fixed;
	struct also_turn *by_macro;
	typeof(((struct holder *)0)->by_tag) by_typeof;
	int (*by_none)(struct turn_ops *);
	unknown_t *unknown;
};
`;

test('members that can hold a table, or point to one, are found by each of the names that their type has', () => {
  const tree = new MemoryTree(new Map([['include/linux/turn.h', HEADER]]));
  const found = installers(Resolver.of(Snapshot.of(tree, { folders: [] }, lowerer)).ops('turn_ops'));
  assert.deepEqual(
    found.map(({ member }) => member.name),
    ['by_tag', 'array', 'held', 'by_typedef', 'by_pointer', 'by_fixed', 'by_macro', 'by_typeof'],
  );
});
