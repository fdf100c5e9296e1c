/**
 * Forms of tables and calls that drivers, networking and the core use and memory management does not: each case is C, with what
 * `--ops all` must say of it.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readBatch } from '../../../server/src/features/whole-tree/batch.ts';
import { joinTargets } from '../../../server/src/features/whole-tree/join-targets.ts';
import { isHeld, LAMP, resolver, sites, slots } from '../../harness/whole-tree.ts';

test('a macro in front of a value declares the table', async () => {
  const source = `
#define DEFINE_LAMP_CLASS(name) const struct lamp_ops name##_lamp_class __attribute__((aligned(8)))
#define EXPORT_LAMP(name) const struct lamp_ops name; EXPORT(name); const struct lamp_ops name
#define EXPORT_LAMP_TO(name, room) EXPORT_LAMP(name)
DEFINE_LAMP_CLASS(desk) = { .on = a_on };
EXPORT_LAMP(floor_lamp) = { .off = a_off };
EXPORT_LAMP_TO(wall_lamp, HALL) = { .on = a_on };
`;
  assert.deepEqual(await slots(source), [
    'lamp_ops desk_lamp_class: on=a_on',
    'lamp_ops floor_lamp: off=a_off',
    'lamp_ops wall_lamp: on=a_on',
  ]);
});

test('a macro that is given a type and a name declares the name, whatever else it declares', async () => {
  const source = `
#define DEFINE_PER_LAMP(type, name) extern char scope_##name; __typeof__(type) name
static DEFINE_PER_LAMP(struct lamp_ops, each_lamp) = { .on = a_on };
`;
  assert.deepEqual(await slots(source), ['lamp_ops each_lamp: on=a_on']);
});

test('macros side by side in an initialiser bring their own commas', async () => {
  const source = `
#define ON_OPS(fn) .on = fn,
#define OFF_OPS(fn) .off = fn,
#define USUAL_OFF .off = a_off,
#define DEFINE_LAMP_OPS(name, x, y) const struct lamp_ops name = { ON_OPS(x) OFF_OPS(y) }
static const struct lamp_ops written = {
	ON_OPS(a_on)
	OFF_OPS(a_off)
};
static const struct lamp_ops usual = {
	ON_OPS(a_on)
	USUAL_OFF
};
static DEFINE_LAMP_OPS(made, a_on, a_off);
`;
  const both = 'on=a_on off=a_off';
  assert.deepEqual(await slots(source), [
    `lamp_ops written: ${both}`,
    `lamp_ops usual: ${both}`,
    `lamp_ops made: ${both}`,
  ]);
});

test('macros whatever their case make tables in functions: literals, and objects of their own', async () => {
  const header = `${LAMP}
#define LAMP_INIT_FLAGS(fn, x) (struct lamp_ops){ .on = (fn) }
#define LAMP_INIT(fn) LAMP_INIT_FLAGS(fn, 0)
#define init_lamp(lamp, fn) do { (lamp)->own = LAMP_INIT(fn); } while (0)
#define lamp_notifier(fn) { static struct lamp_ops fn##_lamp = { .off = fn }; enlist(&fn##_lamp); }
#define LAMP_VALUE(fn) { .on = fn }
#define wait_for_lamp(fn) do { struct lamp_ops waiting = LAMP_VALUE(fn); enlist(&waiting); } while (0)
#define wait_for_it(fn) wait_for_lamp(fn)
void enlist(struct lamp_ops *ops);
`;
  const source = `#include <linux/lamp.h>
void f(struct lamp *lamp)
{
	struct lamp_ops once = LAMP_INIT(a_on);
	lamp->own = LAMP_INIT(a_on);
	init_lamp(lamp, a_on);
	lamp_notifier(a_off);
	wait_for_it(a_on);
}
void g(void)
{
	struct lamp_ops value = LAMP_VALUE(a_on);
}
`;
  assert.deepEqual((await slots({ 'include/linux/lamp.h': header, 'mm/a.c': source })).toSorted(), [
    'lamp_ops a_off_lamp: off=a_off',
    'lamp_ops once: on=a_on',
    'lamp_ops value: on=a_on',
    'lamp_ops waiting: on=a_on',
    'lamp_ops: on=a_on',
    'lamp_ops: on=a_on',
  ]);
});

test('literals that a macro writes into the value of another object', async () => {
  const source = `
#define LAMP_TYPE(fn) (&((const struct lamp_ops) { .on = fn }))
#define LAMP_KIND(name) struct lamp name = { .ops = &((const struct lamp_ops) { .off = name##_off }) }
static struct lamp written = { .ops = LAMP_TYPE(a_on) };
LAMP_KIND(a);
`;
  assert.deepEqual(await slots(source), ['lamp_ops: on=a_on', 'lamp_ops: off=a_off']);
});

test('elements that a macro writes as literals, in parentheses or not', async () => {
  const source = `
#define LAMP_LEVEL(fn) ((struct lamp_ops) { .on = fn })
static struct lamp_ops levels[] = { LAMP_LEVEL(a_on), };
`;
  assert.deepEqual(await slots(source), ['lamp_ops levels[0]: on=a_on']);
});

test('headers that #if chooses from, and definitions in one header, each say what a macro makes, and when', async () => {
  const tree = {
    'include/linux/lamp.h': `${LAMP}
#ifdef CONFIG_SMALL_LAMP
#include <linux/small_lamp.h>
#elif defined(CONFIG_BIG_LAMP)
#include <linux/big_lamp.h>
#endif
#ifdef CONFIG_DIMMER
#define DEFINE_DIMMER(name) struct lamp_ops name = { .off = a_off }
#else
#define DEFINE_DIMMER(name) struct lamp_ops name = { .on = a_on }
#endif
#if defined(MODULE)
#define LAMP_VERSION(v)
#else
#define LAMP_VERSION(v) static struct lamp_ops version_lamp = { .on = a_on }
#endif
`,
    'include/linux/small_lamp.h': `struct lamp_set { struct lamp_ops small; };
#define __SET_INIT(name) { .small = { .on = a_on } }
#define DEFINE_LAMP_SET(name) struct lamp_set name = __SET_INIT(name)
`,
    'include/linux/big_lamp.h': `struct lamp_set { int count; struct lamp_ops big; };
#define __SET_INIT(name) { .big = { .off = a_off } }
#define DEFINE_LAMP_SET(name) struct lamp_set name = __SET_INIT(name)
`,
    'mm/a.c': '#include <linux/lamp.h>\nDEFINE_LAMP_SET(all);\nDEFINE_DIMMER(dim);\nLAMP_VERSION("1");\n',
  };
  assert.deepEqual(await slots(tree), [
    'lamp_ops all.small: on=a_on [CONFIG_SMALL_LAMP]',
    'lamp_ops all.big: off=a_off [!CONFIG_SMALL_LAMP && CONFIG_BIG_LAMP]',
    'lamp_ops dim: off=a_off [CONFIG_DIMMER]',
    'lamp_ops dim: on=a_on [!CONFIG_DIMMER]',
    'lamp_ops version_lamp: on=a_on [!MODULE]',
  ]);
});

test('of two definitions in a header, the one that the file has set up before it includes it', async () => {
  const header = `
#ifdef LAMP_KEYED
#define LAMP_CASES { .on = a_on }, { .off = a_off }
#else
#define LAMP_CASES { .on = a_on }
#endif
`;
  const user = `${LAMP}#include "cases.h"\nstatic struct lamp_ops cases[] = { LAMP_CASES };\n`;
  assert.deepEqual(await slots({ 'mm/cases.h': header, 'mm/a.c': user }), ['lamp_ops cases[0]: on=a_on']);
  assert.deepEqual(await slots({ 'mm/cases.h': header, 'mm/a.c': `#define LAMP_KEYED\n${user}` }), [
    'lamp_ops cases[0]: on=a_on',
    'lamp_ops cases[1]: off=a_off',
  ]);
});

test('a list that is included between the braces of a union makes its members', async () => {
  const tree = {
    'include/linux/lamp.h': `struct lamp;
union lamp_list {
	#define LAMP_HOOK(RET, NAME, ...) RET (*NAME)(__VA_ARGS__);
	#include "lamp_hooks.h"
	#undef LAMP_HOOK
	void *any;
};
struct hook_list { union lamp_list hook; int id; };
#define HOOK_INIT(NAME, FN) { .id = 1, .hook = { .NAME = FN } }
`,
    'include/linux/lamp_hooks.h': 'LAMP_HOOK(int, glow, struct lamp *lamp)\nLAMP_HOOK(void, fade, int by)\n',
    'mm/a.c': `#include <linux/lamp.h>
static int a_glow(struct lamp *lamp) { return 0; }
static void a_fade(int by) { }
static struct hook_list hooks[] = { HOOK_INIT(glow, a_glow), HOOK_INIT(fade, a_fade) };
int run(struct hook_list *list) { return list->hook.glow(0); }
`,
  };
  assert.deepEqual(await slots(tree), ['lamp_list hooks[0].hook: glow=a_glow', 'lamp_list hooks[1].hook: fade=a_fade']);
  assert.deepEqual(await sites(tree), ['run: lamp_list.glow']);
});

test('names of objects that macros make, and storage that they bring', async () => {
  const source = `
#define PASTE_(a, b) a##b
#define PASTE(a, b) PASTE_(a, b)
#define UNIQUE(prefix) PASTE(unique_, prefix)
#define DECLARE_LAMP(name, fn) static const struct lamp_ops UNIQUE(lamp_##name) __attribute__((used)) = { .on = fn }
#define LAMP_RO(name) struct lamp_ops lamp_##name = { .off = a_off }
DECLARE_LAMP(hall, a_on);
static __ro_after_init LAMP_RO(porch);
`;
  assert.deepEqual(await slots(source), ['lamp_ops unique_lamp_hall: on=a_on', 'lamp_ops lamp_porch: off=a_off']);
});

test('a header that is a part of one file sees what that file includes', async () => {
  const tree = {
    'include/linux/setup.h': `${LAMP}#define LAMP_SETUP(fn) static struct lamp_ops setup_##fn = { .on = fn }\n`,
    'mm/main.c': '#include <linux/setup.h>\n#include "part.h"\n',
    'mm/part.h': 'static int part_on(struct lamp *lamp)\n{\n\treturn lamp->ops->on(lamp);\n}\nLAMP_SETUP(part_on);\n',
  };
  assert.deepEqual(await slots(tree, 'mm/part.h'), ['lamp_ops setup_part_on: on=part_on']);
  assert.deepEqual(await sites(tree, 'mm/part.h'), ['part_on: lamp_ops.on']);
});

test('structs that are defined where an object is: with a name, and without one in a function', async () => {
  const source = `
static const struct lamp_link {
	int (*doit)(int n);
} links[2] = { [0] = { .doit = plain } };
static int plain(int n) { return n; }
int f(int n)
{
	static const struct { int id; int (*run)(int n); } table[] = { { 1, plain } };
	const struct lamp_link *link = &links[n];
	return link->doit(n);
}
`;
  assert.deepEqual(await slots(source), ['lamp_link links[0]: doit=plain', '(in f) table[0]: run=plain']);
  assert.deepEqual(await sites(source), ['f: lamp_link.doit']);
});

test('functions that are declared by a typedef of their type are no variables', async () => {
  const source = `
typedef int lamp_fn(struct lamp *lamp);
lamp_fn lamp_first, lamp_second;
static struct lamp_ops declared = { .on = lamp_first, .off = lamp_second };
`;
  assert.deepEqual(await slots(source), ['lamp_ops declared: on=lamp_first off=lamp_second']);
});

test('ways to the member that is called', async () => {
  const source = `
#define READ_ONCE(x) (*(const volatile __typeof__(x) *)&(x))
#define lamp_own own
#define old_lamp lamp
#define lamp_step(lamp, step) ({ (lamp)->ops->o##step(lamp); })
#define for_each_lamp(lamp) for (; lamp; lamp = next(lamp))
typedef int switch_fn(struct lamp *lamp, void (*done)(struct lamp *lamp));
struct wall { switch_fn *flip; int __print_like (*print)(const char *text); struct lamp_ops list[2]; };
void call(struct lamp *lamp, struct old_lamp *old, struct wall *wall)
{
#define CALL_OFF() ({ lamp->ops->off(lamp); })
#define call_off() (!CALL_OFF())
	READ_ONCE(lamp->ops->on)(lamp);
	lamp->lamp_own.off(lamp);
	old->ops->on(old);
	lamp_step(lamp, n);
	for_each_lamp(lamp)
		(void) lamp->ops->off(lamp);
	wall->flip(lamp, 0);
	wall->print("x");
	(*(wall->list[1].on))(lamp);
	if (call_off())
		return;
}
`;
  assert.deepEqual((await sites(source)).toSorted(), [
    'call: lamp_ops.off',
    'call: lamp_ops.off',
    'call: lamp_ops.off',
    'call: lamp_ops.on',
    'call: lamp_ops.on',
    'call: lamp_ops.on',
    'call: lamp_ops.on',
    'call: wall.flip',
    'call: wall.print',
  ]);
});

test('members of a struct that is named among the members of another one', async () => {
  const source = `
#define LAMP_COMMON { int size; struct lamp_ops base; }
struct lamp_common LAMP_COMMON;
struct lamp_alg { int (*init)(int n); struct LAMP_COMMON; };
static int alg_init(int n) { return n; }
static struct lamp_alg alg = { .init = alg_init, .base.on = a_on };
`;
  assert.deepEqual(await slots(source), ['lamp_alg alg: init=alg_init', 'lamp_ops alg.base: on=a_on']);
});

test('structs without a name of their own are called by the one around them', async () => {
  const panel = `
struct panel { int id; };
struct panel_func {
	struct { int (*get)(struct panel *panel); } light;
	struct { struct { int (*train)(struct panel *panel); } in; } link;
};
static int a_get(struct panel *panel) { return 1; }
static int a_train(struct panel *panel) { return 2; }
static const struct panel_func a_func = { .light = { .get = a_get }, .link.in.train = a_train };
int use(const struct panel_func *func, struct panel *panel)
{
	return func->light.get(panel) + func->link.in.train(panel);
}
`;
  assert.deepEqual(await slots(panel), [
    'panel_func a_func.light: get=a_get',
    'panel_func a_func.link.in: train=a_train',
  ]);
  assert.deepEqual(await sites(panel), ['use: panel_func.get', 'use: panel_func.train']);
});

test('a macro without parameters may name the type', async () => {
  const typed = `
#define lamp_table const struct lamp_ops
#define lamp_t lamp_table
static lamp_table x_ops = { .on = a_on };
static lamp_t y_ops = { .off = a_off, .on = nullptr };
`;
  assert.deepEqual(await slots(typed), ['lamp_ops x_ops: on=a_on', 'lamp_ops y_ops: off=a_off']);
});

test('a name that macros define as each other is no type', async () => {
  const circle = `
#define one_t two_t
#define two_t one_t
static one_t x_ops = { .on = a_on };
static struct lamp_ops y_ops = { .on = a_on };
`;
  assert.deepEqual(await slots(circle), ['lamp_ops y_ops: on=a_on']);
});

test('elements may stand in a file that the initialiser includes, each time for the macros defined there', async () => {
  const files = {
    'mm/a.c': `${LAMP}
struct pair { int id; };
#define ENTRY(id, fn) { id }
static struct pair ids[] = {
#include "entries.h"
};
#undef ENTRY
#define ENTRY(id, fn) { .on = fn }
static struct lamp_ops list[] = {
	{ .off = a_off },
#include "entries.h"
	{ .off = a_off },
};
#undef ENTRY
static struct lamp_ops rows[] = {
#include "rows.tbl"
};
`,
    'mm/entries.h': '/* no guard */\nENTRY(1, a_on),\n#ifdef CONFIG_B\nENTRY(2, b_on),\n#endif\n',
    'mm/rows.tbl': '{ a_on, a_off },\n{ .off = a_off },\n',
  };
  assert.deepEqual(await slots(files), [
    'lamp_ops list[0]: off=a_off',
    'lamp_ops list[1]: on=a_on',
    'lamp_ops list[2]: on=b_on [CONFIG_B]',
    'lamp_ops list[3]: off=a_off',
    'lamp_ops rows[0]: on=a_on off=a_off',
    'lamp_ops rows[1]: off=a_off',
  ]);
  const { tables } = readBatch(await resolver(files), ['mm/a.c'], 'tables');
  const held = tables.flatMap(({ file, line, hooks: { on } }) =>
    on && isHeld(on) ? [`${file}:${line} ${on.file}:${on.line}`] : [],
  );
  assert.deepEqual(held, ['mm/entries.h:2 mm/a.c:11', 'mm/entries.h:4 :0', 'mm/rows.tbl:1 mm/a.c:11']);
});

