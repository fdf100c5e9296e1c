/** Headers that are templates: what they are at each of their inclusions, with the macros that are in force there. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain } from '../../../server/src/features/editor/explain.ts';
import { pastedSymbols } from '../../../server/src/features/editor/symbols.ts';
import { callsAsCompiled } from '../../../server/src/features/graph/direct-calls.ts';
import { graph } from '../../../server/src/features/graph/graph.ts';
import { dispatchSites } from '../../../server/src/features/tables/dispatch-sites.ts';
import { readBatch } from '../../../server/src/features/whole-tree/batch.ts';
import { isIncludedSource } from '../../../server/src/index/parts.ts';
import { type Files, LAMP, resolver, sites, slots } from '../../harness/whole-tree.ts';

/** Included twice by one file with a prefix, and once by another, which wants no `off`. */
const BY_PREFIX: Files = {
  'mm/lamp.h': LAMP,
  'mm/paste.h': '#define TOKEN_(a, b) a##b\n#define TOKEN(a, b) TOKEN_(a, b)\n',
  'mm/gen.h': `
#ifndef GEN_H
#define GEN_H
struct shared { int count; };
static int shared_helper(struct shared *s) { return s->count; }
#endif
#undef gen_on
#undef gen_off
#undef gen_ops
#define gen_on TOKEN(PREFIX, _on)
#define gen_off TOKEN(PREFIX, _off)
#define gen_ops TOKEN(PREFIX, _ops)
static int gen_on(struct lamp *lamp)
{
	/* gen_off is spared */
	return gen_off(lamp) + lamp->ops->on(lamp);
}
static const struct lamp_ops gen_ops = {
	.on = gen_on,
#ifdef WITH_OFF
	.off = gen_off,
#endif
};
#ifdef EMIT
int TOKEN(PREFIX, _create)(struct lamp *lamp) { lamp->ops = &gen_ops; return 0; }
#endif
`,
  'mm/a.c': `#include "lamp.h"
#include "paste.h"
static int red_off(struct lamp *lamp) { return 0; }
static int blue_off(struct lamp *lamp) { return 0; }
#define WITH_OFF
#define PREFIX red
#include "gen.h"
#undef PREFIX
#define PREFIX blue
#define EMIT
#include "gen.h"
static const struct lamp_ops other = { .on = blue_create };
`,
  'mm/b.c': `#include "lamp.h"
#include "paste.h"
static int green_off(struct lamp *lamp) { return 0; }
#define PREFIX green
#include "gen.h"
`,
};

test('a template makes a table for each inclusion, by the names that the macros make there', async () => {
  assert.deepEqual(await slots(BY_PREFIX, 'mm/gen.h'), [
    'lamp_ops red_ops: on=red_on off=red_off',
    'lamp_ops blue_ops: on=blue_on off=blue_off',
    'lamp_ops green_ops: on=green_on',
  ]);
});

test('what stands in a template is told with its place there, whatever macros make of the line', async () => {
  const { tables } = readBatch(await resolver(BY_PREFIX), ['mm/gen.h'], 'tables');
  assert.deepEqual(
    tables.map(({ file, line, column }) => `${file}:${line}:${column}`),
    ['mm/gen.h:18:30', 'mm/gen.h:18:30', 'mm/gen.h:18:30'],
  );
  const on = tables[0]?.hooks['on'];
  assert.deepEqual(on && 'function' in on && [on.function, on.slotLine, on.file, on.line], [
    'red_on',
    19,
    'mm/gen.h',
    13,
  ]);
});

test('the tables and calls of one struct know templates, too', async () => {
  const tree = await resolver(BY_PREFIX);
  const ops = tree.ops('lamp_ops');
  const made = ops.tables().filter(({ file }) => file.path === 'mm/gen.h');
  assert.deepEqual(
    made.map(({ name, file, at }) => `${name} ${file.slice({ at, end: at + 7 })}`),
    ['red_ops gen_ops', 'blue_ops gen_ops', 'green_ops gen_ops'],
  );
  assert.deepEqual(
    dispatchSites(ops).map((site) => `${site.file}:${site.line} ${site.function}: ${site.targets.join(' ')}`),
    ['red_on', 'blue_on', 'green_on'].map((name) => `mm/gen.h:16 ${name}: blue_create blue_on green_on red_on`),
  );
  assert.deepEqual(await sites(BY_PREFIX, 'mm/gen.h'), [
    'red_on: lamp_ops.on',
    'blue_on: lamp_ops.on',
    'green_on: lamp_ops.on',
  ]);
});

