import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { loadLowerer } from '../../server/src/host/assets.ts';
import type { Lowerer } from '../../server/src/syntax/lower.ts';
import { projectRoot } from '../harness/root.ts';
import { ioctlsOf, reachOf } from './tree.ts';

let lowerer: Lowerer;
before(async () => {
  lowerer = await loadLowerer(join(projectRoot, 'dist'));
});

/** Checks what the ioctls of a core reach. */
function check(core: string, ...expected: readonly string[]): void {
  assert.equal(reachOf(core, lowerer), expected.join('\n'));
}

/** A core whose function `run(area, mode)` is called with a mode by each of two ioctls. */
function modes(run: string): string {
  return `${run}
long foo_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct area *area = (struct area *)arg;

	switch (cmd) {
	case ONE:
		return run(area, MODE_READ);
	case TWO:
		return run(area, MODE_WRITE);
	}
	return 0;
}`;
}

/** A core with the statements of foo_ioctl(), beside reader() and writer(). */
function handler(statements: string): string {
  return `
static int reader(struct area *area) { return area->vm_ops->foo->read(area); }
static int writer(struct area *area) { return area->vm_ops->foo->write(area); }
long foo_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct area *area = (struct area *)arg;
	${statements}
	return 0;
}`;
}

const EXACT = ['ONE | read: ram, rom', 'TWO | write: ram'];

describe('ioctls', () => {
  it('are cases of a switch', () =>
    check(handler('switch (cmd) { case ONE: return reader(area); case TWO: return writer(area); }'), ...EXACT));
  it('fall through', () =>
    check(
      handler('switch (cmd) { case ONE: reader(area); case TWO: return writer(area); case THREE: break; }'),
      'ONE | read: ram, rom | write: ram',
      'TWO | write: ram',
      'THREE',
    ));
  it('share a case', () =>
    check(
      handler('switch (cmd) { case ONE: case TWO: return writer(area); }'),
      'ONE | write: ram',
      'TWO | write: ram',
    ));
  it('are matched by what a case is another name for, and by no variable of a name', () =>
    check(
      `#define ALSO TWO
${handler('switch (cmd) { case ONE: case TWO: return more(area, cmd, ONE); }').replace(
  'long foo_ioctl',
  `static long more(struct area *area, unsigned int cmd, int ONE)
{
	switch (cmd) { case ALSO: return writer(area); case ONE: return reader(area); }
	return 0;
}
$&`,
)}`,
      ...EXACT,
      'ALSO | write: ram',
    ));
  it('are comparisons', () =>
    check(handler('if (cmd == ONE) return reader(area); else if (cmd == TWO) return writer(area);'), ...EXACT));
  it('are refused by a comparison', () =>
    check(handler('if (cmd != ONE) return -1; reader(area);'), 'ONE | read: ram, rom'));
  it('are picked by a part of their number', () =>
    check(
      handler(
        'switch (_IOC_NR(cmd)) { case _IOC_NR(ONE): return reader(area); case _IOC_NR(TWO): return writer(area); }',
      ),
      '_IOC_NR(ONE) | read: ram, rom',
      '_IOC_NR(TWO) | write: ram',
    ));
  it('are handed on to another function', () =>
    check(
      `static int reader(struct area *area) { return area->vm_ops->foo->read(area); }
static long more(struct file *file, unsigned int cmd, struct area *area)
{
	switch (cmd) { case TWO: return area->vm_ops->foo->write(area); }
	return 0;
}
long foo_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case ONE: return reader((struct area *)arg);
	default: return more(file, cmd, (struct area *)arg);
	}
}`,
      ...EXACT,
    ));
});