test('a file that includes itself in an initialiser ends', async () => {
  const files = {
    'mm/a.c': `${LAMP}static struct lamp_ops list[] = {\n#include "a.c"\n#include "b.h"\n\t{ .on = a_on },\n};\n`,
    'mm/b.h': '#include "b.h"\n{ .off = a_off },\n',
  };
  assert.deepEqual(await slots(files), ['lamp_ops list[0]: off=a_off', 'lamp_ops list[1]: on=a_on']);
});

const ARRAYS = `
typedef int (*step_t)(struct lamp *lamp);
enum { ONE, TWO, NR };
static int (*const handlers[NR])(struct lamp *) = { [ONE] = a_on, [TWO] = a_off };
static const step_t steps[] = { a_on, 0, (step_t)a_off };
static step_t grid[2][2] = { { a_on }, { [1] = a_off } };
static const step_t ranged[8] = { [0 ... 7] = a_on, [3] = a_off };
step_t shared[] = { a_on };
static const int numbers[] = { 1, 2 };
int by_handlers(struct lamp *lamp, int i) { return handlers[i] ? handlers[i](lamp) : 0; }
int by_steps(struct lamp *lamp, int i) { return (*steps[numbers[i]])(lamp); }
int by_grid(struct lamp *lamp, int i) { return grid[i][1 - i](lamp); }
int by_own(struct lamp *lamp, int i) { static const step_t own[] = { a_off }; return own[i](lamp); }
int by_variable(struct lamp *lamp, int i) { step_t step = steps[i]; return step(lamp); }
int by_later(struct lamp *lamp, int i) { step_t step; step = ranged[i]; return step(lamp); }
int by_argument(struct lamp *lamp, step_t *given) { return given[0](lamp); }
`;