test('calls of a template are told for each inclusion, and a function that it makes is found from there', async () => {
  const tree = await resolver(BY_PREFIX);
  const header = tree.snapshot.file('mm/gen.h');
  assert.deepEqual(
    header && callsAsCompiled(tree, header).map(({ caller, callee, line }) => `${line} ${caller}: ${callee}`),
    ['16 red_on: red_off', '16 blue_on: blue_off', '16 green_on: green_off'],
  );
  const unit = tree.snapshot.file('mm/a.c');
  const found = unit && tree.functions.find('blue_create', unit);
  assert.deepEqual(found && [found.file.path, found.file.point(found.at).line], ['mm/gen.h', 25]);
});

test('calls of a template that one file includes once have the names that it gives', async () => {
  const tree = await resolver({
    'mm/lamp.h': LAMP,
    'mm/one.h': `#define PASTE_(a, b) a##b
#define PASTE(a, b) PASTE_(a, b)
static int PASTE(NAME, _both)(struct lamp *lamp) { return a_on(lamp) + PASTE(NAME, _off)(lamp); }
`,
    'mm/a.c': `#include "lamp.h"
static int red_off(struct lamp *lamp) { return 0; }
#define NAME red
#include "one.h"
`,
  });
  const header = tree.snapshot.file('mm/one.h');
  assert.deepEqual(header && callsAsCompiled(tree, header).map(({ caller, callee }) => `${caller}: ${callee}`), [
    'red_both: a_on',
    'red_both: red_off',
  ]);
});

test('a macro may choose between macros of the template, and a branch that is not compiled has no answer', async () => {
  const files: Files = {
    'mm/lamp.h': LAMP,
    'mm/walk.h': `
#if SIZE == 64
	#define NAME(n) wide##_##n
	#define BITS 64
#elif SIZE == OTHER_SIZE && defined(OTHER_SIZE)
	#define NAME(n) other_##n
	#define BITS (OTHER_SIZE + 1)
#else
	#error no size
#endif
static int NAME(step)(struct lamp *lamp)
{
#if SIZE != OTHER_SIZE
	return lamp->ops->on(lamp);
#elif BITS > 18
	return lamp->ops->off(lamp);
#else
	return lamp->own.off(lamp);
#endif
}
static int NAME(walk)(struct lamp *lamp, int (*fn)(struct lamp *))
{
#ifdef CONFIG_SLOW
	NAME(step)(lamp);
#endif
	return fn(lamp);
}
#undef NAME
#undef BITS
`,
    'mm/a.c': `#include "lamp.h"
#define OTHER_SIZE 18
#define SIZE OTHER_SIZE
#include "walk.h"
#undef SIZE
#define SIZE 64
#include "walk.h"
`,
  };
  assert.deepEqual(await sites(files, 'mm/walk.h'), [
    'other_step: lamp_ops.off',
    'other_walk: null.fn',
    'wide_step: lamp_ops.on',
    'wide_walk: null.fn',
  ]);
  const tree = await resolver(files);
  const header = tree.snapshot.file('mm/walk.h');
  const calls = header ? callsAsCompiled(tree, header) : [];
  assert.deepEqual(
    calls.map(({ caller, callee, condition }) => `${caller}: ${callee} ${condition}`),
    ['other_walk: other_step CONFIG_SLOW', 'wide_walk: wide_step CONFIG_SLOW'],
  );
});

test('the macros of a template may come from other headers on the way, and its name from one that is included by it', async () => {
  const files: Files = {
    'mm/lamp.h': LAMP,
    'mm/names.h': '#define PASTE_(a, b) a##b\n#define PASTE(a, b) PASTE_(a, b)\n#define NS(n) PASTE(PFX, n)\n',
    'mm/impl.h': `#ifndef IMPL_H
#define IMPL_H
#include "names.h"
static int NS(on)(struct lamp *lamp) { return 0; }
static const struct lamp_ops NS(ops) = { .on = NS(on) };
#endif
`,
    'mm/frame.h':
      '#ifdef VARIANT\n#define PFX PASTE(FMT, _v_)\n#else\n#define PFX PASTE(FMT, _)\n#endif\n#include "impl.h"\n',
    'mm/a.c': '#include "lamp.h"\n#define FMT one\n#include "frame.h"\n',
    'mm/b.c': '#include "lamp.h"\n#define FMT two\n#define VARIANT 1\n#include "frame.h"\n',
  };
  assert.deepEqual(await slots(files, 'mm/impl.h'), ['lamp_ops one_ops: on=one_on', 'lamp_ops two_v_ops: on=two_v_on']);
});

test('a header that is the same wherever it is included is told once, with all its branches', async () => {
  const files: Files = {
    'mm/lamp.h': LAMP,
    'mm/plain.h': `
#define DRV_OPS(n) static const struct lamp_ops n = { .on = a_on }
static int plain_on(struct lamp *lamp) { return DRIVER; }
#ifdef WITH_OFF
static const struct lamp_ops plain = { .on = plain_on, .off = a_off };
#else
static const struct lamp_ops plain = { .on = plain_on };
#endif
`,
    'mm/a.c': '#include "lamp.h"\n#define DRIVER 1\n#include "plain.h"\n',
    'mm/b.c': '#include "lamp.h"\n#define DRIVER 2\n#define WITH_OFF\n#include "plain.h"\n',
  };
  assert.deepEqual(await slots(files, 'mm/plain.h'), [
    'lamp_ops plain: on=plain_on off=a_off [WITH_OFF]',
    'lamp_ops plain: on=plain_on [!WITH_OFF]',
  ]);
});

