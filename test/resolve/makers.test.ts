/** Uses of hooks in functions that macros make at the top level: found wherever the macro is, and without reading what is not needed. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { Snapshot } from '../../server/src/index/snapshot.ts';
import { Resolver } from '../../server/src/resolve/ops/ops.ts';
import { MemoryTree } from '../harness/memory-tree.ts';
import { projectRoot } from '../harness/root.ts';

const lowerer = loadLowerer(join(projectRoot, 'dist'));

const CHORE = `struct chore { int weight; void (*fn)(struct chore *chore); int (*done)(void); };
#define RUN(c) ((c)->fn(c))
#define DEFINE_RUN(n) void n(struct chore *c) { RUN(c); }
#define DEFINE_TWICE(n) DEFINE_RUN(n##_twice)
#define DEFINE_IF(n) int n(struct chore *c) { if (c->fn) return 1; return 0; }
#define DEFINE_IFS(n) DEFINE_IF(n##_set)
#define DEFINE_CALL(n, hook) void n(struct chore *c) { c->hook(c); }
`;

/** A file of its own for each: what one has must not bring another in. */
const FILES = {
  'include/chore.h': CHORE,
  'include/module.h': '#include <deep.h>\n#define MODULE_LICENSE(text) MODULE_INFO(text)\n#define late(f) LATE(f)\n',
  'include/deep.h': '#define MODULE_INFO(text)\n#define LATE(f) int f##_late(void) { return f(); }\n',
  'mm/plain.c':
    '#include <chore.h>\n#include <module.h>\nstatic void go(struct chore *c) { c->fn(c); }\nMODULE_LICENSE("GPL");\n',
  'mm/run.c': '#include <chore.h>\nDEFINE_RUN(run)\n',
  'mm/twice.c': '#include <chore.h>\nDEFINE_TWICE(run)\n',
  'mm/ifs.c': '#include <chore.h>\nvoid a(struct chore *c) { c->fn(c); }\nDEFINE_IFS(some)\n',
  'mm/call.c': '#include <chore.h>\nDEFINE_CALL(call, fn)\n',
  'mm/own.c':
    '#include <chore.h>\nvoid b(struct chore *c) { c->fn(c); }\n#define MAKE(n, h) void n(struct chore *c) { c->h##n(c); }\nMAKE(n, f)\n',
  'mm/unit.c': '#include <chore.h>\n#define MADE(n) void n(struct chore *c) { c->f##n(c); }\n#include "part.c"\n',
  'mm/part.c': 'void d(struct chore *c) { c->fn(c); }\nMADE(n)\n',
};

const snapshot = lowerer.then((each) =>
  Snapshot.of(new MemoryTree(new Map(Object.entries(FILES))), { folders: [] }, each),
);

test('uses are found in functions that macros make, by one or by several steps', async () => {
  const { calls, checks } = Resolver.of(await snapshot)
    .ops('chore')
    .uses();
  const names = (uses: typeof calls | typeof checks) =>
    uses.map(({ file, inFunction }) => `${file.path} ${inFunction}`).sort();
  assert.deepEqual(names(calls), [
    'mm/call.c call',
    'mm/ifs.c a',
    'mm/own.c b',
    'mm/own.c n',
    'mm/part.c d',
    'mm/part.c n',
    'mm/plain.c go',
    'mm/run.c run',
    'mm/twice.c run_twice',
  ]);
  assert.deepEqual(names(checks), ['mm/ifs.c some_set']);
});

test('what a file includes is not read for macros that have nothing to do with hooks', async () => {
  const read = await snapshot;
  Resolver.of(read).ops('chore').uses();
  assert.equal(read.known('mm/plain.c'), true);
  assert.equal(read.known('include/deep.h'), false);
});
