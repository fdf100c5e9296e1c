/** Draws a laid-out graph as SVG. Everything from the tree goes in as text. */
import type { GraphPicture, PictureEdge, PictureNode } from '../../messages.ts';
import { colourOf } from '../colours.ts';
import { svg } from '../elements.ts';

/** What a call wears that only one of two sides makes, or makes on another condition. */
const SIGNS = { added: '+', removed: '−', changed: '~' };

/** Between the lines of a title. */
const LINE_HEIGHT = 14;

/** The drawing: clusters at the back, then edges, then nodes, whose order is that of the picture. */
export function drawing({ nodes, edges, clusters }: GraphPicture): SVGElement {
  return svg('g', { class: 'drawing' }, [
    svg('defs', {}, [arrow()]),
    ...clusters.map((each) => cluster(each, colourOf(each.memoryType))),
    ...edges.map(edge),
    ...nodes.map((each) => node(each, colourOf(each.memoryType))),
  ]);
}

/** The head of every edge. */
function arrow(): SVGElement {
  const size = { refX: 7, refY: 4, markerWidth: 8, markerHeight: 8 };
  const attributes = { id: 'arrow', viewBox: '0 0 8 8', ...size, markerUnits: 'userSpaceOnUse', orient: 'auto' };
  return svg('marker', attributes, [svg('path', { d: 'M0 0L8 4L0 8z' })]);
}

function cluster({ memoryType, x, y, width, height }: GraphPicture['clusters'][number], colour: string): SVGElement {
  const [left, top] = [x - width / 2, y - height / 2];
  return svg('g', { class: colour }, [
    svg('rect', { class: 'cluster', x: left, y: top, width, height, rx: 6 }),
    svg('text', { class: 'cluster-name', x: left + 8, y: top + 13 }, [memoryType]),
  ]);
}

function edge({ kind, points, mark, condition, change }: PictureEdge): SVGElement {
  const d = points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
  const middle = points[mark];
  const sign = change && middle ? [svg('text', { class: 'sign', x: middle.x, y: middle.y - 8 }, [SIGNS[change]])] : [];
  const badge =
    condition !== null && middle
      ? [
          svg('circle', { cx: middle.x, cy: middle.y, r: 7 }),
          svg('text', { class: 'if', x: middle.x, y: middle.y + 3 }, ['if']),
        ]
      : [];
  return svg('g', { class: `edge ${kind} ${change ?? ''}` }, [
    svg('path', { class: 'line', d, 'marker-end': 'url(#arrow)' }),
    svg('path', { class: 'reach', d }),
    ...badge,
    ...sign,
  ]);
}

function node(drawn: PictureNode, colour: string): SVGElement {
  const { kind, lines, place, more, x, y, width, height, change = '' } = drawn;
  const [left, top] = [x - width / 2, y - height / 2];
  const radius = kind === 'ioctl' ? Math.min(20, height / 2) : kind === 'hook' ? 10 : 3;
  const label = labelOf(drawn);
  return svg('g', { class: `node ${kind} ${colour} ${change}`, tabindex: -1, role: 'treeitem', 'aria-label': label }, [
    svg('rect', { x: left, y: top, width, height, rx: radius }),
    svg(
      'text',
      { y: top + 17 },
      lines.map((text, i) => svg('tspan', { x, dy: i === 0 ? 0 : LINE_HEIGHT }, [text])),
    ),
    svg('text', { class: 'place', x, y: top + height - 8 }, [place]),
    ...(more && kind !== 'more' ? [goOn(x + width / 2, y)] : []),
  ]);
}

/** What a screen reader says of a node. */
function labelOf({ kind, title, file, line, memoryType, memoryTypes, more }: PictureNode): string {
  const types = memoryTypes?.join(', ') ?? memoryType ?? '';
  const rest = more ? 'calls more than is shown' : '';
  return [title, kind, types, rest, `${file}:${line}`].filter(Boolean).join(', ');
}

/** The badge of a function that calls more than is shown: a click goes on from there. */
function goOn(cx: number, cy: number): SVGElement {
  return svg('g', { class: 'go-on' }, [
    svg('title', {}, ['Draw what this function calls (F)']),
    svg('circle', { cx, cy, r: 8 }),
    svg('text', { x: cx, y: cy + 4 }, ['+']),
  ]);
}