describe('a constant', () => {
  it('is followed into a comparison', () =>
    check(
      modes(`static int run(struct area *area, enum mode mode)
{
	if (mode == MODE_READ) return area->vm_ops->foo->read(area);
	return area->vm_ops->foo->write(area);
}`),
      ...EXACT,
    ));
  it('is followed into a switch', () =>
    check(
      modes(`static int run(struct area *area, enum mode mode)
{
	switch (mode) {
	case MODE_READ: return area->vm_ops->foo->read(area);
	case MODE_WRITE: return area->vm_ops->foo->write(area);
	default: return 0;
	}
}`),
      ...EXACT,
    ));
  it('is followed through a struct that is passed on', () =>
    check(
      modes(`struct state { struct area *area; unsigned int flags; };
static int step(struct state *state)
{
	unsigned int flags = state->flags;

	if ((flags & 3) == MODE_READ) return state->area->vm_ops->foo->read(state->area);
	if ((flags & 3) == MODE_WRITE) return state->area->vm_ops->foo->write(state->area);
	return 0;
}
static int run(struct area *area, unsigned int mode)
{
	struct state state = { .area = area, .flags = (area->flags & ~3) | mode };
	int ret;

	do {
		ret = step(&state);
		state.area = NULL;
	} while (ret);
	return ret;
}`),
      ...EXACT,
    ));
  it('is lost when it is assigned in a loop', () =>
    check(
      modes(`static int run(struct area *area, unsigned int mode)
{
	while (area->flags) {
		if (mode == MODE_READ) area->vm_ops->foo->read(area);
		if (mode == MODE_WRITE) area->vm_ops->foo->write(area);
		mode = area->flags;
	}
	return 0;
}`),
      'ONE | read: ram, rom | write: ram',
      'TWO | read: ram, rom | write: ram',
    ));
  it('is lost when a jump back comes with another', () =>
    check(
      modes(`static int run(struct area *area, unsigned int mode)
{
retry:
	if (mode == MODE_READ) area->vm_ops->foo->read(area);
	else if (mode == MODE_WRITE) return area->vm_ops->foo->write(area);
	mode = MODE_WRITE;
	goto retry;
}`),
      'ONE | read: ram, rom | write: ram',
      'TWO | write: ram',
    ));
  it('makes code behind an early return dead', () =>
    check(
      modes(`static int run(struct area *area, enum mode mode)
{
	int ret = -1;

	if (mode == MODE_WRITE)
		goto out;
	ret = area->vm_ops->foo->read(area);
	return ret;
out:
	return area->vm_ops->foo->write(area);
}`),
      ...EXACT,
    ));
  it('goes through setters and guards, of macros too', () =>
    check(
      modes(`#define MASK ((1U << 2) - 1)
#define mode_is(flags, mode) (((flags) & MASK) == (mode))
static inline unsigned int set_mode(unsigned int flags, enum mode mode)
{
	flags &= ~MASK;
	return flags | mode;
}
static int inner(struct area *area, unsigned int flags)
{
	if (mode_is(flags, MODE_READ)) return area->vm_ops->foo->read(area);
	return mode_is(flags, MODE_WRITE) ? area->vm_ops->foo->write(area) : 0;
}
static int run(struct area *area, enum mode mode) { return inner(area, set_mode(area->flags, mode)); }`),
      ...EXACT,
    ));
});

describe('a pointer to a function', () => {
  it('is followed from an argument', () =>
    check(
      `static int reader(struct area *area) { return area->vm_ops->foo->read(area); }
static int writer(struct area *area) { return area->vm_ops->foo->write(area); }
static int each(struct area *area, int (*fn)(struct area *)) { return fn(area); }
long foo_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case ONE: return each((struct area *)arg, reader);
	case TWO: return each((struct area *)arg, writer);
	}
	return 0;
}`,
      ...EXACT,
    ));
  it('is followed from a hook that was copied to a member', () =>
    check(
      modes(`struct info { struct area *area; int (*op)(struct area *); };
static int go(struct info *info) { return info->op(info->area); }
static int run(struct area *area, enum mode mode)
{
	struct info info = { .area = area };

	if (mode == MODE_READ) info.op = area->vm_ops->foo->read;
	else info.op = area->vm_ops->foo->write;
	return go(&info);
}`),
      ...EXACT,
    ));
});

describe('tables', () => {
  const core = modes(`static const struct foo_ops own_foo_ops;
static int own_read(struct area *area) { return 0; }
static const struct foo_ops own_foo_ops = { .read = own_read };
static int run(struct area *area, enum mode mode)
{
	const struct foo_ops *ops = area->vm_ops->foo;

	if (mode == MODE_READ)
		ops = &own_foo_ops;
	else if (!(area->flags & VM_SHARED))
		ops = &own_foo_ops;
	return ops->read(area);
}`);
  it('are those that the receiver was set to', () => check(core, 'ONE | read: own', 'TWO | read: own, ram, rom'));
  it('come with their conditions', () => {
    const two = ioctlsOf(core, lowerer).find((each) => each.name === 'TWO');
    assert.deepEqual(
      two?.hooks[0]?.targets.map((each) => `${each.memoryType}: ${each.conditions.join(' | ')}`),
      ['own: !(area->flags & VM_SHARED)', 'ram: area->flags & VM_SHARED', 'rom: area->flags & VM_SHARED'],
    );
  });
});
