/** Forms that few files have, of macros and of names: each case is C, with what `--ops all` and `calls` must say of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileCalls } from '../../../server/src/features/graph/direct-calls.ts';
import { dispatchSites } from '../../../server/src/features/tables/dispatch-sites.ts';
import { Neighbours } from '../../../server/src/resolve/graph/neighbours.ts';
import { Bodies } from '../../../server/src/resolve/ops/bodies.ts';
import { type Files, LAMP, resolver, sites, slots } from '../../harness/whole-tree.ts';

/** More functions for the struct. */
const MORE = `
static int b_on(struct lamp *lamp) { return 1; }
static int b_off(struct lamp *lamp) { return 0; }
`;

/** `CALLER: CALLEE` of each direct call in `mm/a.c`. */
async function calls(files: string | Files): Promise<readonly string[]> {
  const tree = await resolver(files);
  const file = tree.snapshot.file('mm/a.c');
  return file ? fileCalls(tree, file).map(({ caller, callee }) => `${caller}: ${callee}`) : [];
}

test('an argument of a macro may be empty, and pasted it joins nothing', async () => {
  const source = `${MORE}
#define ATTR(_pre, _name, _on) struct lamp_ops _pre##_name = { .on = _on }
#define SHOW(pre, n) static int pre##show_##n(struct lamp *l) { return 0; } static ATTR(pre, n, pre##show_##n);
#define ELEMENT(attr, fn, more) attr { .on = fn more }
static ATTR(, plain, a_on);
static ATTR(dev_, named, a_on);
SHOW(, volume)
static struct lamp_ops list[] = { ELEMENT(, a_on, ), ELEMENT(, b_on, ) };
`;
  assert.deepEqual(await slots(source), [
    'lamp_ops plain: on=a_on',
    'lamp_ops dev_named: on=a_on',
    'lamp_ops volume: on=show_volume',
    'lamp_ops list[0]: on=a_on',
    'lamp_ops list[1]: on=b_on',
  ]);
});

test('a variable that a macro declares has its type where it is spelled, with and without static', async () => {
  const source = `${MORE}
#define PLACED(type, name) __attribute__((section(".placed"))) __typeof__(type) name
#define OURS(var) ({ (__typeof__(&(var)))(&(var)); })
static PLACED(struct lamp_ops, ours);
PLACED(struct lamp, theirs);
int at(struct lamp *l) { return OURS(ours)->on(l); }
int by(struct lamp *l) { return theirs.ops->off(l) + ours.on(l); }
int no(struct lamp *ours) { return ours->ops->on(ours); }
`;
  assert.deepEqual(await sites(source), ['at: lamp_ops.on', 'by: lamp_ops.off', 'by: lamp_ops.on', 'no: lamp_ops.on']);
});

test('a macro may be chosen by counting arguments and pasting', async () => {
  const source = `${MORE}
#define COUNT_(_0, _1, _2, _3, n, ...) n
#define COUNT(...) COUNT_(, ##__VA_ARGS__, 3, 2, 1, 0)
#define PASTE_(a, b) a ## b
#define PASTE(a, b) PASTE_(a, b)
#define OPS_1(a) { .on = a }
#define OPS_2(a, b) { .on = a, .off = b }
#define OPS(...) PASTE(OPS_, COUNT(__VA_ARGS__))(__VA_ARGS__)
#define DEFINE_1(n) static struct lamp_ops n##_ops = { .on = n##_on }
#define DEFINE_2(n, f) static struct lamp_ops n##_ops = { .on = n##_on, .off = f }
#define DEFINE(...) PASTE(DEFINE_, COUNT(__VA_ARGS__))(__VA_ARGS__)
static const struct lamp_ops list[] = { OPS(a_on), OPS(b_on, b_off) };
static const struct lamp_ops one = OPS(a_on, b_off);
DEFINE(a);
DEFINE(b, a_off);
`;
  assert.deepEqual(await slots(source), [
    'lamp_ops list[0]: on=a_on',
    'lamp_ops list[1]: on=b_on off=b_off',
    'lamp_ops one: on=a_on off=b_off',
    'lamp_ops a_ops: on=a_on',
    'lamp_ops b_ops: on=b_on off=a_off',
  ]);
});

