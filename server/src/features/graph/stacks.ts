/**
 * Chains of single calls in a graph. They are drawn as stacks, one function close below the other, and count as one node
 * when the graph is laid out: it takes fewer columns, and less time.
 */
import { addTo } from '../../base/add-to.ts';
import type { GraphAnswer, GraphNode } from '../../model/graph-answers.ts';

/** A longer chain goes on in a stack of its own, so that it does not make the picture high. */
const MOST = 6;

/** Nodes of which each calls only the next, which nothing else calls; most often a single one. */
export type Stack = readonly [GraphNode, ...GraphNode[]];

/** The stacks of a graph; each of its nodes is in one. Those of a stack have the same memory type. */
export function stacksOf({ nodes, edges }: Pick<GraphAnswer, 'nodes' | 'edges'>): readonly Stack[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const [called, callers] = [neighbours(edges, 'from', 'to'), neighbours(edges, 'to', 'from')];
  const next = new Map<string, GraphNode>();
  for (const node of nodes) {
    const [to, another] = called.get(node.id) ?? [];
    const below = to === undefined || another !== undefined ? undefined : byId.get(to);
    if (below && callers.get(below.id)?.size === 1 && below.memoryType === node.memoryType) next.set(node.id, below);
  }
  const lower = new Set([...next.values()].map(({ id }) => id));
  const placed = new Set<string>();
  const stacks: Stack[] = [];
  // What is left after the heads of chains are functions that call each other in a ring.
  for (const node of [...nodes.filter(({ id }) => !lower.has(id)), ...nodes]) {
    if (!placed.has(node.id)) addTo(stacks, chain(node, next, placed));
  }
  return stacks;
}

function chain(head: GraphNode, next: ReadonlyMap<string, GraphNode>, placed: Set<string>): readonly Stack[] {
  const stacks: [GraphNode, ...GraphNode[]][] = [];
  for (let node: GraphNode | undefined = head; node && !placed.has(node.id); node = next.get(node.id)) {
    placed.add(node.id);
    const last = stacks.at(-1);
    if (last && last.length < MOST) last.push(node);
    else stacks.push([node]);
  }
  return stacks;
}

function neighbours(
  edges: GraphAnswer['edges'],
  near: 'from' | 'to',
  far: 'from' | 'to',
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const edge of edges) {
    const known = found.get(edge[near]);
    if (known) known.add(edge[far]);
    else found.set(edge[near], new Set([edge[far]]));
  }
  return found;
}
