/** Graphs as a panel shows them: with memory types left out that nobody wants to see, and laid out. */
import { visible } from '../../base/visible.ts';
import type { GraphAnswer, GraphEdge, GraphPicture } from '../../model/graph-answers.ts';
import { layout, layoutFor, type Room } from './layout.ts';
import { nodeTitle } from './text.ts';

/** The memory types of a graph, in order. */
export function memoryTypesOf(graph: GraphAnswer): readonly string[] {
  return [...new Set(graph.nodes.flatMap((node) => node.memoryType ?? []))].sort();
}

/** A graph without some memory types, and without what led to nothing else or came from nothing else. */
export function withoutTypes(graph: GraphAnswer, hidden: readonly string[]): GraphAnswer {
  const shown = new Set(graph.nodes.map((node) => node.id));
  for (const { id, memoryType } of graph.nodes)
    if (memoryType !== null && hidden.includes(memoryType)) shown.delete(id);
  if (shown.size === graph.nodes.length) return graph;
  prune(graph.edges, shown, 'from', 'to');
  prune(graph.edges, shown, 'to', 'from');
  return {
    ...graph,
    nodes: graph.nodes.filter((node) => shown.has(node.id)),
    edges: graph.edges.filter((edge) => shown.has(edge.from) && shown.has(edge.to)),
  };
}

/** Drops nodes that had edges at one end and lost the last of them, until there are none. */
function prune(edges: readonly GraphEdge[], shown: Set<string>, near: 'from' | 'to', far: 'from' | 'to'): void {
  const ends = groups(edges, near);
  let before = -1;
  while (before !== shown.size) {
    before = shown.size;
    for (const [id, own] of ends) if (!own.some((edge) => shown.has(edge[far]))) shown.delete(id);
  }
}

function groups(edges: readonly GraphEdge[], end: 'from' | 'to'): ReadonlyMap<string, readonly GraphEdge[]> {
  const found = new Map<string, GraphEdge[]>();
  for (const edge of edges) {
    const all = found.get(edge[end]);
    if (all) all.push(edge);
    else found.set(edge[end], [edge]);
  }
  return found;
}

/** A graph with the places of its nodes and edges, calls going the way that suits the room there is, if that is known. */
export function picture(graph: GraphAnswer, room: Room | null): GraphPicture {
  const { nodes, edges, ...whole } = room ? layoutFor(graph, room) : layout(graph, 'right');
  return {
    ...whole,
    nodes: nodes.map(({ node, label: { lines, place }, ...box }) => ({
      ...node,
      ...box,
      title: visible(nodeTitle(node)),
      lines,
      place,
    })),
    edges: edges.map(({ edge, ...drawn }) => ({ ...edge, ...drawn })),
  };
}
