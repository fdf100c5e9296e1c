/** Ways through a drawn graph, and what lies beyond its canvas. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { GraphPicture, PictureEdge, PictureNode } from '../../client/messages.ts';
import { nodeAfter, pathTo } from '../../client/webview/graph/path.ts';
import { beyond, countOf, SIDES } from '../../client/webview/graph/sides.ts';

function node(id: string, x: number, y: number, kind: PictureNode['kind'] = 'function'): PictureNode {
  const names = { id, title: id, lines: [id], place: 'a.c:1', file: 'mm/a.c', line: 1, column: 1, function: id };
  return { ...names, kind, memoryType: null, more: false, x, y, width: 40, height: 20 };
}

const call = (from: string, to: string): PictureEdge => ({
  from,
  to,
  kind: 'call',
  condition: null,
  file: 'mm/a.c',
  line: 1,
  points: [],
  mark: 0,
});

/** One function calls three, of which two call a fourth. */
const picture = (direction: GraphPicture['direction'], place: (along: number, across: number) => [number, number]) => ({
  ...{ width: 300, height: 300, direction, clusters: [] },
  nodes: [
    node('start', ...place(0, 100)),
    node('left', ...place(100, 40)),
    node('middle', ...place(100, 90)),
    node('right', ...place(100, 160)),
    node('end', ...place(200, 50)),
  ],
  edges: [
    call('start', 'right'),
    call('start', 'left'),
    call('start', 'middle'),
    call('left', 'end'),
    call('right', 'end'),
  ],
});

const across = picture('right', (along, aside) => [along, aside]);
const down = picture('down', (along, aside) => [aside, along]);

/** Where keys lead, one after another. */
function walk(graph: GraphPicture, keys: readonly string[]): string {
  let [at] = graph.nodes;
  for (const key of keys) at = at && nodeAfter(graph, at, key);
  return at?.id ?? 'nowhere';
}

describe('arrow keys', () => {
  test('lead along calls and across them, whichever way the picture goes', () => {
    assert.equal(walk(across, ['ArrowRight']), 'middle');
    assert.equal(walk(across, ['ArrowRight', 'ArrowUp', 'ArrowRight']), 'end');
    assert.equal(walk(across, ['ArrowRight', 'ArrowDown', 'ArrowLeft']), 'start');
    assert.equal(walk(down, ['ArrowDown']), 'middle');
    assert.equal(walk(down, ['ArrowDown', 'ArrowLeft', 'ArrowDown']), 'end');
    assert.equal(walk(down, ['ArrowDown', 'ArrowRight', 'ArrowUp']), 'start');
  });

  test('lead nowhere past the last node, and Home leads to the first', () => {
    assert.equal(walk(across, ['ArrowRight', 'ArrowUp', 'ArrowUp']), 'nowhere');
    assert.equal(walk(across, ['ArrowRight', 'ArrowRight']), 'nowhere');
    assert.equal(walk(across, ['ArrowRight', 'ArrowUp', 'ArrowRight', 'Home']), 'start');
    assert.equal(walk(across, ['constructor']), 'nowhere');
  });
});

test('the path to a node is the shortest way from a start', () => {
  assert.deepEqual(
    pathTo(across, 'end').map(({ from, to }) => `${from}-${to}`),
    ['start-right', 'right-end'],
  );
  assert.deepEqual([pathTo(across, 'start'), pathTo(across, 'not there')], [[], []]);
});

test('a circle of calls that nothing leads to has no path, and ends', () => {
  const nodes = [node('a', 0, 0), node('b', 50, 0)];
  assert.deepEqual(pathTo({ nodes, edges: [call('a', 'b'), call('b', 'a')] }, 'b'), []);
});

describe('what lies beyond the canvas', () => {
  const size = { width: 100, height: 100 };
  const boxes = [
    node('a', -1, -50),
    node('b', 101, 50, 'hook'),
    node('c', 50, 200),
    node('d', 50, 50),
    node('e', 5, -9),
  ];

  test('is told at one side each', () => {
    const there = SIDES.map((side) => [
      side.name,
      ...boxes.filter((box) => beyond(boxes, size, side).includes(box)).map(({ id }) => id),
    ]);
    assert.deepEqual(there, [
      ['left', 'a'],
      ['right', 'b'],
      ['up', 'e'],
      ['down', 'c'],
    ]);
  });

  test('is counted, hooks apart', () => {
    const counted = [0, 1, 2].map((hooks) =>
      countOf([node('x', 0, 0, hooks > 1 ? 'hook' : 'function'), ...boxes.slice(1, hooks > 0 ? 2 : 1)]),
    );
    assert.deepEqual(counted, ['1 more', '2 more, 1 hook', '2 more hooks']);
  });
});
