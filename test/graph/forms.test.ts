import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { dotText } from '../../server/src/features/graph/dot.ts';
import { type GraphQuestion, graph } from '../../server/src/features/graph/graph.ts';
import { mermaidText } from '../../server/src/features/graph/mermaid.ts';
import { svgText } from '../../server/src/features/graph/svg.ts';
import { nodeTitle, treeLines } from '../../server/src/features/graph/text.ts';
import { loadLowerer } from '../../server/src/host/assets.ts';
import type { GraphAnswer } from '../../server/src/model/graph-answers.ts';
import type { Lowerer } from '../../server/src/syntax/lower.ts';
import { projectRoot } from '../harness/root.ts';
import { treeOf } from './tree.ts';

let lowerer: Lowerer;
before(async () => {
  lowerer = await loadLowerer(join(projectRoot, 'dist'));
});

const CORE = `
static int run(struct area *area, enum mode mode)
{
	if (mode == MODE_READ)
		return area->vm_ops->foo->read(area);
	return area->vm_ops->foo->write(area);
}
static int recurse(int n) { return n ? recurse(n - 1) : 0; }
long foo_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case ONE: return run((struct area *)arg, MODE_READ);
	case TWO: return run((struct area *)arg, MODE_WRITE);
	case THREE: return recurse(arg);
	}
	return 0;
}`;

function ask(question: GraphQuestion, depth: number | null = null): GraphAnswer {
  const answer = graph(treeOf(CORE, lowerer), ['foo_ops'], question, depth, { root: '/tree', version: '' });
  assert.ok(answer, 'nothing of that name');
  return answer;
}

function text(answer: GraphAnswer): string[] {
  return [...treeLines(answer)].map(({ stem, node }) => stem + nodeTitle(node));
}

describe('graph', () => {
  it('goes from an ioctl to the hooks of that ioctl only', () =>
    assert.deepEqual(text(ask({ k: 'ioctl', name: 'TWO' })), [
      'TWO',
      '`- run()',
      '   `- foo_ops.write',
      '      `- ram_write()',
    ]));
  it('goes from a hook back to the ioctls that reach it', () =>
    assert.deepEqual(text(ask({ k: 'hook', name: 'read' })), [
      'ONE',
      '`- run()',
      '   `- foo_ops.read',
      '      |- ram_read()',
      '      `- rom_read()',
    ]));
  it('shows the calls of an ioctl that reaches no hook', () =>
    assert.deepEqual(text(ask({ k: 'ioctl', name: 'THREE' })), ['THREE', '`- recurse()', '   `- recurse()']));
  it('goes from any function', () => {
    const answer = ask({ k: 'from', name: 'run' });
    assert.deepEqual(
      answer.nodes
        .filter((node) => node.kind === 'hook')
        .map((node) => node.function)
        .sort(),
      ['ram_read', 'ram_write', 'rom_read'],
    );
  });
  it('goes to a function, through the hook that it fills', () =>
    assert.deepEqual(text(ask({ k: 'to', name: 'rom_read' })), [
      'foo_ioctl()',
      '|- run()',
      '|  `- foo_ops.read',
      '|     `- rom_read()',
      '`- run()',
    ]));
  it('says where more was left out', () => {
    const nodes = ask({ k: 'ioctl', name: 'ONE' }, 1).nodes.map(({ kind, more }) => [kind, more]);
    assert.deepEqual(nodes, [
      ['ioctl', false],
      ['function', true],
    ]);
  });
  it('is nothing for an unknown name', () =>
    assert.equal(
      graph(treeOf(CORE, lowerer), ['foo_ops'], { k: 'ioctl', name: 'NONE' }, null, { root: '', version: '' }),
      null,
    ));
});

describe('forms', () => {
  it('has memory types as clusters in DOT', () => {
    const dot = dotText(ask({ k: 'ioctl', name: 'ONE' }));
    assert.match(dot, /subgraph cluster_0 \{\n {4}label="ram";\n.*ram_read\(\)/);
    assert.equal(dot.split('{').length, dot.split('}').length);
  });
  it('has every edge in Mermaid', () => {
    const answer = ask({ k: 'ioctl', name: 'ONE' });
    const arrows = mermaidText(answer).match(/ (?:-->|-\.->)/g) ?? [];
    assert.equal(arrows.length, answer.edges.length);
  });
  it('escapes what stands in the tree in SVG', () => {
    const answer = ask({ k: 'ioctl', name: 'ONE' });
    const nodes = answer.nodes.map((node) => ({ ...node, function: `<script>"${node.function}&` }));
    const svg = svgText({ ...answer, nodes });
    assert.doesNotMatch(svg, /<script>/);
    assert.equal((svg.match(/<rect class="node /g) ?? []).length, nodes.length);
  });
});