test('a file of any name that is included between declarations is a part of the first that includes it', async () => {
  const table =
    'static int inc_off(struct lamp *lamp) { return lamp->ops->off(lamp); }\nstatic struct lamp_ops inc_ops = { .on = a_on, .off = inc_off };\n';
  const files: Files = {
    'mm/lamp.h': LAMP,
    'mm/ops.tbl': table,
    'mm/items.inc': '{ .on = a_on },\n',
    'mm/a.c': '#include "lamp.h"\n#include "ops.tbl"\nstatic struct lamp_ops list[] = {\n#include "items.inc"\n};\n',
    'mm/b.c': '#include "lamp.h"\n#include "ops.tbl"\nstatic struct lamp_ops b_ops = { .on = a_on };\n',
  };
  assert.deepEqual(await slots(files), ['lamp_ops list[0]: on=a_on', 'lamp_ops inc_ops: on=a_on off=inc_off']);
  assert.deepEqual(await slots(files, 'mm/b.c'), ['lamp_ops b_ops: on=a_on']);
  assert.deepEqual(await sites(files), ['inc_off: lamp_ops.off']);
  const tree = await resolver(files);
  assert.deepEqual(
    tree
      .ops('lamp_ops')
      .tables()
      .map(({ name, file, at }) => `${file.path}:${file.point(at).line} ${name}`),
    ['mm/items.inc:1 list', 'mm/ops.tbl:2 inc_ops', 'mm/b.c:3 b_ops'],
  );
});

test('a template may have any name', async () => {
  const files: Files = {
    'mm/lamp.h': LAMP,
    'mm/ops.tmpl':
      '#define PASTE_(a, b) a##b\n#define PASTE(a, b) PASTE_(a, b)\nstatic struct lamp_ops PASTE(KIND, _ops) = { .on = PASTE(KIND, _on) };\n#undef KIND\n',
    'mm/a.c': '#include "lamp.h"\n#define KIND a\n#include "ops.tmpl"\n#define KIND b\n#include "ops.tmpl"\n',
  };
  assert.deepEqual(await slots(files), ['lamp_ops a_ops: on=a_on', 'lamp_ops b_ops: on=b_on']);
});

test('a name that only pasting makes is found by a search for it', async () => {
  const tree = await resolver(BY_PREFIX);
  const settings = { ops: [], contextStructs: [] };
  const lines = (symbol: string): readonly string[] => explain(tree, settings, symbol).flatMap((each) => each.lines);
  assert.deepEqual(lines('red_on'), [
    'static int red_on(struct lamp *lamp);',
    '- fills lamp_ops.on for red (red_ops, mm/gen.h:18)',
  ]);
  assert.ok(lines('green_ops').includes('- on: green_on'), lines('green_ops').join('\n'));
  assert.deepEqual(lines('pink_on'), []);
  const info = { root: '', version: '7.3.0' };
  const to = graph(tree, [], { k: 'to', name: 'blue_off' }, 1, info);
  assert.ok(
    to?.nodes.some((each) => each.function === 'blue_on'),
    JSON.stringify(to?.nodes),
  );
  const found = pastedSymbols(tree, 'blue_ops').map(({ kind, at }) => `${kind} ${at.file}:${at.line}`);
  assert.deepEqual(found, ['table mm/gen.h:18']);
});

test('a table without a function that no macro tells apart is left out, and counted, once', async () => {
  const { 'mm/gen.h': header = '', ...others } = BY_PREFIX;
  const tree = await resolver({
    ...others,
    'mm/gen.h': `${header}static const struct lamp_ops empty_ops = { .on = 0 };\n`,
  });
  assert.equal(readBatch(tree, ['mm/gen.h'], 'tables with functions').withoutFunction, 1);
});

test('who includes another header of the same name, or another source, is not cut to find that out', async () => {
  const tree = await resolver({
    ...BY_PREFIX,
    'fs/gen.h': 'int other;\n',
    'fs/c.c': '#include "gen.h"\n#include "part.c"\n',
    'fs/part.c': 'int part;\n',
  });
  const { snapshot } = tree;
  assert.ok(readBatch(tree, ['mm/gen.h'], 'tables').tables.length > 0);
  assert.equal(isIncludedSource(snapshot, 'mm/a.c'), false);
  assert.equal(snapshot.known('fs/c.c'), false);
  assert.equal(isIncludedSource(snapshot, 'fs/part.c'), true);
  assert.equal(snapshot.known('fs/c.c'), true);
});
