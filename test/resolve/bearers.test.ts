/** Uses of a struct's hooks, whatever it is that the code names of it; and that code which names nothing of it is not typed. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { Snapshot } from '../../server/src/index/snapshot.ts';
import { Resolver } from '../../server/src/resolve/ops/ops.ts';
import { MemoryTree } from '../harness/memory-tree.ts';
import { projectRoot } from '../harness/root.ts';

const lowerer = loadLowerer(join(projectRoot, 'dist'));

const HEADER = `struct lamp_ops { int (*open)(void); int (*name)(void); };
typedef struct lamp_ops lamp_kind;
typedef struct lamp_ops *(*lamp_getter)(void);
struct lamp { const struct lamp_ops *wiring; lamp_getter finder; };
struct lantern { struct lamp_ops; int oil; };
struct torch { struct lamp *bulb; };
extern const struct lamp_ops plain_lamp;
struct lamp_ops *lamp_wiring(int id);
#define WIRING(l) ((l)->wiring)
#define WIRED(t) WIRING((t)->bulb)
#define EACH_KIND(k) for (lamp_kind *k = 0; k; k++)
#define OPEN(l) ((l)->wiring->open())
struct file { int (*open)(void); };
#include <filed.h>
`;

/** What each function does, by its name. */
const USES: Readonly<Record<string, string>> = {
  parameter: '(struct lamp_ops *o) { o->open(); }',
  typedefed: '(lamp_kind *o) { o->open(); }',
  member: '(struct lamp *l) { l->wiring->open(); }',
  far: '(struct torch *t) { t->bulb->wiring->open(); }',
  returned: '(int id) { lamp_wiring(id)->open(); }',
  getter: '(struct lamp *l) { l->finder()->open(); }',
  getting: '(lamp_getter g) { g()->open(); }',
  unnamed: '(struct lantern *l) { l->open(); }',
  global: '(void) { plain_lamp.open(); }',
  macro: '(struct torch *t) { WIRED(t)->open(); }',
  declared: '(void) { EACH_KIND(k) { k->open(); } }',
  body: '(struct torch *t) { OPEN(t->bulb); }',
};

const own = `#include <lamp.h>
#define MINE(t) ((t)->bulb->wiring)
static void mine(struct torch *t) { MINE(t)->open(); }
`;

const FILES = {
  'include/lamp.h': HEADER,
  'include/filed.h': 'struct filed { struct file *f; };\n',
  ...Object.fromEntries(
    Object.entries(USES).map(([name, code]) => [`mm/${name}.c`, `#include <lamp.h>\nvoid ${name}${code}\n`]),
  ),
  'mm/own.c': own,
  'mm/unit.c': '#include <lamp.h>\n#define HIDDEN(t) ((t)->bulb->wiring)\n#include "part.c"\n',
  'mm/part.c': 'void part(struct torch *t) { HIDDEN(t)->open(); }\n',
  'mm/other.c': '#include <lamp.h>\nvoid other(struct filed *d) { d->f->open(); }\n',
};

/** So many more files with what looks like a use that it pays to find out what the struct is known by. */
const OTHERS = Object.fromEntries(
  Array.from({ length: 2001 }, (_, i) => [`net/${i}.c`, `void n${i}(struct filed *d) { d->f->open(); }\n`] as const),
);

const read = async (folders: readonly string[]) => {
  const snapshot = Snapshot.of(
    new MemoryTree(new Map(Object.entries({ ...FILES, ...OTHERS }))),
    { folders },
    await lowerer,
  );
  const { calls } = Resolver.of(snapshot).ops('lamp_ops').uses();
  return { snapshot, names: calls.map(({ inFunction }) => inFunction).sort() };
};

test('the uses of a hook with a common name are found whatever the code names of its struct', async () => {
  // Where only some folders are read, headers of others may declare anything: all code is typed.
  const all = (await read(['mm'])).names;
  for (const name of [...Object.keys(USES), 'mine', 'part']) assert.ok(all.includes(name), name);
  assert.deepEqual((await read([])).names, all);
});

test('a file that names nothing of the struct is not gone into', async () => {
  const { snapshot } = await read([]);
  assert.equal(snapshot.known('mm/far.c'), true);
  assert.equal(snapshot.known('mm/other.c'), false);
});
