/** Where the tables of a struct are looked for: by its names, and by its hooks' designators where very many structs hold one. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { Snapshot } from '../../server/src/index/snapshot.ts';
import { Resolver } from '../../server/src/resolve/ops/ops.ts';
import { MemoryTree } from '../harness/memory-tree.ts';
import { projectRoot } from '../harness/root.ts';

const lowerer = loadLowerer(join(projectRoot, 'dist'));

const HEADER = `struct chore {
	int weight;
	void (*fn)(struct chore *chore);
};
struct late_chore { struct chore chore; int delay; };
#define CHORE_INIT(f) { .weight = 1, .fn = (f) }
#define LATE_CHORE_INIT(f) { .chore = CHORE_INIT(f), .delay = 2 }
#define DEFINE_CHORE(n, f) struct chore n = CHORE_INIT(f)
#define DEFINE_LATE_CHORE(n, f) struct late_chore n = LATE_CHORE_INIT(f)
void run(struct chore *chore);
`;

/** Each way by which a table comes about, and others that are none: a pointer, and a struct that is called like a variable. */
const USER = `#include <linux/chore.h>
static void a(struct chore *chore) {}
static DEFINE_CHORE(own, a);
static DEFINE_LATE_CHORE(late, a);
struct yard { struct late_chore late; };
struct town { struct yard yard; struct chore *next; };
static struct town town = { .yard.late.chore.fn = a };
static struct yard yards[] = { { .late = LATE_CHORE_INIT(a) }, { .late = { .chore = { .fn = a } } } };
static struct chore plain = { 3, a };
void start(struct town *town)
{
	struct chore *chore = town->next;
	struct chore again = { .fn = a };
	struct chore copy = (struct chore){ .fn = a };
	DEFINE_CHORE(inner, a);

	run(&again);
	run(&inner);
	run(chore ? chore : &copy);
}
`;

/** So many structs that hold one. */
const holders = (many: number): string =>
  `#include <linux/chore.h>\n${Array.from({ length: many }, (_, i) => `struct holder_${i} { struct chore chore; };\n`).join('')}`;

async function tablesWith(many: number) {
  const files = { 'include/linux/chore.h': HEADER, 'mm/holders.h': holders(many), 'mm/user.c': USER };
  const snapshot = Snapshot.of(new MemoryTree(new Map(Object.entries(files))), { folders: [] }, await lowerer);
  const tables = Resolver.of(snapshot).ops('chore').tables();
  return { names: tables.map(({ name, path }) => name + path).sort(), told: snapshot.gaps.texts() };
}

const ALL = [
  '', // The literal that `copy` is set to.
  'again',
  'copy',
  'inner',
  'late.chore',
  'own',
  'plain',
  'town.yard.late.chore',
  'yards[0].late.chore',
  'yards[1].late.chore',
];

describe('tables of a struct that others hold', () => {
  test('are found by the names of those that hold it', async () => {
    assert.deepEqual(await tablesWith(3), { names: ALL, told: [] });
  });

  test('are found by the hooks that they name where very many hold it, and that is told', async () => {
    const told = [
      'the search for tables of chore in objects of the structs that hold one is cut at those that name a hook',
    ];
    assert.deepEqual(await tablesWith(400), { names: ALL, told });
  });
});
