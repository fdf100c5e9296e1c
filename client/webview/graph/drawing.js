/**
 * Draws a laid-out graph as SVG. Everything from the tree goes in as text.
 *
 * @import { GraphPicture } from '../../messages.ts'
 *
 * @typedef {GraphPicture['nodes'][number]} Node
 * @typedef {GraphPicture['edges'][number]} Edge
 */

import { visible } from '../../../server/src/base/visible.ts';

const SVG = 'http://www.w3.org/2000/svg';

/** How many colours the style has for memory types; further types begin again. */
const COLOURS = 6;

/** Between the lines of a title. */
const LINE_HEIGHT = 14;

/**
 * @param {string} name
 * @param {Readonly<Record<string, string | number>>} [attributes]
 * @param {readonly (Element | string)[]} [children]
 * @returns {SVGElement}
 */
export function svg(name, attributes = {}, children = []) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, visible(`${value}`));
  element.append(...children.map((each) => (typeof each === 'string' ? visible(each) : each)));
  return element;
}

/**
 * The class with the colour of a memory type.
 *
 * @param {readonly string[]} types
 * @param {string | null} type
 * @returns {string}
 */
export function colourOf(types, type) {
  return type === null ? '' : `typed type-${Math.max(0, types.indexOf(type)) % COLOURS}`;
}

/**
 * The drawing: clusters at the back, then edges, then nodes, whose order is that of the picture.
 *
 * @param {GraphPicture} picture
 * @param {readonly string[]} types
 * @returns {SVGElement}
 */
export function drawing({ nodes, edges, clusters }, types) {
  const arrow = svg(
    'marker',
    {
      id: 'arrow',
      viewBox: '0 0 8 8',
      refX: 7,
      refY: 4,
      markerWidth: 8,
      markerHeight: 8,
      markerUnits: 'userSpaceOnUse',
      orient: 'auto',
    },
    [svg('path', { d: 'M0 0L8 4L0 8z' })],
  );
  return svg('g', { class: 'drawing' }, [
    svg('defs', {}, [arrow]),
    ...clusters.map((each) => cluster(each, colourOf(types, each.memoryType))),
    ...edges.map(edge),
    ...nodes.map((each) => node(each, colourOf(types, each.memoryType))),
  ]);
}

/**
 * @param {GraphPicture['clusters'][number]} box
 * @param {string} colour
 */
function cluster({ memoryType, x, y, width, height }, colour) {
  const [left, top] = [x - width / 2, y - height / 2];
  return svg('g', { class: colour }, [
    svg('rect', { class: 'cluster', x: left, y: top, width, height, rx: 6 }),
    svg('text', { class: 'cluster-name', x: left + 8, y: top + 13 }, [memoryType]),
  ]);
}

/** @param {Edge} edge */
function edge({ kind, points, condition }) {
  const d = points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
  const middle = points[Math.floor(points.length / 2)];
  const badge =
    condition !== null && middle
      ? [
          svg('circle', { cx: middle.x, cy: middle.y, r: 7 }),
          svg('text', { class: 'if', x: middle.x, y: middle.y + 3 }, ['if']),
        ]
      : [];
  return svg('g', { class: `edge ${kind}` }, [
    svg('path', { class: 'line', d, 'marker-end': 'url(#arrow)' }),
    svg('path', { class: 'reach', d }),
    ...badge,
  ]);
}

/**
 * @param {Node} node
 * @param {string} colour
 */
function node({ kind, title, lines, place, file, line, memoryType, memoryTypes, more, ...box }, colour) {
  const { x, y, width, height } = box;
  const [left, top] = [x - width / 2, y - height / 2];
  const types = memoryTypes?.join(', ') ?? memoryType ?? '';
  const rest = more ? 'calls more than is shown' : '';
  const label = [title, kind, types, rest, `${file}:${line}`].filter(Boolean).join(', ');
  const radius = kind === 'ioctl' ? Math.min(20, height / 2) : kind === 'hook' ? 10 : 3;
  return svg('g', { class: `node ${kind} ${colour}`, tabindex: -1, role: 'treeitem', 'aria-label': label }, [
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

/**
 * The badge of a function that calls more than is shown: a click goes on from there.
 *
 * @param {number} cx
 * @param {number} cy
 */
function goOn(cx, cy) {
  return svg('g', { class: 'go-on' }, [
    svg('title', {}, ['Draw what this function calls (F)']),
    svg('circle', { cx, cy, r: 8 }),
    svg('text', { x: cx, y: cy + 4 }, ['+']),
  ]);
}
