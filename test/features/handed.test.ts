/** Functions that are handed over: what is said of them and of who calls them, and the hierarchy of calls through them. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { functionsNamed } from '../../server/src/features/cursor/named.ts';
import { explain } from '../../server/src/features/editor/explain.ts';
import { explainHeldCall, heldCallAt, heldCallSpots } from '../../server/src/features/editor/held-call.ts';
import { calleesByHanding, callersByHanding } from '../../server/src/features/hierarchy/handed.ts';
import { implementationsOf } from '../../server/src/features/hierarchy/hooks.ts';
import type { CallStep } from '../../server/src/features/hierarchy/items.ts';
import { proseText } from '../../server/src/features/prose.ts';
import { dispatchSites } from '../../server/src/features/tables/dispatch-sites.ts';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { Snapshot } from '../../server/src/index/snapshot.ts';
import { Resolver } from '../../server/src/resolve/ops/ops.ts';
import { MemoryTree } from '../harness/memory-tree.ts';
import { projectRoot } from '../harness/root.ts';

const lowerer = loadLowerer(join(projectRoot, 'dist'));

const FILES = {
  'include/linux/job.h': `struct job;
typedef void (*job_fn)(struct job *job);
struct job { job_fn run; };
struct spare { job_fn fn; };
void job_init(struct job *job, job_fn fn);
int each(int n, int (*step)(int n));
#define __JOB_INIT(_job, _fn) do { (_job)->run = (_fn); } while (0)
#define JOB_INIT(_job, _fn) __JOB_INIT(_job, _fn)
#define job_setup(job, fn) job_init(job, fn)
`,
  'kernel/job.c': `#include <linux/job.h>
static void do_init(struct job *job, job_fn fn) { WRITE_ONCE(job->run, fn); }
void job_init(struct job *job, job_fn fn) { do_init(job, fn); }
void job_run(struct job *job) { job->run(job); }
int each(int n, int (*step)(int n)) { return step(n); }
`,
  'mm/a.c': `#include <linux/job.h>
static void a_work(struct job *job) { }
static void b_work(struct job *job) { }
static void c_work(struct job *job) { }
static int d_step(int n) { return n; }
static int e_step(int n) { return n; }
static struct spare spare = { .fn = c_work };
void a(struct job *job) { job_setup(job, a_work); }
void b(struct job *job) { JOB_INIT(job, b_work); }
void c(struct job *job) { job_init(job, spare.fn); }
int d(int n)
{
	int (*chosen)(int n) = n ? d_step : e_step;

	return each(n, chosen) + chosen(n);
}
`,
};

async function resolverOf(files: Readonly<Record<string, string>> = FILES): Promise<Resolver> {
  const tree = new MemoryTree(new Map(Object.entries(files)));
  return Resolver.of(Snapshot.of(tree, { folders: [] }, await lowerer));
}

async function said(symbol: string, files: Readonly<Record<string, string>> = FILES): Promise<readonly string[]> {
  const resolver = await resolverOf(files);
  const settings = { ops: ['vm_uffd_ops'], contextStructs: [] };
  return explain(resolver, settings, symbol).flatMap(({ title, lines }) => [title, ...lines]);
}

/** `NAME, DETAIL < PLACE...` for each step from the only function of a name. */
async function steps(
  name: string,
  from: (resolver: Resolver, body: ReturnType<typeof functionsNamed>[number]) => readonly CallStep[],
): Promise<readonly string[]> {
  const resolver = await resolverOf();
  return functionsNamed(resolver, name).flatMap((body) => from(resolver, body).map(text));
}

function text({ item, calls }: CallStep): string {
  return `${item.name}, ${item.detail} < ${calls.map(({ file, line }) => `${file}:${line}`).join(' ')}`;
}

