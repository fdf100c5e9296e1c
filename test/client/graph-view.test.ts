/** What part of a graph the panel shows, in numbers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PictureNode } from '../../client/messages.ts';
import {
  beginning,
  type Drawn,
  inSight,
  isReadable,
  onCanvas,
  shifted,
  whole,
  zoomed,
} from '../../client/webview/graph/geometry.ts';

const CANVAS = { width: 424, height: 224 };

function node(x: number, y: number): PictureNode {
  const box = { x, y, width: 40, height: 20 };
  const names = { id: `${x},${y}`, title: 'f', lines: ['f'], place: 'a.c:1', file: 'mm/a.c', line: 1, column: 1 };
  const about = { function: 'f', kind: 'function', memoryType: null, more: false } as const;
  return { ...names, ...box, ...about };
}

const graph = (width: number, height: number): Drawn => ({ width, height, nodes: [node(20, height / 2)] });

test('a graph that has room begins whole and in the middle, never enlarged', () => {
  const small = graph(200, 100);
  assert.ok(isReadable(small, CANVAS));
  assert.deepEqual(beginning(small, CANVAS), { x: 112, y: 62, scale: 1 });
  assert.deepEqual(whole(small, CANVAS), beginning(small, CANVAS));
});

test('a graph that could not be read whole begins at its start', () => {
  const wide = graph(4000, 100);
  assert.ok(!isReadable(wide, CANVAS));
  assert.deepEqual(beginning(wide, CANVAS), { x: 12, y: 72, scale: 0.8 });
  assert.deepEqual(whole(wide, CANVAS), { x: 12, y: 107, scale: 0.1 });
});

test('a graph of any size has a whole that can be seen', () => {
  assert.equal(whole(graph(1e9, 1e9), CANVAS).scale, 0.05);
  assert.equal(whole({ width: 0, height: 0, nodes: [] }, CANVAS).scale, 1);
});

test('a view that shows a node stays, another moves no more than it takes', () => {
  const view = { x: 0, y: 0, scale: 1 };
  assert.equal(shifted(node(200, 100), view, CANVAS), view);
  assert.deepEqual(shifted(node(10, 300), view, CANVAS), { x: 22, y: -98, scale: 1 });
  assert.equal(inSight(view, [node(430, 100)], CANVAS), view);
  assert.deepEqual(inSight(view, [node(900, 100), node(2000, 100)], CANVAS), { x: -508, y: 0, scale: 1 });
});

test('a zoom keeps the point under the pointer, and ends somewhere', () => {
  const at = { x: 100, y: 50 };
  const view = { x: -30, y: 20, scale: 0.5 };
  const next = zoomed(view, 2, at);
  assert.equal(next.scale, 1);
  const under = { x: (at.x - view.x) / view.scale, y: (at.y - view.y) / view.scale, width: 0, height: 0 };
  assert.deepEqual(onCanvas(under, next), { ...at, width: 0, height: 0 });
  assert.deepEqual([zoomed(view, 100, at).scale, zoomed(view, 0, at).scale], [4, 0.05]);
});
