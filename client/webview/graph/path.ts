/** Ways through a graph: how one gets to a node, and where an arrow key leads. */
import type { GraphPicture, PictureEdge, PictureNode } from '../../messages.ts';

type Step = 'callee' | 'caller' | 'before' | 'after' | 'start';

const KEYS: Readonly<Record<GraphPicture['direction'], Readonly<Record<string, Step | undefined>>>> = {
  right: { ArrowRight: 'callee', ArrowLeft: 'caller', ArrowUp: 'before', ArrowDown: 'after', Home: 'start' },
  down: { ArrowDown: 'callee', ArrowUp: 'caller', ArrowLeft: 'before', ArrowRight: 'after', Home: 'start' },
};

/** What lies along the calls of a picture and across them, by its direction. */
const AXES = {
  right: { along: 'x', across: 'y', breadth: 'width' },
  down: { along: 'y', across: 'x', breadth: 'height' },
} as const;

/** The shortest way from a start to a node, as edges. */
export function pathTo({ nodes, edges }: Pick<GraphPicture, 'nodes' | 'edges'>, id: string): readonly PictureEdge[] {
  const called = new Set(edges.map(({ to }) => to));
  const starts = nodes.filter((node) => !called.has(node.id));
  const came = new Map<string, PictureEdge | null>(starts.map((node) => [node.id, null]));
  for (const from of came.keys()) {
    for (const edge of edges) if (edge.from === from && !came.has(edge.to)) came.set(edge.to, edge);
  }
  const path: PictureEdge[] = [];
  for (let edge = came.get(id); edge; edge = came.get(edge.from)) path.unshift(edge);
  return path;
}

/**
 * The node that a key leads to; undefined for a key that does not move. Calls go to the right or down in a picture: the
 * arrows along it lead to what a node calls and to its caller, those across it to its neighbours.
 */
export function nodeAfter(graph: GraphPicture, from: PictureNode, key: string): PictureNode | undefined {
  const { nodes, edges, direction } = graph;
  switch (KEYS[direction][key]) {
    case 'callee':
      return nearest(
        graph,
        from,
        edges.filter((edge) => edge.from === from.id).map(({ to }) => to),
      );
    case 'caller':
      return nearest(
        graph,
        from,
        edges.filter((edge) => edge.to === from.id).map((edge) => edge.from),
      );
    case 'before':
      return neighbour(graph, from, -1);
    case 'after':
      return neighbour(graph, from, 1);
    case 'start':
      return nodes[0];
    case undefined:
      return undefined;
  }
}

/** Of some nodes the one that is least to the side of a node. */
function nearest(
  { nodes, direction }: GraphPicture,
  from: PictureNode,
  ids: readonly string[],
): PictureNode | undefined {
  const { across } = AXES[direction];
  const distance = (node: PictureNode): number => Math.abs(node[across] - from[across]);
  return nodes.filter(({ id }) => ids.includes(id)).sort((a, b) => distance(a) - distance(b))[0];
}

/** The node so many places further, among those that are as far along the calls. */
function neighbour({ nodes, direction }: GraphPicture, from: PictureNode, by: number): PictureNode | undefined {
  const { along, across, breadth } = AXES[direction];
  const row = nodes
    .filter((node) => Math.abs(node[along] - from[along]) < (node[breadth] + from[breadth]) / 2)
    .sort((a, b) => a[across] - b[across]);
  return row[row.findIndex(({ id }) => id === from.id) + by];
}
