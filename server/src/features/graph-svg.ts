/** Call graphs as SVG, laid out by dagre: a small library without dependencies on a browser or on node. */
import dagre from '@dagrejs/dagre';
import type { GraphAnswer, GraphEdge, GraphNode } from '../model/graph-answers.ts';
import { nodeTitle } from './graph-text.ts';

const CHARACTER = 7;
const PADDING = 10;
const HEIGHT = 40;
const MARGIN = 16;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A node with its place: `x` and `y` are its middle. */
export interface PlacedNode extends Point {
  readonly node: GraphNode;
  readonly width: number;
  readonly height: number;
}

export interface PlacedEdge {
  readonly edge: GraphEdge;
  readonly points: readonly Point[];
}

/** A frame around the nodes of a memory type. */
export interface PlacedCluster extends Point {
  readonly memoryType: string;
  readonly width: number;
  readonly height: number;
}

/** A laid-out graph. */
export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
  readonly clusters: readonly PlacedCluster[];
}

/** Lays a graph out from left to right, memory types kept together. */
export function layout(graph: GraphAnswer): GraphLayout {
  const drawn = new dagre.graphlib.Graph({ multigraph: true, compound: true });
  // Ranks that are tight but not the best take half of the time on large graphs, and look the same.
  const ranker = 'tight-tree';
  drawn.setGraph({ rankdir: 'LR', ranker, nodesep: 14, ranksep: 56, marginx: MARGIN, marginy: MARGIN });
  drawn.setDefaultEdgeLabel(() => ({}));
  const types = new Set(graph.nodes.flatMap((node) => (node.memoryType === null ? [] : [node.memoryType])));
  for (const type of types) drawn.setNode(clusterId(type), {});
  for (const node of graph.nodes) {
    const width = Math.max(nodeTitle(node).length, subtitle(node).length * 0.85) * CHARACTER + 2 * PADDING;
    drawn.setNode(node.id, { width, height: HEIGHT });
    if (node.memoryType !== null) drawn.setParent(node.id, clusterId(node.memoryType));
  }
  graph.edges.forEach((edge, i) => {
    drawn.setEdge(edge.from, edge.to, {}, `${i}`);
  });
  dagre.layout(drawn);
  return read(graph, drawn, types);
}

type Drawn = InstanceType<typeof dagre.graphlib.Graph>;

function read(graph: GraphAnswer, drawn: Drawn, types: ReadonlySet<string>): GraphLayout {
  const box = (id: string): { x: number; y: number; width: number; height: number } => {
    const { x = 0, y = 0, width = 0, height = 0 } = drawn.node(id);
    return { x, y, width, height };
  };
  const { width = 0, height = 0 } = drawn.graph();
  return {
    width,
    height,
    nodes: graph.nodes.map((node) => ({ node, ...box(node.id) })),
    edges: graph.edges.map((edge, i) => ({
      edge,
      points: drawn.edge(edge.from, edge.to, `${i}`).points ?? [],
    })),
    clusters: [...types].map((memoryType) => ({ memoryType, ...box(clusterId(memoryType)) })),
  };
}

function clusterId(type: string): string {
  return `memory type:${type}`;
}

/** The second line of a node: where it is. */
function subtitle(node: GraphNode): string {
  return `${node.file}:${node.line}`;
}

const STYLE = `
text { font: 12px ui-monospace, monospace; fill: #1f2328; text-anchor: middle; }
.place { font-size: 10px; fill: #656d76; }
.cluster { fill: #f6f8fa; stroke: #d0d7de; }
.cluster-name { font-size: 11px; fill: #656d76; text-anchor: start; }
.node { fill: #ffffff; stroke: #8c959f; }
.ioctl { fill: #ddf4ff; stroke: #0969da; }
.dispatch { fill: #fff8c5; stroke: #9a6700; }
.hook { fill: #dafbe1; stroke: #1a7f37; }
.more { stroke-dasharray: 3 3; }
path { fill: none; stroke: #656d76; }
.dispatch-edge, .pointer-edge { stroke-dasharray: 5 3; }
`;

/** The graph as a picture that stands for itself. */
export function svgText(graph: GraphAnswer): string {
  const { width, height, nodes, edges, clusters } = layout(graph);
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.ceil(width)}" height="${Math.ceil(height)}" viewBox="0 0 ${Math.ceil(width)} ${Math.ceil(height)}">`,
    `<style>${STYLE}</style>`,
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0L8 4L0 8z" style="fill:#656d76;stroke:none"/></marker></defs>',
    ...clusters.map(clusterSvg),
    ...edges.map(edgeSvg),
    ...nodes.map(nodeSvg),
    '</svg>',
  ];
  return `${parts.join('\n')}\n`;
}

function clusterSvg({ memoryType, x, y, width, height }: PlacedCluster): string {
  const [left, top] = [x - width / 2, y - height / 2];
  return (
    `<rect class="cluster" x="${fixed(left)}" y="${fixed(top)}" width="${fixed(width)}" height="${fixed(height)}" rx="6"/>` +
    `<text class="cluster-name" x="${fixed(left + 6)}" y="${fixed(top + 12)}">${escaped(memoryType)}</text>`
  );
}

function edgeSvg({ edge, points }: PlacedEdge): string {
  const path = points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${fixed(x)} ${fixed(y)}`).join('');
  const title = [`${edge.file}:${edge.line}`, ...(edge.condition === null ? [] : [edge.condition])].join('\n');
  return `<path class="${edge.kind}-edge" d="${path}" marker-end="url(#arrow)"><title>${escaped(title)}</title></path>`;
}

function nodeSvg({ node, x, y, width, height }: PlacedNode): string {
  return (
    `<g><title>${escaped(subtitle(node))}</title>` +
    `<rect class="node ${node.kind}" x="${fixed(x - width / 2)}" y="${fixed(y - height / 2)}" width="${fixed(width)}" height="${height}" rx="4"/>` +
    `<text x="${fixed(x)}" y="${fixed(y - 3)}">${escaped(nodeTitle(node))}</text>` +
    `<text class="place" x="${fixed(x)}" y="${fixed(y + 12)}">${escaped(subtitle(node))}</text></g>`
  );
}

function fixed(value: number): string {
  return value.toFixed(1).replace(/\.0$/, '');
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}
