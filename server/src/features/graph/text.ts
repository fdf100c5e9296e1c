/** Call graphs as a tree for a terminal, and what every form of them needs. */
import type { GraphAnswer, GraphEdge, GraphNode } from '../../model/graph-answers.ts';

/** What a node is called in every form: functions with parentheses, and with dots where they call more than is shown. */
export function nodeTitle(node: GraphNode): string {
  const sign = { added: '+ ', removed: '− ', none: '' }[node.change ?? 'none'];
  return `${sign}${plainTitle(node)}`;
}

function plainTitle(node: GraphNode): string {
  switch (node.kind) {
    case 'ioctl':
    case 'dispatch':
      return node.function;
    case 'more':
      return `${node.function} ...`;
    case 'function':
    case 'hook':
      return node.more ? `${node.function}() ...` : `${node.function}()`;
  }
}

/** How many memory types of one function are named. */
const NAMED_TYPES = 3;

/** The memory types of a node, in a few words; empty for a node of none. */
export function typesText({ memoryType, memoryTypes = [] }: GraphNode): string {
  if (memoryType !== null) return memoryType;
  const rest = memoryTypes.length - NAMED_TYPES;
  const named = memoryTypes.slice(0, NAMED_TYPES).join(', ');
  return rest > 0 ? `${named} and ${rest} more` : named;
}

/** One line of the tree form. */
export interface TreeLine {
  /** The lines and branches in front. */
  readonly stem: string;
  readonly node: GraphNode;
  /** The edge that leads here; null for a root. */
  readonly edge: GraphEdge | null;
  /** Whether what follows from the node was shown before. */
  readonly repeated: boolean;
}

/** The graph as a tree: what appears in several places is written out in the first. */
export function* treeLines(graph: GraphAnswer): Iterable<TreeLine> {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const outgoing = new Map<string, GraphEdge[]>();
  for (const edge of graph.edges) {
    const all = outgoing.get(edge.from);
    if (all) all.push(edge);
    else outgoing.set(edge.from, [edge]);
  }
  const called = new Set(graph.edges.map((edge) => edge.to));
  const shown = new Set<string>();
  function* below(node: GraphNode, stem: string): Iterable<TreeLine> {
    const next = (outgoing.get(node.id) ?? []).flatMap((edge) => {
      const to = nodes.get(edge.to);
      return to ? [{ edge, to }] : [];
    });
    for (const [i, { edge, to }] of next.entries()) {
      const last = i === next.length - 1;
      const repeated = shown.has(to.id) && outgoing.has(to.id);
      yield { stem: `${stem}${last ? '`- ' : '|- '}`, node: to, edge, repeated };
      if (shown.has(to.id)) continue;
      shown.add(to.id);
      yield* below(to, `${stem}${last ? '   ' : '|  '}`);
    }
  }
  const roots = graph.nodes.filter((node) => !called.has(node.id));
  for (const root of roots.length > 0 ? roots : graph.nodes.slice(0, 1)) {
    if (shown.has(root.id)) continue;
    shown.add(root.id);
    yield { stem: '', node: root, edge: null, repeated: false };
    yield* below(root, '');
  }
}

/** Nodes by memory type, those of none under an empty name. */
export function clusters(graph: GraphAnswer): ReadonlyMap<string, readonly GraphNode[]> {
  const found = new Map<string, GraphNode[]>();
  for (const node of graph.nodes) {
    const all = found.get(node.memoryType ?? '');
    if (all) all.push(node);
    else found.set(node.memoryType ?? '', [node]);
  }
  return found;
}

/** Short names for the nodes, for formats in which a name cannot be everything. */
export function shortIds(graph: GraphAnswer): ReadonlyMap<string, string> {
  return new Map(graph.nodes.map((node, i) => [node.id, `n${i}`]));
}
