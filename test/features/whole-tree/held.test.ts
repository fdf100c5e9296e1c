/** What holds functions besides hooks and parameters: variables of no function, what functions return, what calls of hooks hand over. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainHeldCall, heldCallAt } from '../../../server/src/features/editor/held-call.ts';
import { fileCalls } from '../../../server/src/features/graph/direct-calls.ts';
import { graph } from '../../../server/src/features/graph/graph.ts';
import { Bodies } from '../../../server/src/resolve/ops/bodies.ts';
import { handingsOf } from '../../../server/src/resolve/ops/handings.ts';
import { Resolver } from '../../../server/src/resolve/ops/ops.ts';
import { joinedSites, snapshotOf } from '../../harness/joined-sites.ts';

const STEP = `typedef int (*step_fn)(int n);
typedef int (step_type)(int n);
int each_step(int n, step_fn step);
`;
const USES = '#include <linux/step.h>\n';
const OWN = (...names: readonly string[]): string =>
  names.map((name) => `static int ${name}(int n) { return n; }\n`).join('');

test('a variable of no function is called with what it begins with and with what it is set to', async () => {
  const found = await joinedSites({
    'include/linux/step.h': `${STEP}extern step_fn shared_step;\n`,
    'mm/a.c': `${USES}${OWN('first', 'second')}
static step_fn own_step = first;
step_fn shared_step;
void set(step_fn step) { rcu_assign_pointer(own_step, step); }
void begin(void) { set(second); }
int call(int n) { return own_step(n) + shared_step(n); }
`,
    'mm/b.c': `${USES}${OWN('third', 'fourth')}
static step_type __rcu *own_step __read_mostly;
void share(void) { shared_step = third; own_step = fourth; }
int copied(int n)
{
	step_type *copy = rcu_dereference(own_step);

	return copy ? copy(n) : 0;
}
`,
  });
  assert.deepEqual(found, [
    'call: variable -.own_step > first second',
    'call: variable -.shared_step > third',
    'copied: variable -.copy guarded > fourth',
  ]);
});

test('what a function returns gets to the variable and the hook that it is put into, and is called at once', async () => {
  const found = await joinedSites({
    'include/linux/step.h': STEP,
    'mm/a.c': `${USES}${OWN('first', 'second', 'third')}
struct walk { step_fn step; };
static step_fn choose(int n)
{
	static const step_fn all[] = { first, second };

	if (n > 1)
		return third;
	return all[n];
}
static step_fn written(int n) { return third; }
int by_variable(int n)
{
	step_fn step = choose(n);

	return step(n);
}
int at_once(int n) { return choose(n)(n); }
void by_hook(struct walk *walk) { walk->step = written(1); }
int call(struct walk *walk) { return walk->step(1); }
`,
  });
  assert.deepEqual(found, [
    'call: member walk.step > third',
    'by_variable: variable -.step > first second third',
    'at_once: variable -.choose > first second third',
  ]);
});

test('what the call of a hook hands over gets to the parameters of all functions of the hook', async () => {
  const files = {
    'include/linux/step.h': `${STEP}struct iter_ops { int (*iterate)(int n, step_fn step); };\n`,
    'mm/a.c': `${USES}static int a_iterate(int n, step_fn step) { return step(n); }
struct iter_ops a_ops = { .iterate = a_iterate };
`,
    'mm/b.c': `${USES}static int b_iterate(int n, step_fn step) { return step(n + 1); }
static int unlike(int n, step_fn step) { return step(n + 2); }
struct iter_ops b_ops = { .iterate = b_iterate };
`,
    'mm/c.c': `${USES}${OWN('one')}int go(struct iter_ops *ops, int n) { return ops->iterate(n, one); }\n`,
  };
  assert.deepEqual(await joinedSites(files), [
    'a_iterate: parameter -.step > one',
    'b_iterate: parameter -.step > one',
    'unlike: parameter -.step >',
    'go: member iter_ops.iterate > a_iterate b_iterate',
  ]);
  const snapshot = await snapshotOf(files);
  const resolver = Resolver.of(snapshot);
  const file = snapshot.file('mm/c.c');
  const [body] = file ? new Bodies(resolver).own('one', file) : [];
  const handings = body ? handingsOf(resolver, body) : [];
  const calls = handings.flatMap((each) => each.calls.map(({ inFunction }) => `${each.to} > ${inFunction}`));
  assert.deepEqual(calls, ['iterate > a_iterate', 'iterate > b_iterate']);
});

test('macros hand over what their bodies name, and what the functions do that they make', async () => {
  const found = await joinedSites({
    'include/linux/step.h': `${STEP}int step_twice(int n);
#define each_twice(n) each_step((n), step_twice)
#define STEPPER(name) static int name##_all(int n) { return each_step(n, name##_step); }
#define STEPPER_OF(name, step) static int name(int n) { return each_step(n, step); }
`,
    'lib/step.c': `${USES}int each_step(int n, step_fn step) { return step(n); }\n`,
    'mm/a.c': `${USES}${OWN('plain_step', 'given')}
STEPPER(plain)
STEPPER_OF(other, given);
int a(int n) { return each_twice(n); }
`,
  });
  assert.deepEqual(found, ['each_step: parameter -.step > given plain_step step_twice']);
});

test('variables that macros in macros declare are told apart, and those of functions that a macro makes', async () => {
  const found = await joinedSites({
    'include/linux/step.h': `${STEP}#define TIMED(fn) ({ typeof(fn) *__fn = fn; __fn(1); })
#define BENCH(fn) do { TIMED(fn); } while (0)
#define PARAMS(name, get) static int name(int n) { int (*__get)(int n) = get; return __get(n); }
`,
    'mm/a.c': `${USES}${OWN('one', 'two', 'three', 'four')}
PARAMS(first_params, three)
PARAMS(other_params, four)
void bench_one(void) { BENCH(one); }
void bench_two(void) { BENCH(two); }
`,
  });
  assert.deepEqual(found, [
    'first_params: variable -.__get in PARAMS > three',
    'other_params: variable -.__get in PARAMS > four',
    'bench_one: variable -.__fn in BENCH > one',
    'bench_two: variable -.__fn in BENCH > two',
  ]);
});

test('a pointer to anything is what it is cast to, elements are handed over, and a symbol is found by the type of its function', async () => {
  const found = await joinedSites({
    'include/linux/step.h': `${STEP}void *find_symbol(const char *name);
int far_step(int n);
#define symbol(x) ({ (typeof(&x))(find_symbol(#x)); })
`,
    'mm/a.c': `${USES}${OWN('cast_step', 'set_step', 'in_array')}
static int cast_call(void *data) { return ((step_fn)data)(1); }
static int set_call(void *data) { step_fn step = data; return step(1); }
static int run(step_fn step) { return step(2); }
int go(int n)
{
	static const step_fn all[] = { in_array, };
	step_fn far = symbol(far_step);

	return cast_call(cast_step) + set_call(set_step) + run(all[n]) + far(n);
}
`,
  });
  assert.deepEqual(found, [
    'cast_call: parameter -.data > cast_step',
    'set_call: variable -.step > set_step',
    'run: parameter -.step > in_array',
    'go: variable -.far > far_step',
  ]);
});

test('a hover on the call of a variable says where its functions are set, declarations included', async () => {
  const text = `${STEP}${OWN('first', 'second')}static step_fn step = first;
static step_fn choose(void) { return second; }
int call(void) { return step(1); }
int other(void) { step_fn chosen = choose(); return chosen(1); }
`;
  const snapshot = await snapshotOf({ 'mm/a.c': text });
  const file = snapshot.file('mm/a.c');
  const said = (use: string): string => {
    const call = file && heldCallAt(Resolver.of(snapshot), file, text.indexOf(use));
    return call ? JSON.stringify(explainHeldCall(call)) : '';
  };
  assert.match(said('step(1)'), /first.*, set where it is declared/);
  assert.match(said('chosen(1)'), /second.*choose\(\)/);
});

test('an element of a list in a function is handed over, and what a macro only calls is not', async () => {
  const found = await joinedSites({
    'include/linux/step.h': `${STEP}struct job { step_fn run; };
static inline void init_job(struct job *job, step_fn run) { job->run = run; }
int plain_step(int n);
int late_step(int n);
#define wrapped(_fn, n) ({ note(n); _fn(n); })
#define plain(n) wrapped(plain_step, n)
#define late(n) ({ static struct job job; init_job(&job, late_step); (n); })
`,
    'mm/a.c': `${USES}${OWN('first', 'second')}
void begin(struct job *job, int i)
{
	int (*written[2])(int) = { first, second };

	init_job(job, written[i]);
}
int direct(int n) { return plain(n); }
int turn(struct job *job, int n) { return job->run(n); }
`,
    'mm/b.c': `${USES}${OWN('third', 'fourth')}
void begin_typed(struct job *job, int i)
{
	step_fn typed[] = { third, fourth };

	init_job(job, typed[i]);
}
int later(int n) { return late(n); }
`,
  });
  assert.deepEqual(found, ['turn: member job.run > first fourth late_step second third']);
});

test('a pointer along an array has the elements, an array among parameters those that are passed', async () => {
  const found = await joinedSites({
    'include/linux/step.h': `${STEP}struct pair { step_fn both[2]; };\n`,
    'mm/a.c': `${USES}${OWN('one', 'two', 'three', 'four')}
static step_fn all[] = { one, two };
static step_fn late[4];
static const struct pair pairs[] = { { .both = { three, four } } };
static int given(step_fn steps[], int n) { return steps[n](n); }
static int by_address(step_fn *step, int n) { return (*step)(n); }
void fill(int i, step_fn step) { late[i] = step; }
void begin(void) { fill(1, three); late[2] = four; }
int along(int n)
{
	step_fn *step;

	for (step = all; *step; step++)
		n = (*step)(n);
	return n;
}
int stepping(int n) { step_fn *step = &all[n]; return (*step++)(n); }
int behind(int n) { step_fn *step = all + 1, next = *step; return next(n); }
int of_member(int i, int n) { const step_fn *step = pairs[i].both; return step[1](n); }
int lately(int i) { return late[i](i); }
int go(int n) { step_fn own = two; return given(all, n) + by_address(&own, n) + by_address(&all[1], n); }
`,
  });
  assert.deepEqual(found, [
    'lately: array -.late > four three',
    'given: parameter -.steps > one two',
    'by_address: parameter -.step > one two',
    'along: variable -.all by step > one two',
    'stepping: variable -.all by step > one two',
    'behind: variable -.next > one two',
    'of_member: variable -.pair.both by step > four three',
  ]);
});

test('a function is kept as an address and as a pointer to anything, and handed on by a variable that is not called', async () => {
  const found = await joinedSites({
    'include/linux/step.h': STEP,
    'mm/a.c': `${USES}${OWN('one', 'two', 'three', 'lower')}
static step_fn choose(int n) { return n ? lower : 0; }
static int by_number(unsigned long address, int n) { int (*step)(int n) = (void *)address; return step(n); }
static int match(int n, int (step)(int n)) { return step(n); }
int numbers(int n)
{
	unsigned long address = (unsigned long)one;
	void *data;

	data = two;
	return by_number((unsigned long)three, n) + ((step_fn)address)(n) + ((step_fn)data)(n);
}
int find(int n)
{
	step_fn step = choose(n);

	return match(n, step);
}
`,
  });
  assert.deepEqual(found, [
    'by_number: variable -.step > three',
    'match: parameter -.step > lower',
    'numbers: variable -.address > one',
    'numbers: variable -.data > two',
  ]);
});

test('a hook is set to functions that a template makes', async () => {
  const found = await joinedSites({
    'include/linux/step.h': `${STEP}struct job { step_fn run; };\n`,
    'mm/gen.h': `#define TOKEN_(a, b) a##b
#define TOKEN(a, b) TOKEN_(a, b)
#define gen_step TOKEN(PREFIX, _step)
static int gen_step(int n) { return n; }
`,
    'mm/a.c': `${USES}#define PREFIX red
#include "gen.h"
#undef PREFIX
#define PREFIX blue
#include "gen.h"
void set_red(struct job *job) { job->run = red_step; }
void set_blue(struct job *job) { job->run = blue_step; }
int call(struct job *job) { return job->run(1); }
`,
  });
  assert.deepEqual(found, ['call: member job.run > blue_step red_step']);
});

test('a function that a macro makes is set and handed over by the name that is pasted', async () => {
  const found = await joinedSites({
    'include/linux/step.h': `${STEP}struct job { step_fn run; };\n#define STEPPER(name) static int name##_step(int n) { return n; }\n`,
    'mm/a.c': `${USES}STEPPER(plain)
STEPPER(other)
static int by(step_fn step) { return step(1); }
void set(struct job *job) { job->run = plain_step; }
int call(struct job *job) { return job->run(2); }
int go(void) { return by(other_step); }
`,
  });
  assert.deepEqual(found, ['call: member job.run > plain_step', 'by: parameter -.step > other_step']);
});

test('a call of what is chosen is one of each', async () => {
  const files = {
    'include/linux/step.h': `${STEP}struct job { step_fn run, halt; };\n`,
    'mm/a.c': `${USES}${OWN('one', 'two')}
static struct job job = { .run = one, .halt = two };
static int by(int n, step_fn step, step_fn other) { return (n ? step : other)(n); }
int member(struct job *job, int n) { return (n ? job->run : job->halt)(n); }
int name(int n) { return (n ? one : two)(n); }
int go(int n) { return by(n, one, two); }
`,
  };
  assert.deepEqual(await joinedSites(files), [
    'member: member job.run > one',
    'member: member job.halt > two',
    'by: parameter -.step > one',
    'by: parameter -.other > two',
  ]);
  const snapshot = await snapshotOf(files);
  const file = snapshot.file('mm/a.c');
  const calls = file ? fileCalls(Resolver.of(snapshot), file) : [];
  assert.deepEqual(
    calls.map(({ caller, callee }) => `${caller} > ${callee}`),
    ['name > one', 'name > two', 'go > by'],
  );
  const from = graph(Resolver.of(snapshot), [], { k: 'from', name: 'name' }, null, { root: '/tree', version: '' });
  assert.deepEqual(
    from?.edges.map(({ to, condition }) => [from.nodes.find(({ id }) => id === to)?.function, condition]),
    [
      ['one', 'n'],
      ['two', '!(n)'],
    ],
  );
});
