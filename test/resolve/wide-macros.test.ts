/** Macros that a great many others use are gone after only where they call or set a hook themselves. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { Snapshot } from '../../server/src/index/snapshot.ts';
import { Resolver } from '../../server/src/resolve/ops/ops.ts';
import type { Lowerer } from '../../server/src/syntax/lower.ts';
import { MemoryTree } from '../harness/memory-tree.ts';
import { projectRoot } from '../harness/root.ts';

let lowerer: Lowerer;
before(async () => {
  lowerer = await loadLowerer(join(projectRoot, 'dist'));
});

const OPS = 'struct dial_ops { int (*turn)(int); };\n';

/** More macros that use one than are gone after. */
function manyUsers(of: string): string {
  return Array.from({ length: 500 }, (_, i) => `#define USER_${i}(o) ${of}\n`).join('');
}

/** The functions that call the hook, and what the answer goes without. */
function asked(header: string, code: string) {
  const files = { 'include/linux/dial.h': OPS + header, 'mm/a.c': `#include <linux/dial.h>\n${code}` };
  const snapshot = Snapshot.of(new MemoryTree(new Map(Object.entries(files))), { folders: ['mm', 'include'] }, lowerer);
  const { calls } = Resolver.of(snapshot).ops('dial_ops').uses();
  return { callers: calls.map(({ inFunction }) => inFunction), told: snapshot.gaps.texts() };
}

test('a slot of a struct in an object that a macro makes sets no hook', () => {
  const note = '#define NOTE(o) ({ static struct note n = { .where.turn = name, .line = 1 }; !!(o); })\n';
  const { callers, told } = asked(note + manyUsers('NOTE(o)'), 'int f(struct dial_ops *o) { return o->turn(1); }\n');
  assert.deepEqual(callers, ['f']);
  assert.deepEqual(told, []);
});

test('a macro that sets a hook of a member is gone after', () => {
  const set = '#define SET(o, fn) (o)->inner.turn = (fn)\n';
  const { told } = asked(set + manyUsers('SET(o, 0)'), 'int f(struct dial_ops *o) { return o->turn(1); }\n');
  assert.equal(told.length, 1);
});

test('a parameter of the hook’s name is what the use of the macro gives', () => {
  const call = '#define CALL(o, turn) ((o)->turn(1))\n';
  const code =
    'int f(struct dial_ops *o) { return CALL(o, turn); }\nint g(struct dial_ops *o) { return CALL(o, twist); }\n';
  const { callers, told } = asked(call + manyUsers('CALL(o, twist)'), code);
  assert.deepEqual(callers, ['f']);
  assert.deepEqual(told, []);
});

test('for a function that the file defines, and for words in quotes, no header is read', () => {
  const files = {
    'include/linux/export.h': '#define EXPORT(f, text) extern int f\n',
    'mm/a.c': '#include <linux/export.h>\n#include "some.h"\nint f(void) { return 1; }\n',
    'mm/some.h': '#include "rest.h"\n',
    'mm/rest.h': '#define BODY { return 2; }\n',
  };
  const snapshot = Snapshot.of(new MemoryTree(new Map(Object.entries(files))), { folders: ['mm'] }, lowerer);
  const { macros } = Resolver.of(snapshot).expressions;
  const file = snapshot.file('mm/a.c');
  assert.ok(file);
  assert.ok(!macros.mayMakeBody('EXPORT(f, "a word")', file));
  assert.ok(!snapshot.known('mm/rest.h'));
  assert.ok(macros.mayMakeBody('EXPORT(f, BODY)', file));
});