test('a macro brings the comma behind its slots, or stands for none', async () => {
  const source = `${MORE}
#ifdef CONFIG_ON
#define IF_ON .on = b_on,
#else
#define IF_ON
#endif
#define NOTHING
#define WITH(fn) .on = fn,
#define WHOLE(fn, last) { WITH(fn) .off = last }
static const struct lamp_ops x = { IF_ON .off = a_off };
static const struct lamp_ops list[] = { WHOLE(a_on, b_off), { NOTHING .off = a_off } };
`;
  assert.deepEqual(await slots(source), [
    'lamp_ops x: on=b_on off=a_off',
    'lamp_ops list[0]: on=a_on off=b_off',
    'lamp_ops list[1]: off=a_off',
  ]);
});

test('of what is set twice the last counts, NULL too', async () => {
  const source = `${MORE}
#define BOTH .on = a_on, .off = a_off
static const struct lamp_ops x = { BOTH, .on = b_on };
static const struct lamp_ops y = { BOTH, .on = NULL, .off = nullptr, .off = b_off };
static struct lamp z = { .own.on = a_on, .own = { .off = b_off } };
`;
  assert.deepEqual(await slots(source), [
    'lamp_ops x: on=b_on off=a_off',
    'lamp_ops y: off=b_off',
    'lamp_ops z.own: off=b_off',
  ]);
});

test('a macro of a loop may declare the variable', async () => {
  const source = `
#define for_each_lamp(l, head) for (struct lamp *l = (head); l; l = next_of(l))
#define for_each_free(l, head) for (struct lamp *l __free(lamp_put) = (head); l; l = next_of(l))
#define for_each_typed(t, l, head) for (t *l = (head); l; l = next_of(l))
#define for_each_auto(l, head) for (__auto_type l = (head); l; l = next_of(l))
#define for_each_like(l, head) for (typeof(*(head)) *l = (head), *_next = NULL; l; l = next_of(l))
#define with_lamp(l, init) for (struct lamp *l = init, *once = (void *)1; once; once = NULL) if (l)
void one(struct lamp *h) { for_each_lamp(l, h) l->ops->on(l); }
void two(struct lamp *h) { for_each_free(l, h) { l->ops->on(l); } }
void three(struct lamp *h) { for_each_typed(struct lamp, l, h) { l->ops->on(l); } }
void four(struct lamp *h) { for_each_auto(l, h) { l->ops->off(l); } }
void five(struct lamp *h) { for_each_like(l, h) l->ops->off(l); }
void six(struct lamp *h) { with_lamp(l, h) l->own.off(l); }
`;
  assert.deepEqual(await sites(source), [
    'one: lamp_ops.on',
    'two: lamp_ops.on',
    'three: lamp_ops.on',
    'four: lamp_ops.off',
    'five: lamp_ops.off',
    'six: lamp_ops.off',
  ]);
});

test('a typedef may give several names', async () => {
  const source = `
typedef struct lamp lamp_t, *lamp_p;
typedef int (*on_t)(struct lamp *), (*off_t)(struct lamp *);
struct pair { on_t up; off_t down; };
int one(lamp_t *l) { return l->ops->on(l); }
int two(lamp_p l) { return l->ops->off(l); }
int three(struct pair *p) { return p->up(0) + p->down(0); }
static struct pair pair = { a_on, a_off };
`;
  assert.deepEqual(await sites(source), [
    'one: lamp_ops.on',
    'two: lamp_ops.off',
    'three: pair.up',
    'three: pair.down',
  ]);
  assert.deepEqual(await slots(source), ['pair pair: up=a_on down=a_off']);
});

test('macros may declare members, in their places', async () => {
  const source = `
#define HOOK(ret, n, ...) ret (*n)(__VA_ARGS__)
#define COMMON int (*halt)(struct lamp *l); int (*park)(void);
struct van_ops { int id; HOOK(int, go, struct lamp *l); COMMON };
static const struct van_ops van = { 1, a_on, .halt = a_off };
int use(struct van_ops *van) { return van->go(0) + van->park(); }
`;
  assert.deepEqual(await slots(source), ['van_ops van: go=a_on halt=a_off']);
  assert.deepEqual(await sites(source), ['use: van_ops.go', 'use: van_ops.park']);
});

