/** Functions of one name in several files: each is called by those who mean it, and fills the hooks of those who mean it. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { graph } from '../../server/src/features/graph/graph.ts';
import { treeLines } from '../../server/src/features/graph/text.ts';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { LIKELY_FOLDERS } from '../../server/src/index/folders.ts';
import { Snapshot } from '../../server/src/index/snapshot.ts';
import { directCalls } from '../../server/src/resolve/graph/calls.ts';
import { Resolver } from '../../server/src/resolve/ops/ops.ts';
import type { Lowerer } from '../../server/src/syntax/lower.ts';
import { MemoryTree } from '../harness/memory-tree.ts';
import { projectRoot } from '../harness/root.ts';

let lowerer: Lowerer;
before(async () => {
  lowerer = await loadLowerer(join(projectRoot, 'dist'));
});

const files = new Map([
  [
    'include/linux/pump.h',
    `struct pump;
struct pump_ops { int (*prime)(struct pump *p); };
struct pump { const struct pump_ops *ops; };
int pump_start(struct pump *p);
`,
  ],
  [
    'mm/hand.c',
    `#include <linux/pump.h>
static int pump_start(struct pump *p) { return 1; }
static const struct pump_ops hand_ops = { .prime = pump_start };
`,
  ],
  ['mm/real.c', '#include <linux/pump.h>\nint pump_start(struct pump *p) { return 2; }\n'],
  ['mm/motor.c', '#include <linux/pump.h>\nstatic const struct pump_ops motor_ops = { .prime = pump_start };\n'],
  [
    'mm/core.c',
    `#include <linux/pump.h>
int prime(struct pump *p) { return p->ops->prime(p); }
int start(struct pump *p) { return pump_start(p); }
`,
  ],
]);

/** The nodes of the graph that leads to a function, with where it is and its memory type. */
function leadingTo(name: string): readonly string[] {
  const snapshot = Snapshot.of(new MemoryTree(files), { folders: LIKELY_FOLDERS }, lowerer);
  const question = { k: 'to', name } as const;
  const answer = graph(Resolver.of(snapshot), ['pump_ops'], question, null, { root: '/tree', version: '' });
  assert.ok(answer, `${name} leads to nothing`);
  return [...treeLines(answer)].map(({ stem, node }) => [stem + node.function, node.memoryType, node.file].join(' '));
}

test('a function of its file fills the hooks of that file, and nobody else calls it', () => {
  assert.deepEqual(leadingTo('mm/hand.c:pump_start'), [
    'prime  mm/core.c',
    '`- pump_ops.prime  mm/core.c',
    '   `- pump_start hand mm/hand.c',
  ]);
});

test('one that all see fills the hooks of files without one of that name', () => {
  assert.deepEqual(leadingTo('mm/real.c:pump_start'), [
    'start  mm/core.c',
    '`- pump_start motor mm/real.c',
    'prime  mm/core.c',
    '`- pump_ops.prime  mm/core.c',
    '   `- pump_start motor mm/real.c',
  ]);
});

/** What `#if` chooses between: by a number, by a header or one that includes it, and for a macro that stands for another function. */
const chosen = new Map([
  [
    'include/asm-generic/width.h',
    `#ifndef __ASM_GENERIC_WIDTH
#define __ASM_GENERIC_WIDTH
#ifdef CONFIG_64BIT
#define WIDTH 64
#else
#define WIDTH 32
#endif
#endif /* __ASM_GENERIC_WIDTH */
`,
  ],
  [
    'include/linux/count.h',
    `#include <asm-generic/width.h>
#if WIDTH == 32
static inline int count_read(void) { return 32; }
#else
static inline int count_read(void) { return 64; }
#endif
#if !(WIDTH > 32 && CONFIG_PUMPS)
static inline int count_add(void) { return 32; }
#else
static inline int count_add(void) { return 64; }
#endif
`,
  ],
  ['include/linux/same_32.h', 'int same(void);\n#define same __builtin_same\n#define HAVE_BESIDE\nint beside(void);\n'],
  ['include/linux/same_64.h', 'int same(void);\n'],
  [
    'include/linux/same.h',
    '#ifdef CONFIG_X86_32\n#include <linux/same_32.h>\n#else\n#include <linux/same_64.h>\n#endif\n#ifndef HAVE_BESIDE\nint beside(void);\n#endif\n',
  ],
  [
    'include/linux/gate.h',
    `#ifndef CONFIG_PREEMPT_RT
#include <linux/gate_shared.h>
#define gate_shut(gate) plain_shut(gate)
int gate_open(int gate);
#else
#include <linux/gate_rt.h>
#endif
`,
  ],
  ['include/linux/gate_rt.h', '#include <linux/gate_rt_inner.h>\n#include <linux/gate_shared.h>\n'],
  [
    'include/linux/gate_rt_inner.h',
    `static inline int gate_shut(int gate) { return gate; }
static inline int gate_open(int gate) { return gate; }
`,
  ],
  ['include/linux/gate_shared.h', 'static inline int gate_count(void) { return 1; }\n'],
  [
    'include/linux/far.h',
    `#ifndef EXTERNAL
#define EXTERNAL(head) head;
#endif
EXTERNAL(int __must_check
         far_start(int (*done)(void), int far_flags))
EXTERNAL(int far_stop(void))
`,
  ],
  [
    'mm/chosen.c',
    `#include <linux/count.h>
#include <linux/same.h>
#include <linux/far.h>
#include <linux/gate.h>
int g(void) { return gate_shut(1) + gate_open(1) + gate_count(); }
int f(void) { return count_read() + count_add() + same() + beside() + far_start(0, 1) + far_stop() + done() + far_flags(); }
`,
  ],
]);

test('of what an #if chooses between the one that an ordinary configuration has is called', () => {
  const snapshot = Snapshot.of(new MemoryTree(chosen), { folders: LIKELY_FOLDERS }, lowerer);
  const file = snapshot.file('mm/chosen.c');
  assert.ok(file);
  const calls = directCalls(Resolver.of(snapshot), file).map(({ name, callee }) => {
    return `${name} ${callee.kind} ${callee.file.path}:${callee.file.point(callee.at).line}`;
  });
  assert.deepEqual(calls, [
    'gate_open declaration include/linux/gate.h:4',
    'gate_count definition include/linux/gate_shared.h:1',
    'count_read definition include/linux/count.h:5',
    'count_add definition include/linux/count.h:10',
    'same declaration include/linux/same_64.h:1',
    'beside declaration include/linux/same.h:7',
    'far_start declaration include/linux/far.h:5',
    'far_stop declaration include/linux/far.h:6',
  ]);
});
