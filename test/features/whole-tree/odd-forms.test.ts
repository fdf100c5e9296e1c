/** Forms that few files have: each case is C, with what `--ops all` must say of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readBatch } from '../../../server/src/features/whole-tree/batch.ts';
import { isHeld, LAMP, resolver, sites } from '../../harness/whole-tree.ts';

test('a header that uses variables which those who include it declare', async () => {
  const tree = {
    'include/linux/lamp.h': LAMP,
    'mm/kept.h': 'static inline int kept_on(struct lamp *lamp)\n{\n\treturn kept_ops->on(lamp);\n}\n',
    'mm/a.c':
      '#include <linux/lamp.h>\nstatic const struct lamp_ops *kept_ops;\n#include "kept.h"\nint f(struct lamp *l) { return kept_on(l); }\n',
    'mm/b.c': '#include <linux/lamp.h>\nstatic int other_ops;\n',
  };
  assert.deepEqual(await sites(tree, 'mm/kept.h'), ['kept_on: lamp_ops.on']);
});

/** `FIELD LINE`, counted behind the declarations that all have, of each slot that holds a function. */
async function lines(source: string): Promise<readonly string[]> {
  const { tables } = readBatch(await resolver(source), ['mm/a.c'], 'tables');
  const before = LAMP.split('\n').length;
  return tables.flatMap(({ hooks }) =>
    Object.entries(hooks).flatMap(([field, slot]) => (isHeld(slot) ? [`${field} ${slot.slotLine - before + 1}`] : [])),
  );
}

test('a slot that the use of a macro makes among the arguments of another is where that use is', async () => {
  const source = `#define SLOT(field, fn) .field = fn
#define ON(fn) .on = fn
#define BOTH(a, b) a, b
#define SAME(x) x
#define DEFINE_LAMP(name, ...) static const struct lamp_ops name = { __VA_ARGS__ }
static const struct lamp_ops written = {
	BOTH(
		SLOT(on,
			a_on),
		SLOT(off, SAME(a_off))
	),
};
DEFINE_LAMP(made,
	ON(a_on),
	SLOT(off,
		a_off));
static const struct lamp_ops twice = {
	BOTH(
		SLOT(on, a_on),
		SLOT(off, a_on)
	),
};
static const struct lamp_ops plain = {
	SLOT(on,
		SAME(a_on)),
};
`;
  assert.deepEqual(await lines(source), ['on 8', 'off 10', 'on 14', 'off 15', 'on 19', 'off 20', 'on 24']);
});
