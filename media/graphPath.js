/**
 * Ways through a graph: how one gets to a node, and where an arrow key leads.
 *
 * @import { Edge, Node } from './graphDrawing.js'
 *
 * @typedef {{ readonly nodes: readonly Node[], readonly edges: readonly Edge[] }} Graph
 */

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
 * The node that a key leads to; undefined for a key that does not move.
 *
 * @param {Graph} graph
 * @param {Node} from
 * @param {string} key
 * @returns {Node | undefined}
 */
export function nodeAfter({ nodes, edges }, from, key) {
  /** @param {readonly string[]} ids */
  const nearest = (ids) =>
    nodes.filter(({ id }) => ids.includes(id)).sort((a, b) => Math.abs(a.y - from.y) - Math.abs(b.y - from.y))[0];
  const column = nodes.filter((node) => Math.abs(node.x - from.x) < (node.width + from.width) / 2);
  const sorted = column.sort((a, b) => a.y - b.y);
  const at = sorted.findIndex(({ id }) => id === from.id);
  switch (key) {
    case 'ArrowRight':
      return nearest(edges.filter((edge) => edge.from === from.id).map(({ to }) => to));
    case 'ArrowLeft':
      return nearest(edges.filter((edge) => edge.to === from.id).map((edge) => edge.from));
    case 'ArrowUp':
      return sorted[at - 1];
    case 'ArrowDown':
      return sorted[at + 1];
    case 'Home':
      return nodes[0];
    default:
      return undefined;
  }
}