test('a hook is filled by what functions and macros store of what they are handed', async () => {
  assert.deepEqual(await said('job.run'), [
    'job.run',
    '/* struct job */',
    'job_fn run;',
    '- handed to job_setup() in a(): a_work (mm/a.c:8)',
    '- handed to job_init() in c(): c_work (mm/a.c:10)',
    '- handed to JOB_INIT() in b(): b_work (mm/a.c:9)',
    '- called in job_run() (kernel/job.c:4)',
  ]);
  const resolver = await resolverOf();
  const [site] = dispatchSites(resolver.ops('job'));
  assert.deepEqual(site?.targets, ['a_work', 'b_work', 'c_work']);
  assert.deepEqual(implementationsOf(resolver, 'job', 'run').map(text), [
    'a_work, via job.run · handed to job_setup() < include/linux/job.h:3',
    'c_work, via job.run · handed to job_init() < include/linux/job.h:3',
    'b_work, via job.run · handed to JOB_INIT() < include/linux/job.h:3',
  ]);
});

/** In a ring of functions that hand a hook and its object to two others each there are more ways round than could be gone. */
test('functions that hand a hook round a ring are each told of once', async () => {
  const SIZE = 60;
  const handing = (i: number): string =>
    `void f${i}(struct job *job, job_fn fn) { job->run = fn; f${(i + 1) % SIZE}(job, fn); f${(i * 7 + 3) % SIZE}(job, fn ? fn : turn); }\n`;
  const ring = Array.from({ length: SIZE }, (_, i) => handing(i)).join('');
  const files = {
    'include/linux/job.h': FILES['include/linux/job.h'],
    'mm/ring.c': `#include <linux/job.h>\nstatic void turn(struct job *job) { }\n${ring}`,
  };
  assert.deepEqual(
    [...(await said('turn', files))].sort(),
    [
      'turn',
      'static void turn(struct job *job);',
      ...Array.from(
        { length: SIZE },
        (_, i) => `- handed to f${(i * 7 + 3) % SIZE}() in f${i}() (mm/ring.c:${i + 3}): fills job.run`,
      ),
    ].sort(),
  );
});

test('a function that is handed over says which hook it fills, and who calls it', async () => {
  assert.deepEqual(await said('a_work'), [
    'a_work',
    'static void a_work(struct job *job);',
    '- handed to job_setup() in a() (mm/a.c:8): fills job.run',
  ]);
  assert.deepEqual(await said('d_step'), [
    'd_step',
    'static int d_step(int n);',
    '- kept in d() (mm/a.c:13): called by chosen in d() (mm/a.c:15)',
    '- kept in d() (mm/a.c:13): called by step in each() (kernel/job.c:5)',
  ]);
  assert.deepEqual(await said('each'), [
    'each',
    'int each(int n, int (*step)(int n));',
    '- calls step (kernel/job.c:5): d_step, e_step',
  ]);
});

test('the hierarchy goes through what is handed over, both ways', async () => {
  assert.deepEqual(await steps('b_work', callersByHanding), [
    'job.run, handed to JOB_INIT() in b(), mm/a.c < mm/a.c:9',
  ]);
  assert.deepEqual(await steps('e_step', callersByHanding), [
    'd, by chosen, handed over in d() < mm/a.c:15',
    'each, by step, handed over in d() < kernel/job.c:5',
  ]);
  assert.deepEqual(await steps('each', calleesByHanding), [
    'd_step, by step, handed over in d() < kernel/job.c:5',
    'e_step, by step, handed over in d() < kernel/job.c:5',
  ]);
  assert.deepEqual(await steps('job_run', calleesByHanding), []);
});

test('a call of a parameter or a variable leads to what it can reach, and its hover says so', async () => {
  const resolver = await resolverOf();
  const file = resolver.snapshot.file('kernel/job.c');
  const call = file && heldCallAt(resolver, file, file.text.indexOf('step(n)'));
  assert.ok(file && call);
  assert.deepEqual(
    heldCallSpots(resolver, call).map((each) => `${each.file}:${each.line}:${each.column}`),
    ['mm/a.c:5:12', 'mm/a.c:6:12'],
  );
  assert.deepEqual(explainHeldCall(call).points.map(proseText), [
    'd_step, handed over in d() (mm/a.c:13)',
    'e_step, handed over in d() (mm/a.c:13)',
  ]);
  assert.equal(heldCallAt(resolver, file, file.text.indexOf('do_init(job, fn);')), null);
  assert.equal(heldCallAt(resolver, file, file.text.indexOf('fn);')), null);
});