test('a member may have another name by a macro', async () => {
  const source = `${MORE}
#define begin on
static const struct lamp_ops x = { .begin = b_on };
int use(struct lamp *l) { return l->ops->begin(l); }
`;
  assert.deepEqual(await slots(source), ['lamp_ops x: on=b_on']);
  assert.deepEqual(await sites(source), ['use: lamp_ops.on']);
});

test('names that a macro calls, and names that macros give functions, are called', async () => {
  const source = `${MORE}
#define INVOKE(fn, arg) fn(arg)
#define INVOKE_ALL(fn, ...) ({ int r = (fn)(__VA_ARGS__); r; })
#define APPLY(f) INVOKE(f, 0)
#define start b_on
int user(struct lamp *l) { INVOKE(a_on, l); INVOKE_ALL(a_off, l); APPLY(b_off); return start(l); }
`;
  assert.deepEqual(await calls(source), ['user: a_on', 'user: a_off', 'user: b_off', 'user: b_on']);
  const tree = await resolver(source);
  const file = tree.snapshot.file('mm/a.c');
  const [body] = file ? new Bodies(tree).own('a_on', file) : [];
  const callers = body ? Neighbours.of(tree, ['lamp_ops']).incoming(body) : [];
  assert.deepEqual([...new Set(callers.map(({ from }) => from.name))], ['user']);
});

test('a function in one branch of an #if is called where the other has a macro of its name', async () => {
  const source = `${MORE}
#ifdef CONFIG_KASAN
static int first(struct lamp *l) { return 1; }
#else
#define first(l) 0
#endif
#ifdef CONFIG_OFF
#define second(l) do { } while (0)
#else
static int second(struct lamp *l) { return 1; }
#endif
#define third(l) b_on(l)
int user(struct lamp *l) { third(l); return first(l) + second(l); }
`;
  assert.deepEqual(await calls(source), ['user: first', 'user: second']);
  const tree = await resolver(source);
  const file = tree.snapshot.file('mm/a.c');
  const conditions = file ? fileCalls(tree, file).map(({ condition }) => condition) : [];
  assert.deepEqual(conditions, ['CONFIG_KASAN', '!CONFIG_OFF']);
});

test('a function whose head a macro makes is where the macro is used', async () => {
  const source = `
#define HEAD(n) static int n##_head(struct lamp *l)
HEAD(round)
{
	return 0;
}
static const struct lamp_ops x = { .on = round_head };
int user(struct lamp *l) { return round_head(l); }
`;
  assert.deepEqual(await calls(source), ['user: round_head']);
});

test('the hooks of structs without a name belong to the struct around them, in questions about it too', async () => {
  const source = `
struct panel_func {
	int (*init)(struct lamp *l);
	struct { int (*get)(struct lamp *l); struct { int (*deep)(struct lamp *l); } in; } light;
};
static const struct panel_func func = { .init = a_on, .light = { .get = a_off, .in.deep = a_on } };
int use(const struct panel_func *f) { return f->init(0) + f->light.get(0) + f->light.in.deep(0); }
`;
  const ops = (await resolver(source)).ops('panel_func');
  const said = dispatchSites(ops).map(({ struct, field, targets }) => `${struct}.${field}: ${targets.join(' ')}`);
  assert.deepEqual(said, ['panel_func.init: a_on', 'panel_func.get: a_off', 'panel_func.deep: a_on']);
  assert.deepEqual(
    ops.tables().map(({ path }) => path),
    ['', '.light', '.light.in'],
  );
});

test('a struct that has no name at all is told by what has it', async () => {
  const source = `
static struct { int (*go)(struct lamp *l); } lone = { a_on };
int use(void) { struct { int (*fn)(struct lamp *l); } own = { a_off }; return lone.go(0) + own.fn(0); }
`;
  assert.deepEqual(await slots(source), ['(of lone) lone: go=a_on', '(in use) own: fn=a_off']);
  assert.deepEqual(await sites(source), ['use: (of lone).go', 'use: (in use).fn']);
});

