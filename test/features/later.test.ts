/** What runs later: who queues a function, and what a function queues, by where objects are set and where they are linked. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { functionsNamed } from '../../server/src/features/cursor/named.ts';
import { explain } from '../../server/src/features/editor/explain.ts';
import { dotText } from '../../server/src/features/graph/dot.ts';
import { graph } from '../../server/src/features/graph/graph.ts';
import { queuedLater, queuers } from '../../server/src/features/hierarchy/later.ts';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { Snapshot } from '../../server/src/index/snapshot.ts';
import { queuedBy, queuersOf } from '../../server/src/resolve/graph/queuers.ts';
import { Resolver } from '../../server/src/resolve/ops/ops.ts';
import { MemoryTree } from '../harness/memory-tree.ts';
import { projectRoot } from '../harness/root.ts';

const lowerer = loadLowerer(join(projectRoot, 'dist'));

const FILES = {
  'include/linux/list.h': `struct node { struct node *next, *prev; };
static inline void __put(struct node *new, struct node *prev, struct node *next)
{ next->prev = new; new->next = next; new->prev = prev; WRITE_ONCE(prev->next, new); }
static inline void put_in(struct node *new, struct node *head) { __put(new, head, head->next); }
static inline void __take(struct node *prev, struct node *next) { next->prev = prev; prev->next = next; }
static inline void take_out(struct node *entry) { __take(entry->prev, entry->next); entry->next = entry; }
static inline void move_to(struct node *entry, struct node *head) { take_out(entry); put_in(entry, head); }
`,
  'include/linux/job.h': `#include <linux/list.h>
struct job { struct node entry; void (*run)(struct job *job); };
struct slow_job { struct job job; int delay; };
struct old { struct old *next; void (*free)(struct old *old); };
struct table { struct node entry; int (*open)(void); int (*close)(void); };
bool queue_job(int queue, struct job *job);
void drop_job(struct job *job);
void call_old(struct old *old, void (*free)(struct old *old));
void add_table(struct table *table);
void start(int (*thread)(void *data), void *data);
static inline bool queue_slow(int queue, struct slow_job *slow) { return queue_job(queue, &slow->job); }
#define JOB_INIT(_job, _fn) do { (_job)->run = (_fn); note_init(_job); } while (0)
#define SLOW_INIT(_slow, _fn) JOB_INIT(&(_slow)->job, _fn)
#define DECLARE_JOB(n, f) struct job n = { .run = f }
`,
  'kernel/job.c': `#include <linux/job.h>
static struct node jobs;
struct thread { struct node list; int (*fn)(void *data); };
static void insert(struct job *job, struct node *head) { put_in(&job->entry, head); }
bool queue_job(int queue, struct job *job) { insert(job, &jobs); return true; }
void drop_job(struct job *job) { move_to(&job->entry, &jobs); take_out(&job->entry); }
void note_init(void *object) { last = object; }
void call_old(struct old *old, void (*free)(struct old *old)) { old->free = free; *tail = old; }
void add_table(struct table *table) { put_in(&table->entry, &tables); }
void start(int (*thread)(void *data), void *data)
{
	struct thread *new = alloc();
	new->fn = thread;
	put_in(&new->list, &threads);
}
void run(void) { struct job *job = first(); job->run(job); }
`,
  'mm/a.c': `#include <linux/job.h>
struct dev { int a; struct job reset; struct slow_job poll; struct job many[4]; struct old old; };
static void reset_fn(struct job *job) { }
static void poll_fn(struct job *job) { }
static void other_fn(struct job *job) { }
static void own_fn(struct job *job) { }
static void free_fn(struct old *old) { }
static int thread_fn(void *data) { return 0; }
static int open_fn(void) { return 0; }
static DECLARE_JOB(own_job, own_fn);
static struct table table = { .open = open_fn };
void setup(struct dev *dev)
{
	JOB_INIT(&dev->reset, reset_fn);
	SLOW_INIT(&dev->poll, poll_fn);
	JOB_INIT(&dev->many[1], other_fn);
	add_table(&table);
}
void go(struct dev *dev) { queue_job(1, &dev->reset); }
void go_slow(struct dev *dev) { queue_slow(1, &dev->poll); }
void go_many(struct dev *dev, int i) { struct job *job = &dev->many[i]; queue_job(1, job); }
void go_own(void) { queue_job(1, &own_job); }
void stop(struct dev *dev) { drop_job(&dev->reset); }
void unknown(struct job *job) { struct job *next = some(); queue_job(1, next); }
void release(struct dev *dev) { call_old(&dev->old, free_fn); }
void spawn(void) { start(thread_fn, 0); }
struct file { struct dev *dev; struct job job; };
void put(struct file *file) { JOB_INIT(&file->job, own_fn); queue_job(1, &file->job); }
void put_both(struct file **files) { put(files[0]); }
void here(void) { struct job job; JOB_INIT(&job, other_fn); queue_job(1, &job); }
`,
};

async function resolverOf(): Promise<Resolver> {
  const tree = new MemoryTree(new Map(Object.entries(FILES)));
  return Resolver.of(Snapshot.of(tree, { folders: [] }, await lowerer));
}

async function queuersOfName(name: string): Promise<readonly string[]> {
  const resolver = await resolverOf();
  return functionsNamed(resolver, name).flatMap((body) =>
    queuersOf(resolver, body).map(({ from, at, by }) => `${from.name}:${from.file.point(at).line} ${by}`),
  );
}

async function queuedByName(name: string): Promise<readonly string[]> {
  const resolver = await resolverOf();
  return functionsNamed(resolver, name).flatMap((body) =>
    queuedBy(resolver, body).map((call) => `${call.by} ${call.name}${call.to ? '' : ' (hook)'}`),
  );
}

test('who queues an object queues the function that it was set to, by the member that both name', async () => {
  assert.deepEqual(await queuersOfName('reset_fn'), ['go:19 queue_job']);
  assert.deepEqual(await queuersOfName('poll_fn'), ['go_slow:20 queue_slow']);
  assert.deepEqual(await queuedByName('go'), ['queue_job reset_fn']);
  assert.deepEqual(await queuedByName('go_slow'), ['queue_slow poll_fn']);
});

test('elements of an array are one object, and a variable is what it begins as', async () => {
  assert.deepEqual(await queuedByName('go_many'), ['queue_job other_fn']);
  assert.deepEqual(await queuersOfName('other_fn'), ['go_many:21 queue_job', 'here:30 queue_job']);
});

test('a variable of a file, and one of a function, are objects too', async () => {
  assert.deepEqual(await queuersOfName('own_fn'), ['put:28 queue_job', 'go_own:22 queue_job']);
  assert.deepEqual(await queuedByName('go_own'), ['queue_job own_fn']);
  assert.deepEqual(await queuedByName('here'), ['queue_job other_fn']);
});

test('a function that is kept in what is linked runs later', async () => {
  assert.deepEqual(await queuersOfName('free_fn'), ['release:25 call_old']);
  assert.deepEqual(await queuersOfName('thread_fn'), ['spawn:26 start']);
});

test('setting, taking out and registering a table queue nothing', async () => {
  assert.deepEqual(await queuedByName('setup'), []);
  assert.deepEqual(await queuedByName('stop'), []);
  assert.deepEqual(await queuersOfName('open_fn'), []);
});

test('of an object that nobody can tell the hook is named, and who only hands it on queues nothing', async () => {
  assert.deepEqual(await queuedByName('unknown'), ['queue_job job.run (hook)']);
  assert.deepEqual(await queuedByName('queue_slow'), ['queue_job job.run (hook)']);
  assert.deepEqual(await queuedByName('put_both'), []);
  assert.deepEqual(await queuedByName('insert'), []);
  assert.deepEqual(await queuedByName('queue_job'), []);
});

test('graphs have edges of a kind of their own, dotted', async () => {
  const resolver = await resolverOf();
  const tree = { root: '/', version: '7.3.0' };
  const to = graph(resolver, [], { k: 'to', name: 'reset_fn' }, 2, tree);
  assert.deepEqual(
    to?.edges.map(({ kind, file, line }) => [kind, file, line]),
    [['async', 'mm/a.c', 19]],
  );
  assert.match(to ? dotText(to) : '', /n1 -> n0 \[style=dotted\]/);
  const from = graph(resolver, [], { k: 'from', name: 'go' }, 1, tree);
  assert.deepEqual(
    from?.edges.map(({ kind, to: id }) => [kind, from.nodes.find((each) => each.id === id)?.function]),
    [
      ['call', 'queue_job'],
      ['async', 'reset_fn'],
    ],
  );
});

test('in a graph, the hook of an object that nobody can tell has what fills it, but for that of a struct in very many', async () => {
  const shown = async (more: string): Promise<readonly string[]> => {
    const files = { ...FILES, 'mm/many.c': `#include <linux/job.h>\n${more}` };
    const tree = new MemoryTree(new Map(Object.entries(files)));
    const resolver = Resolver.of(Snapshot.of(tree, { folders: [] }, await lowerer));
    const from = graph(resolver, [], { k: 'from', name: 'unknown' }, 1, { root: '/', version: '7.3.0' });
    const name = (id: string): string => from?.nodes.find((each) => each.id === id)?.function ?? '';
    const open = from?.nodes.flatMap((each) => (each.kind === 'dispatch' && each.more ? [`${each.function} ...`] : []));
    return [...(from?.edges ?? []).map(({ kind, from, to }) => `${kind} ${name(from)} ${name(to)}`), ...(open ?? [])];
  };
  assert.deepEqual(await shown(''), [
    'call unknown queue_job',
    'async unknown job.run',
    'dispatch job.run other_fn',
    'dispatch job.run own_fn',
    'dispatch job.run poll_fn',
    'dispatch job.run reset_fn',
  ]);
  const setters = Array.from(
    { length: 25 },
    (_, i) => `static void f${i}(struct job *j) { }\nvoid s${i}(struct job *j) { j->run = f${i}; }\n`,
  );
  assert.deepEqual((await shown(setters.join(''))).at(-1), 'call job.run 5 more');
  const holders = Array.from({ length: 301 }, (_, i) => `struct h${i} { struct job job; };\n`);
  assert.deepEqual(await shown(holders.join('')), ['call unknown queue_job', 'async unknown job.run', 'job.run ...']);
});

test('the hierarchy and explain say that a function runs later, and who queues it', async () => {
  const resolver = await resolverOf();
  const [reset] = functionsNamed(resolver, 'reset_fn');
  const [go] = functionsNamed(resolver, 'go');
  assert.ok(reset && go);
  const said = [...queuers(resolver, reset), ...queuedLater(resolver, go)];
  assert.deepEqual(
    said.map(({ item, calls }) => [item.name, item.detail, calls[0]?.line]),
    [
      ['go', 'runs later, queued by queue_job()', 19],
      ['reset_fn', 'runs later, queued by queue_job()', 19],
    ],
  );
  const settings = { ops: ['vm_uffd_ops'], contextStructs: [] };
  const lines = ['reset_fn', 'go'].flatMap((name) => explain(resolver, settings, name).flatMap((each) => each.lines));
  assert.deepEqual(
    lines.filter((line) => line.includes('later')),
    [
      '- runs later, queued by queue_job() in go() (mm/a.c:19)',
      '- reset_fn runs later, queued by queue_job() (mm/a.c:19)',
    ],
  );
});
