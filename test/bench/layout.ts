/**
 * npm run bench:layout -- KERNEL
 *
 * Prints how long the layout of real call graphs takes with dagre, which draws the panel's graphs, and with Graphviz where
 * there is a `dot` command; and how large the pictures are. Processor time, the best of three: other work on the machine
 * matters little. Graphviz's time is that of its whole process.
 */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { dotText } from '../../server/src/features/graph/dot.ts';
import { layout } from '../../server/src/features/graph/layout.ts';
import type { GraphAnswer } from '../../server/src/model/graph-answers.ts';
import { answer } from '../harness/command.ts';

const QUESTIONS: readonly (readonly string[])[] = [
  ['--ioctl', 'UFFDIO_COPY'],
  ['--from', 'handle_mm_fault', '--depth', '2'],
  ['--from', 'mfill_atomic_copy', '--depth', '4'],
  ['--from', 'handle_mm_fault', '--depth', '3'],
  ['--to', 'handle_userfault', '--depth', '9'],
  ['--from', 'handle_mm_fault', '--depth', '4'],
];

const RUNS = 3;

/** The processor time of the quickest run, in milliseconds. */
function best(run: () => void): number {
  const times = Array.from({ length: RUNS }, () => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

/** Graphviz's time and size; null where there is none. */
function graphviz(graph: GraphAnswer): { readonly time: number; readonly size: string } | null {
  const { status, stdout } = spawnSync('dot', ['-Tplain'], { input: dotText(graph), encoding: 'utf8' });
  if (status !== 0) return null;
  const began = performance.now();
  spawnSync('dot', ['-Tplain'], { input: dotText(graph) });
  const [, , width = 0, height = 0] = stdout.split('\n', 1)[0]?.split(' ').map(Number) ?? [];
  return { time: performance.now() - began, size: `${Math.round(width * 72)} x ${Math.round(height * 72)}` };
}

const [kernel = process.env['OPSCOPE_KERNEL']?.split(':')[0]] = process.argv.slice(2);
if (!kernel) throw new Error('which kernel tree? npm run bench:layout -- KERNEL');
console.log('| graph | nodes | edges | dagre | size | Graphviz | size |\n| --- | --- | --- | --- | --- | --- | --- |');
for (const question of QUESTIONS) {
  const graph = await answer<GraphAnswer>(['graph', ...question, '--tree', resolve(kernel)]);
  const { width, height } = layout(graph, 'right');
  const time = best(() => layout(graph, 'right'));
  const other = graphviz(graph);
  const cells = [
    `\`${question.join(' ')}\``,
    graph.nodes.length,
    graph.edges.length,
    `${time.toFixed(0)} ms`,
    `${Math.round(width)} x ${Math.round(height)}`,
    other ? `${other.time.toFixed(0)} ms` : '-',
    other?.size ?? '-',
  ];
  console.log(`| ${cells.join(' | ')} |`);
}