test('what there is from an address, a cast or an if in a macro is called', async () => {
  const source = `
struct port { int (*sm)(struct lamp *l); };
struct vport { struct port port; struct port *list; };
#define IF_LAMP(l) if (l)
#define AS_LAMP(p) (struct lamp *)(p)
#define CALL_IF(l, op) if ((l)->own.op) (void)(l)->own.op(l)
int one(struct vport *v) { return (&v->port)->sm(0) + (*v->list).sm(0) + (v->list + 1)->sm(0); }
void two(struct lamp *l, void *p) { IF_LAMP(l) l->ops->on(l); (AS_LAMP(p))->ops->off(p); CALL_IF(l, on); }
`;
  assert.deepEqual(await sites(source), [
    'one: port.sm',
    'one: port.sm',
    'one: port.sm',
    'two: lamp_ops.on',
    'two: lamp_ops.off',
    'two: lamp_ops.on',
  ]);
});

test('of a struct that one branch of an #if leaves a dummy of, the other one is meant', async () => {
  const source = `
#ifndef CONFIG_FAN
struct fan_ops { };
#else
struct fan_ops { int (*go)(struct lamp *l); int (*halt)(struct lamp *l); };
#endif
struct fan { struct fan_ops *ops; };
static int use(struct fan *fan) { return fan->ops->go(0); }
static const struct fan_ops ops = { .go = a_on, .halt = a_off };
`;
  assert.deepEqual(await slots(source), ['fan_ops ops: go=a_on halt=a_off']);
  assert.deepEqual(await sites(source), ['use: fan_ops.go']);
});

test('the struct that a dummy stands for may be in a header that is included in front of it', async () => {
  const files = {
    'include/linux/fan.h': `
#include <linux/fan_real.h>
#ifndef CONFIG_FAN
struct fan_slot { int dummy; };
#endif
struct fan { struct fan_slot slot; };
`,
    'include/linux/fan_real.h': 'struct fan_slot { int size; void (*spin)(struct fan *fan); int length; };\n',
    'mm/a.c': `
#include <linux/fan.h>
static void fast(struct fan *fan) { }
static void start(struct fan *fan) { fan->slot.spin = fast; }
static void use(struct fan *fan) { if (fan->slot.spin) fan->slot.spin(fan); }
`,
  };
  assert.deepEqual(await sites(files), ['use: fan_slot.spin']);
});

test('a call stands in a test whose parentheses a macro brings', async () => {
  const source = `
#define FAILED(x) (x)
static int probe(int a) { return a; }
static int run(int a)
{
	if FAILED(probe(a))
		return a_on(0);
	else if FAILED(a_off(0)) {
		return 1;
	}
	return 0;
}
`;
  assert.deepEqual(await calls(source), ['run: probe', 'run: a_on', 'run: a_off']);
});

test('a name that is pasted is no macro that stands in for a variable', async () => {
  const source = `
#ifdef CONFIG_MASK
static int mask;
static int mask_on(struct lamp *l) { return mask; }
#else
#define mask 0U
#endif
#define WIDTH wide
static int wide_on(struct lamp *l) { return 1; }
#define ENTRY(name, mode) { .on = name##_on }
#define ENTRY_RW(name) ENTRY(name, 0644)
#ifdef CONFIG_MASK
static struct lamp_ops first = ENTRY_RW(mask);
#endif
static struct lamp_ops second = ENTRY_RW(WIDTH);
`;
  assert.deepEqual(await slots(source), ['lamp_ops first: on=mask_on [CONFIG_MASK]', 'lamp_ops second: on=wide_on']);
});

test('uses of macros in an included list may bring their own commas', async () => {
  const files = {
    'mm/a.c': `${LAMP}
#define ENTRY(fn) { .on = fn },
static struct lamp_ops list[] = {
#include "entries.h"
	{ .off = a_off },
};
`,
    'mm/entries.h': 'ENTRY(a_on)\nENTRY(a_off)\n',
  };
  assert.deepEqual(await slots(files), [
    'lamp_ops list[0]: on=a_on',
    'lamp_ops list[1]: on=a_off',
    'lamp_ops list[2]: off=a_off',
  ]);
});

test('what has the name of a property of JavaScript is a function like any other', async () => {
  const source = `static int use(struct lamp *lamp, int (*constructor)(struct lamp *lamp), int (*toString)(struct lamp *lamp))
{
	if (constructor(lamp) == valueOf(lamp))
		return toString(lamp);
	hasOwnProperty(lamp, lamp->ops->off(lamp));
	return lamp->ops->on(lamp);
}
`;
  const found = (await sites(source)).filter((site) => site.includes('lamp_ops'));
  assert.deepEqual(found, ['use: lamp_ops.off', 'use: lamp_ops.on']);
});