test('arrays of pointers to functions have a row for each element', async () => {
  assert.deepEqual(
    (await slots(ARRAYS)).map((row) => row.replace(/^null /, '')),
    [
      'handlers[ONE]: =a_on',
      'handlers[TWO]: =a_off',
      'steps[0]: =a_on',
      'steps[2]: =a_off',
      'grid[0][0]: =a_on',
      'grid[1][1]: =a_off',
      'ranged[0 ... 7]: =a_on',
      'ranged[3]: =a_off',
      'shared[0]: =a_on',
      'own[0]: =a_off',
    ],
  );
});

test('a call of an element reaches what the array has, and that of an array which another file shares, too', async () => {
  const user = `struct lamp;\nextern int (*shared[])(struct lamp *);\nint elsewhere(struct lamp *lamp) { return shared[0](lamp); }\n`;
  const tree = await resolver({ 'mm/a.c': LAMP + ARRAYS, 'mm/b.c': user });
  const { dispatch, facts } = readBatch(tree, ['mm/a.c', 'mm/b.c'], 'dispatch');
  const said = joinTargets(tree.snapshot, dispatch, facts).map(
    ({ kind, struct, field, function: inFunction, guarded, targets }) =>
      `${inFunction}: ${kind} ${struct} ${field} ${guarded ? 'guarded' : 'unguarded'} ${targets.join(' ')}`,
  );
  assert.deepEqual(said, [
    'by_handlers: array null handlers guarded a_off a_on',
    'by_steps: array null steps unguarded a_off a_on',
    'by_grid: array null grid unguarded a_off a_on',
    'by_own: array null own unguarded a_off',
    'by_variable: variable null steps unguarded a_off a_on',
    'by_later: variable null ranged unguarded a_off a_on',
    'by_argument: parameter null given unguarded ',
    'elsewhere: array null shared unguarded a_on',
  ]);
});

test('a function that a macro defines is where the macro is used', async () => {
  const made = `#define LAMP_FN(name, value) static int lamp_##name(struct lamp *lamp) { return value; }
#define LAMP_PAIR(name) LAMP_FN(name##_on, 1) LAMP_FN(name##_off, 0)
LAMP_PAIR(red)

static struct lamp_ops red_ops = {
	.on = lamp_red_on,
	.off = lamp_red_off,
};
`;
  const tree = await resolver(made);
  const { tables } = readBatch(tree, ['mm/a.c'], 'tables');
  const line = LAMP.split('\n').length + 2;
  const places = tables.flatMap(({ hooks }) =>
    Object.values(hooks).map((slot) => slot && isHeld(slot) && [slot.file, slot.line]),
  );
  assert.deepEqual(places, [
    ['mm/a.c', line],
    ['mm/a.c', line],
  ]);
  const file = tree.snapshot.file('mm/a.c');
  const found = file && tree.functions.find('lamp_red_on', file);
  assert.equal(found?.file.point(found.at).line, line);
});
