/**
 * Ways through a graph: how one gets to a node, and where an arrow key leads.
 *
 * @import { GraphPicture } from '../../messages.ts'
 * @import { Edge, Node } from './drawing.js'
 *
 * @typedef {'callee' | 'caller' | 'before' | 'after' | 'start'} Step
 * @typedef {{ readonly nodes: readonly Node[], readonly edges: readonly Edge[] }} Graph
 */

/** @type {Readonly<Record<GraphPicture['direction'], Readonly<Record<string, Step | undefined>>>>} */
const KEYS = {
  right: { ArrowRight: 'callee', ArrowLeft: 'caller', ArrowUp: 'before', ArrowDown: 'after', Home: 'start' },
  down: { ArrowDown: 'callee', ArrowUp: 'caller', ArrowLeft: 'before', ArrowRight: 'after', Home: 'start' },
};

/**
 * The shortest way from a start to a node, as edges.
 *
 * @param {Graph} graph
 * @param {string} id
 * @returns {Edge[]}
 */
export function pathTo({ nodes, edges }, id) {
  const called = new Set(edges.map(({ to }) => to));
  /** @type {Map<string, Edge | null>} */
  const came = new Map(nodes.filter((node) => !called.has(node.id)).map((node) => [node.id, null]));
  for (const from of came.keys()) {
    for (const edge of edges) if (edge.from === from && !came.has(edge.to)) came.set(edge.to, edge);
  }
  const path = [];
  for (let edge = came.get(id); edge; edge = came.get(edge.from)) path.unshift(edge);
  return path;
}

/**
 * The node that a key leads to; undefined for a key that does not move. Calls go to the right or down in a picture: the
 * arrows along it lead to what a node calls and to its caller, those across it to its neighbours.
 *
 * @param {GraphPicture} graph
 * @param {Node} from
 * @param {string} key
 * @returns {Node | undefined}
 */
export function nodeAfter({ nodes, edges, direction }, from, key) {
  const [across, along] = direction === 'right' ? /** @type {const} */ (['y', 'x']) : /** @type {const} */ (['x', 'y']);
  const breadth = direction === 'right' ? 'width' : 'height';
  /** @param {readonly string[]} ids */
  const nearest = (ids) =>
    nodes
      .filter(({ id }) => ids.includes(id))
      .sort((a, b) => Math.abs(a[across] - from[across]) - Math.abs(b[across] - from[across]))[0];
  const row = nodes
    .filter((node) => Math.abs(node[along] - from[along]) < (node[breadth] + from[breadth]) / 2)
    .sort((a, b) => a[across] - b[across]);
  const at = row.findIndex(({ id }) => id === from.id);
  switch (KEYS[direction][key]) {
    case 'callee':
      return nearest(edges.filter((edge) => edge.from === from.id).map(({ to }) => to));
    case 'caller':
      return nearest(edges.filter((edge) => edge.to === from.id).map((edge) => edge.from));
    case 'before':
      return row[at - 1];
    case 'after':
      return row[at + 1];
    case 'start':
      return nodes[0];
    case undefined:
      return undefined;
  }
}
