/** Call graphs as text: a tree for a terminal, DOT for Graphviz, and Mermaid for Markdown. */
import type { GraphAnswer, GraphEdge, GraphNode } from '../../model/graph-answers.ts';

/** What a node is called in every form: functions with parentheses, and with dots where they call more than is shown. */
export function nodeTitle(node: GraphNode): string {
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

const DOT_SHAPES: Readonly<Record<GraphNode['kind'], string>> = {
  ioctl: 'shape=cds',
  function: 'shape=box',
  dispatch: 'shape=diamond',
  hook: 'shape=box, style=rounded',
  more: 'shape=plaintext',
};

/** The graph for Graphviz, memory types as clusters. */
export function dotText(graph: GraphAnswer): string {
  const lines = ['digraph opscope {', '  rankdir=LR;', '  node [fontname="monospace", fontsize=10];'];
  const ids = shortIds(graph);
  let count = 0;
  for (const [type, nodes] of clusters(graph)) {
    const inside = nodes.map((node) => {
      const tip = quoted(`${node.file}:${node.line}`);
      return `${ids.get(node.id)} [label=${quoted(nodeTitle(node))}, ${DOT_SHAPES[node.kind]}, tooltip=${tip}];`;
    });
    if (type === '') lines.push(...inside.map((line) => `  ${line}`));
    else {
      lines.push(`  subgraph cluster_${count++} {`, `    label=${quoted(type)};`);
      lines.push(...inside.map((line) => `    ${line}`), '  }');
    }
  }
  for (const edge of graph.edges) {
    const attributes = [
      ...(edge.condition === null ? [] : [`label=${quoted(edge.condition)}`, 'fontsize=8']),
      ...(edge.kind === 'dispatch' || edge.kind === 'pointer' ? ['style=dashed'] : []),
    ];
    const written = attributes.length > 0 ? ` [${attributes.join(', ')}]` : '';
    lines.push(`  ${ids.get(edge.from)} -> ${ids.get(edge.to)}${written};`);
  }
  return `${[...lines, '}'].join('\n')}\n`;
}

const MERMAID_SHAPES: Readonly<Record<GraphNode['kind'], readonly [string, string]>> = {
  ioctl: ['>', ']'],
  function: ['[', ']'],
  dispatch: ['{{', '}}'],
  hook: ['(', ')'],
  more: ['[', ']'],
};

/** The graph for Mermaid, memory types as subgraphs. */
export function mermaidText(graph: GraphAnswer): string {
  const lines = ['flowchart LR'];
  const ids = shortIds(graph);
  for (const [type, nodes] of clusters(graph)) {
    const inside = nodes.map((node) => {
      const [open, close] = MERMAID_SHAPES[node.kind];
      return `${ids.get(node.id)}${open}"${escaped(nodeTitle(node))}"${close}`;
    });
    if (type === '') lines.push(...inside.map((line) => `  ${line}`));
    else lines.push(`  subgraph "${escaped(type)}"`, ...inside.map((line) => `    ${line}`), '  end');
  }
  for (const edge of graph.edges) {
    const arrow = edge.kind === 'dispatch' || edge.kind === 'pointer' ? '-.->' : '-->';
    const label = edge.condition === null ? '' : `|"${escaped(edge.condition)}"|`;
    lines.push(`  ${ids.get(edge.from)} ${arrow}${label} ${ids.get(edge.to)}`);
  }
  return `${lines.join('\n')}\n`;
}

function shortIds(graph: GraphAnswer): ReadonlyMap<string, string> {
  return new Map(graph.nodes.map((node, i) => [node.id, `n${i}`]));
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

/** Mermaid's entities: quotes would end a label, and angle brackets are taken for HTML. */
function escaped(text: string): string {
  return text.replace(/[&"<>#]/g, (c) => `#${c.charCodeAt(0)};`);
}
