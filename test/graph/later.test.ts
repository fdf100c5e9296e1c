/** `reach --async`: hooks that an ioctl only queues, told apart from those that it runs. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { reachText } from '../../server/src/cli/texts/reach.ts';
import { reach } from '../../server/src/features/graph/ioctl-reach.ts';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { Snapshot } from '../../server/src/index/snapshot.ts';
import { Resolver } from '../../server/src/resolve/ops/ops.ts';
import { MemoryTree } from '../harness/memory-tree.ts';
import { projectRoot } from '../harness/root.ts';

const lowerer = loadLowerer(join(projectRoot, 'dist'));

const FILES = {
  'include/linux/mem.h': `struct node { struct node *next; };
struct job { struct node entry; void (*run)(struct job *job); };
struct mem_ops { int (*fill)(int n); int (*drop)(int n); };
struct ctx { const struct mem_ops *ops; struct job later; struct job rest; };
struct file_operations { long (*unlocked_ioctl)(struct ctx *ctx, unsigned int cmd); };
void queue_job(struct job *job);
`,
  'mm/mem.c': `#include <linux/mem.h>
static const struct mem_ops anon_mem_ops = { .fill = anon_fill, .drop = anon_drop };
static struct node *jobs;
void queue_job(struct job *job) { job->entry.next = jobs; jobs = &job->entry; }
static void drop_fn(struct job *job) { struct ctx *ctx = container_of(job, struct ctx, later); ctx->ops->drop(1); }
static void rest_fn(struct job *job) { struct ctx *ctx = container_of(job, struct ctx, rest); queue_job(&ctx->later); }
void mem_setup(struct ctx *ctx) { ctx->later.run = drop_fn; ctx->rest.run = rest_fn; }
static int mem_fill(struct ctx *ctx) { return ctx->ops->fill(1); }
static int mem_drop(struct ctx *ctx) { queue_job(&ctx->rest); return 0; }
static long mem_ioctl(struct ctx *ctx, unsigned int cmd)
{
	switch (cmd) {
	case MEM_FILL:
		return mem_fill(ctx);
	case MEM_DROP:
		return mem_drop(ctx);
	}
	return 0;
}
static const struct file_operations mem_fops = { .unlocked_ioctl = mem_ioctl };
`,
};

async function answerOf(countsLater: boolean): Promise<ReturnType<typeof reach>> {
  const tree = new MemoryTree(new Map(Object.entries(FILES)));
  const resolver = Resolver.of(Snapshot.of(tree, { folders: [] }, await lowerer));
  return reach(resolver, ['mem_ops'], { root: '/', version: '7.3.0' }, countsLater);
}

test('what an ioctl only queues is left out, and told apart where it is asked for', async () => {
  const exact = await answerOf(false);
  assert.deepEqual(
    exact.ioctls.map(({ name, hooks, later }) => [name, hooks.map(({ field }) => field), later]),
    [
      ['MEM_FILL', ['fill'], undefined],
      ['MEM_DROP', [], undefined],
    ],
  );
  const all = await answerOf(true);
  assert.deepEqual(
    all.ioctls.map(({ name, hooks, later }) => [
      name,
      hooks.map(({ field }) => field),
      later?.map((each) => [
        each.function,
        each.queuedIn.function,
        each.queuedBy,
        each.hooks.map(({ field }) => field),
      ]),
    ]),
    [
      ['MEM_FILL', ['fill'], []],
      ['MEM_DROP', [], [['drop_fn', 'rest_fn', 'queue_job', ['drop']]]],
    ],
  );
  const [, row] = `${reachText(all)}`.split('\n').filter((line) => line.includes('MEM_'));
  assert.match(row ?? '', /MEM_DROP +drop +anon +runs later: drop_fn\(\), queued by queue_job\(\) in rest_fn\(\)/);
  assert.doesNotMatch(`${reachText(exact)}`, /later/);
});
