/** Functions that are handed over: where they get, and what calls of parameters and variables can reach. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dispatchText } from '../../../server/src/cli/lists.ts';
import { paintFor } from '../../../server/src/cli/style.ts';
import { joinedSites } from '../../harness/joined-sites.ts';

const JOB = `struct job;
typedef void (*job_fn)(struct job *job);
typedef int (step_fn)(int n);
struct job { job_fn run; };
struct other { void (*fn)(struct job *job); };
void job_init(struct job *job, job_fn fn);
int each_step(int n, step_fn *step);
#define __JOB_INIT(_job, _fn) do { (_job)->run = (_fn); } while (0)
#define JOB_INIT(_job, _fn) __JOB_INIT(_job, _fn)
`;

const USES = '#include <linux/job.h>\n';
const OWN = (name: string): string => `static void ${name}(struct job *job) { }\n`;

test('what a function or a macro stores of what it is given fills the member', async () => {
  const found = await joinedSites({
    'include/linux/job.h': JOB,
    'kernel/job.c': `${USES}static void do_init(struct job *job, job_fn fn) { WRITE_ONCE(job->run, fn); }
void job_init(struct job *job, job_fn fn) { do_init(job, fn); }
void job_run(struct job *job) { job->run(job); }
`,
    'mm/a.c': `${USES}${OWN('a_work')}void a(struct job *job) { job_init(job, a_work); }\n`,
    'mm/b.c': `${USES}${OWN('b_work')}void b(struct job *job) { JOB_INIT(job, b_work); }\n`,
    'mm/c.c': `${USES}${OWN('c_work')}void c(struct job *job, int n) { job_init(job, n ? c_work : NULL); }\n`,
  });
  assert.deepEqual(found, ['job_run: member job.run > a_work b_work c_work']);
});

test('a parameter is called with what callers pass, on through other functions and variables', async () => {
  const found = await joinedSites({
    'include/linux/job.h': JOB,
    'lib/step.c': `${USES}int each_step(int n, step_fn *step)
{
	if (!step)
		return 0;
	return step(n);
}
`,
    'mm/a.c': `${USES}static int one(int n) { return n; }
static int two(int n) { return n; }
static int three(int n) { return n; }
static int by(int n, int (*fn)(int n)) { return each_step(n, fn); }
int a(int n)
{
	step_fn *chosen = one;

	if (n)
		chosen = two;
	return by(n, chosen) + each_step(n, &three);
}
`,
    'mm/b.c': `${USES}static int by(int n, int (*fn)(int n)) { return (*fn)(n); }
static int four(int n) { return n; }
int b(int n) { return by(n, four); }
`,
  });
  assert.deepEqual(found, ['each_step: parameter -.step guarded > one three two', 'by: parameter -.fn > four']);
});

test('a call in a macro of what it is given, and of a variable that is a copy of one member or of several', async () => {
  const found = await joinedSites({
    'include/linux/job.h': JOB,
    'mm/a.c': `${USES}${OWN('a_work')}${OWN('b_work')}
#define CALL(fn, job) ((fn) ? (fn)(job) : (void)0)
static struct other table = { .fn = b_work };
static void all(struct job *job, job_fn fn) { CALL(fn, job); }
void one(struct job *job)
{
	job_fn copy = job->run;

	copy(job);
}
void several(struct job *job, struct other *other)
{
	job_fn fn = job->run;

	if (!fn)
		fn = other->fn;
	fn(job);
}
void begin(struct job *job) { job->run = a_work; all(job, job->run); }
`,
  });
  assert.deepEqual(found, [
    'all: parameter -.fn guarded in CALL > a_work',
    'one: variable -.job.run by copy > a_work',
    'several: variable -.fn > a_work b_work',
  ]);
});

test('a member that is copied to one of another struct fills it', async () => {
  const found = await joinedSites({
    'include/linux/job.h': JOB,
    'mm/a.c': `${USES}${OWN('a_work')}static struct other table = { a_work };
void bind(struct job *job, struct other *found) { job->run = found->fn; }
void bound(struct job *job) { struct job own = { .run = table.fn }; own.run(job); }
void call(struct job *job) { job->run(job); }
`,
  });
  assert.deepEqual(found, ['bound: member job.run > a_work', 'call: member job.run > a_work']);
});

test('a name that is a macro in one branch and a function in the other, and parameters that nobody passes anything', async () => {
  const found = await joinedSites({
    'include/linux/job.h': `${JOB}#ifdef CONFIG_JOB\nvoid set_job(struct job *job, job_fn fn);\n#else\n#define set_job(job, fn) { }\n#endif\n`,
    'kernel/job.c': `${USES}void set_job(struct job *job, job_fn fn) { fn(job); }\nvoid lonely(job_fn fn) { fn(NULL); }\n`,
    'mm/a.c': `${USES}${OWN('a_work')}void a(struct job *job) { set_job(job, a_work); }\n`,
  });
  assert.deepEqual(found, ['set_job: parameter -.fn > a_work', 'lonely: parameter -.fn >']);
});

test('a line of text says what is called', () => {
  const at = { file: 'mm/a.c', line: 3, column: 9, function: 'go', targets: ['f'], checkedIn: null, condition: null };
  const text = (kind: 'array' | 'variable' | 'parameter', field: string, through: string | null): string =>
    `${dispatchText({ ...at, kind, struct: null, field, through, guarded: true, macro: null }, paintFor({ colour: false }))}`;
  assert.match(text('variable', 'job.run', 'copy'), / job\.run +guarded/);
  assert.match(text('variable', 'table', 'entry'), / table\[\] +guarded/);
  assert.match(text('array', 'table', null), / table\[\] +guarded/);
  assert.match(text('variable', 'fn', null), / variable fn +guarded/);
  assert.match(text('parameter', 'fn', null), / parameter fn +guarded/);
});
