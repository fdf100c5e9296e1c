/** Layouts of call graphs, of graphs that are written as arrows: `a > b` is a call, `a | T` the memory type of a function. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { labelOf } from '../../../server/src/features/graph/labels.ts';
import { type Box, layout, layoutFor, type Point } from '../../../server/src/features/graph/layout.ts';
import { stacksOf } from '../../../server/src/features/graph/stacks.ts';
import type { GraphAnswer, GraphEdge, GraphNode } from '../../../server/src/model/graph-answers.ts';

function node(name: string, memoryType: string | null = null, file = 'mm/a.c'): GraphNode {
  return { id: name, function: name, file, line: 10, column: 1, kind: 'function', memoryType, more: false };
}

function graphOf(text: string): GraphAnswer {
  const lines = text.split(',').map((line) => line.trim());
  const types = new Map(
    lines.filter((line) => line.includes('|')).map((line) => line.split(' | ') as [string, string]),
  );
  const edges = lines
    .filter((line) => line.includes('>'))
    .map((line, i): GraphEdge => {
      const [from = '', to = ''] = line.split(' > ');
      return { from, to, kind: 'call', file: 'mm/a.c', line: i + 1, condition: null };
    });
  const names = [...new Set(edges.flatMap(({ from, to }) => [from, to]))];
  const nodes = names.map((name) => node(name, types.get(name) ?? null));
  return { schema: 1, tree: { root: '/', version: '' }, nodes, edges, note: null };
}

const stacks = (text: string): string[] => stacksOf(graphOf(text)).map((stack) => stack.map(({ id }) => id).join(' '));

describe('stacks', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['a chain is one', 'a > b, b > c', ['a b c']],
    ['a function that is called by two begins its own', 'a > b, a > c, b > d, c > d, d > e', ['a', 'b', 'c', 'd e']],
    ['a call that is made twice counts once', 'a > b, a > b', ['a b']],
    ['memory types are kept apart', 'a > b, b > c, b | T, c | T', ['a', 'b c']],
    ['a function that calls itself stays alone', 'a > b, b > b', ['a', 'b']],
    ['a ring is cut somewhere', 'a > b, b > c, c > a', ['a b c']],
    ['a long chain goes on in another', 'a > b, b > c, c > d, d > e, e > f, f > g, g > h', ['a b c d e f', 'g h']],
  ];
  for (const [what, text, expected] of cases) test(what, () => assert.deepEqual(stacks(text), expected));
});

/** Whether a line meets the inside of a box: looked at step by step. */
function crosses(from: Point, to: Point, { x, y, width, height }: Box): boolean {
  const steps = Math.ceil(Math.hypot(to.x - from.x, to.y - from.y));
  return Array.from({ length: steps + 1 }, (_, i) => i / Math.max(1, steps)).some((part) => {
    const at = { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
    return Math.abs(at.x - x) < width / 2 - 1 && Math.abs(at.y - y) < height / 2 - 1;
  });
}

describe('a layout', () => {
  const text = 'a > b, a > b, b > c, b > d, c > e, d > e, e > f, f > a, e | T, f > f';
  const callers = Array.from({ length: 40 }, (_, i) => `caller_${i} > a`).join();
  const called = Array.from({ length: 30 }, (_, i) => `e > called_${i}, e > called_${i}`).join();

  for (const [direction, arrows] of [
    ['right', text],
    ['down', text],
    ['right', `${text}, ${callers}, ${called}`],
    ['down', `${text}, ${callers}, ${called}`],
  ] as const) {
    test(`to the ${direction}: nodes do not overlap, and edges begin and end at theirs (${arrows.length})`, () => {
      const { nodes, edges } = layout(graphOf(arrows), direction);
      for (const a of nodes)
        for (const b of nodes) {
          const apart =
            Math.abs(a.x - b.x) >= (a.width + b.width) / 2 || Math.abs(a.y - b.y) >= (a.height + b.height) / 2;
          assert.ok(a === b || apart, `${a.node.id} and ${b.node.id}`);
        }
      const at = new Map(nodes.map((each) => [each.node.id, each]));
      for (const { edge, points } of edges) {
        for (const [id, point] of [
          [edge.from, points[0]],
          [edge.to, points.at(-1)],
        ] as const) {
          const box = at.get(id);
          assert.ok(box && point, id);
          assert.ok(
            Math.abs(point.x - box.x) <= box.width / 2 + 1 && Math.abs(point.y - box.y) <= box.height / 2 + 1,
            id,
          );
        }
      }
    });
  }

  for (const direction of ['right', 'down'] as const)
    test(`to the ${direction}: a crowd is about as wide as high, and no line of it goes through another function`, () => {
      const { nodes, edges, width, height } = layout(graphOf(`b > c, a > b, ${callers}`), direction);
      const marks = edges.map(({ points, mark }) => points[mark] ?? assert.fail());
      for (const [i, a] of marks.entries())
        for (const b of marks.slice(i + 1)) assert.ok(Math.hypot(a.x - b.x, a.y - b.y) > 14, 'signs are apart');
      assert.ok(width < 4 * height && height < 4 * width, `${width} x ${height}`);
      for (const { edge, points } of edges)
        for (const [i, to] of points.slice(1).entries())
          for (const { node: other, ...box } of nodes) {
            const from = points[i];
            if (!from || other.id === edge.from || other.id === edge.to) continue;
            assert.ok(!crosses(from, to, box), `${edge.from} > ${edge.to} through ${other.id}`);
          }
    });

  for (const direction of ['right', 'down'] as const)
    test(`to the ${direction}: those that call the same few are a crowd, and lines beside crowds are slant between ranks`, () => {
      const both = Array.from({ length: 9 }, (_, i) => `both${i} > b, both${i} > d`).join(', ');
      const beside = 'a > e, a > f, a2 > e, a2 > b, far > a3, far > d, a3 > f, a3 > d';
      const { nodes, edges } = layout(graphOf(`b > c, d > c, e > c, f > c, ${callers}, ${both}, ${beside}`), direction);
      const own = nodes.filter(({ node: { id } }) => id.startsWith('both'));
      const [across, along] = direction === 'right' ? (['y', 'x'] as const) : (['x', 'y'] as const);
      assert.ok(new Set(own.map((each) => each[along])).size > 1, 'in rows and columns');
      assert.ok(new Set(own.map((each) => each[across])).size > 1, 'in rows and columns');
      // What nothing calls stands where the calls of the crowd leave.
      const end = (name: string): number => {
        const ends = nodes.filter(({ node: { id } }) => id.startsWith(name));
        return Math.max(...ends.map((each) => each[along] + each[along === 'x' ? 'width' : 'height'] / 2));
      };
      assert.ok(Math.abs(end('far') - end('caller_')) < 1, `${end('far')} and ${end('caller_')}`);
      for (const { edge, points } of edges) {
        for (const [i, to] of points.slice(1).entries())
          for (const { node: other, ...box } of nodes) {
            const from = points[i];
            if (!from || other.id === edge.from || other.id === edge.to) continue;
            assert.ok(!crosses(from, to, box), `${edge.from} > ${edge.to} through ${other.id}`);
          }
      }
    });

  test('goes down where that fits the room better, and to the right where both fit', () => {
    const tree = graphOf('a > b, a > c, b > d, b > e, c > f, c > g, d > h, d > i');
    assert.equal(layoutFor(tree, { width: 2000, height: 2000 }).direction, 'right');
    assert.equal(layoutFor(tree, { width: 300, height: 60 }).direction, 'right');
    assert.equal(
      layoutFor(graphOf('a > b, b > d, c > b, d > e, d > f'), { width: 250, height: 2000 }).direction,
      'down',
    );
  });

  test('of nothing is empty', () => {
    assert.deepEqual(layout({ ...graphOf(''), nodes: [], edges: [] }, 'down').nodes, []);
  });
});

describe('a label', () => {
  const lines = (name: string): readonly string[] => labelOf(node(name)).lines;

  test('is broken where a name has parts', () => {
    assert.deepEqual(lines('userfaultfd_copy'), ['userfaultfd_copy()']);
    assert.deepEqual(lines('shmem_mfill_filemap_remove'), ['shmem_mfill_', 'filemap_remove()']);
    assert.deepEqual(lines('averyveryverylongnamewithoutparts'), ['averyveryverylongnamewithoutparts()']);
    assert.deepEqual(lines('__x64_sys_userfaultfd'), ['__x64_sys_', 'userfaultfd()']);
  });

  test('keeps the end of a long path', () => {
    const { place } = labelOf(node('a', null, 'drivers/gpu/drm/i915/gem/i915_gem_mman.c'));
    assert.equal(place, '.../gem/i915_gem_mman.c:10');
  });
});
