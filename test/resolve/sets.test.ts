/** A hook that is set to another struct's hook: who sets that one counts, and who only calls it need not be read. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { Snapshot } from '../../server/src/index/snapshot.ts';
import { Resolver } from '../../server/src/resolve/ops/ops.ts';
import { MemoryTree } from '../harness/memory-tree.ts';
import { projectRoot } from '../harness/root.ts';

const lowerer = loadLowerer(join(projectRoot, 'dist'));

const HEADER = `struct chore { void (*fn)(void); };
struct plan { void (*step)(void); };
struct project { struct plan *first; };
#define SET_STEP(p, f) ((p)->step = (f))
#define PLAN(p, f) SET_STEP(p, f)
`;

const FILES = {
  'include/work.h': HEADER,
  'mm/copy.c': '#include <work.h>\nvoid copy(struct chore *c, struct plan *p) { c->fn = p->step; }\n',
  'mm/plain.c': '#include <work.h>\nvoid a(void) {}\nvoid plain(struct plan *p) { p->step = a; }\n',
  'mm/once.c': '#include <work.h>\nvoid b(void) {}\nvoid once(struct plan *p) { WRITE_ONCE(p->step, b); }\n',
  'mm/macro.c': '#include <work.h>\nvoid c(void) {}\nvoid macro(struct plan *p) { PLAN(p, c); }\n',
  'mm/table.c': '#include <work.h>\nvoid d(void) {}\nstruct plan table = { .step = d };\n',
  'mm/call.c': '#include <work.h>\nvoid call(struct project *p) { p->first->step(); }\n',
};

const tree = lowerer.then((each) => Snapshot.of(new MemoryTree(new Map(Object.entries(FILES))), { folders: [] }, each));

test('a hook gets what another one is set to, in all ways', async () => {
  const found = Resolver.of(await tree)
    .ops('chore')
    .implementations('fn');
  assert.deepEqual(found.map((each) => each.function).sort(), ['a', 'b', 'c', 'd']);
});

test('who only calls the other one is not cut', async () => {
  const snapshot = await tree;
  Resolver.of(snapshot).ops('chore').implementations('fn');
  assert.equal(snapshot.known('mm/plain.c'), true);
  assert.equal(snapshot.known('mm/call.c'), false);
});

test('what sets a hook is the same, whether its calls are known or not', async () => {
  const fresh = Snapshot.of(new MemoryTree(new Map(Object.entries(FILES))), { folders: [] }, await lowerer);
  const places = (ops: ReturnType<Resolver['ops']>) => ops.setsOf('step').map(({ at, file }) => `${file.path} ${at}`);
  const alone = places(Resolver.of(fresh).ops('plan'));
  Resolver.of(fresh).ops('plan').uses();
  assert.equal(alone.length, 3);
  assert.deepEqual(places(Resolver.of(fresh).ops('plan')), alone);
});
