/** Places for the nodes and edges of a call graph, by dagre: a small library without dependencies on a browser or on node. */

import dagre from '@dagrejs/dagre';
import { largest } from '../../base/extremes.ts';
import type { GraphAnswer, GraphEdge, GraphNode, GraphPicture } from '../../model/graph-answers.ts';
import { Grid, type Group, groupsOf } from './crowds.ts';
import { type Label, labelOf } from './labels.ts';
import { type Stack, stacksOf } from './stacks.ts';
import { acrossRanks, rankOf, type WideRank } from './wide-ranks.ts';

const MARGIN = 8;

/** Between the functions of a stack; the badge of a condition has to fit in. */
const STACK_GAP = 30;

/** Larger graphs fit no panel either way; a second layout would only take time. */
const MOST_TRIED_BOTH_WAYS = 150;

/** Which way calls go in a picture. */
export type Direction = GraphPicture['direction'];

/** The room that there is for a picture, in pixels. */
export interface Room {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A place: `x` and `y` are its middle. */
export interface Box extends Point, Room {}

export interface PlacedNode extends Box {
  readonly node: GraphNode;
  readonly label: Label;
}

export interface PlacedEdge {
  readonly edge: GraphEdge;
  readonly points: readonly Point[];
  /** The number of the point for its signs. */
  readonly mark: number;
}

/** A frame around the nodes of a memory type. */
export interface PlacedCluster extends Box {
  readonly memoryType: string;
}

/** A laid-out graph. */
export interface GraphLayout extends Room {
  readonly direction: Direction;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
  readonly clusters: readonly PlacedCluster[];
}

/** The layout of a graph that can be seen at the larger scale in the room there is: to the right unless down is better. */
export function layoutFor(graph: GraphAnswer, room: Room): GraphLayout {
  const right = layout(graph, 'right');
  if (scaleIn(room, right) >= 1 || graph.nodes.length > MOST_TRIED_BOTH_WAYS) return right;
  const down = layout(graph, 'down');
  return scaleIn(room, down) > scaleIn(room, right) ? down : right;
}

function scaleIn(room: Room, { width, height }: Room): number {
  return Math.min(room.width / width, room.height / height);
}

/** A stack as one box: the functions of a stack are equally wide. Or a crowd, in a grid. */
interface Block extends Room {
  readonly id: string;
  readonly nodes: readonly GraphNode[];
  readonly labels: readonly Label[];
  readonly grid: Grid | null;
}

/** Lays a graph out, calls going to the right or down, chains of single calls stacked and memory types kept together. */
export function layout(graph: GraphAnswer, direction: Direction): GraphLayout {
  const blocks = groupsOf(stacksOf(graph), graph.edges).map(blockOf);
  const owner = new Map(blocks.flatMap((block) => block.nodes.map(({ id }) => [id, block] as const)));
  const drawn = new dagre.graphlib.Graph({ multigraph: true, compound: true });
  // Ranks that are tight but not the best take half of the time on large graphs, and look the same.
  const ranker = 'tight-tree';
  const rankdir = direction === 'right' ? 'LR' : 'TB';
  drawn.setGraph({ rankdir, ranker, nodesep: 14, ranksep: 32, marginx: MARGIN, marginy: MARGIN });
  drawn.setDefaultEdgeLabel(() => ({}));
  const types = new Set(graph.nodes.flatMap((node) => (node.memoryType === null ? [] : [node.memoryType])));
  for (const type of types) drawn.setNode(clusterId(type), {});
  for (const { id, width, height, nodes } of blocks) {
    drawn.setNode(id, { width, height });
    const memoryType = nodes[0]?.memoryType ?? null;
    if (memoryType !== null) drawn.setParent(id, clusterId(memoryType));
  }
  graph.edges.forEach((edge, i) => {
    const [from, to] = [owner.get(edge.from), owner.get(edge.to)];
    if (from && to && from !== to) drawn.setEdge(from.id, to.id, {}, routeName(from, to, i));
  });
  dagre.layout(drawn);
  return new Reading(graph, direction, drawn, owner).layout(types);
}

/** The lines of a crowd go one way together. */
function routeName(from: Block, to: Block, index: number): string {
  return from.grid || to.grid ? 'all' : `${index}`;
}

function blockOf([stack, ...others]: Group): Block {
  return others.length === 0 ? stackBlock(stack) : crowdBlock([stack, ...others].map(([node]) => node));
}

function crowdBlock(nodes: readonly GraphNode[]): Block {
  const labels = nodes.map(labelOf);
  const grid = new Grid(labels);
  return { id: `crowd:${nodes[0]?.id}`, nodes, labels, grid, ...grid.size };
}

function stackBlock(stack: Stack): Block {
  const labels = stack.map(labelOf);
  const width = largest(labels.map((label) => label.width));
  const height = labels.reduce((sum, label) => sum + label.height, STACK_GAP * (labels.length - 1));
  return { id: stack[0].id, nodes: stack, labels, grid: null, width, height };
}

function clusterId(type: string): string {
  return `memory type:${type}`;
}

function sameBefore(edges: GraphAnswer['edges']): readonly number[] {
  const counts = new Map<string, number>();
  return edges.map(({ from, to }) => {
    const key = `${from} > ${to}`;
    const before = counts.get(key) ?? 0;
    counts.set(key, before + 1);
    return before;
  });
}

type Drawn = InstanceType<typeof dagre.graphlib.Graph>;

/** Reads what dagre has drawn, stacks taken apart again. */
class Reading {
  readonly #graph: GraphAnswer;
  readonly #direction: Direction;
  readonly #drawn: Drawn;
  readonly #owner: ReadonlyMap<string, Block>;
  readonly #nodes: ReadonlyMap<string, PlacedNode>;
  /** By the edge, how many before it join the same two functions. */
  readonly #sameBefore: readonly number[];
  readonly #wide: readonly WideRank[];

  constructor(graph: GraphAnswer, direction: Direction, drawn: Drawn, owner: ReadonlyMap<string, Block>) {
    this.#graph = graph;
    this.#direction = direction;
    this.#drawn = drawn;
    this.#owner = owner;
    const blocks = new Set(owner.values());
    const boxes = [...blocks].map(({ id, grid }) => ({ id, grid, ...this.#box(id) }));
    this.#wide = boxes.filter(({ grid }) => grid !== null).map((crowd) => rankOf(crowd, boxes, this.#along));
    for (const { id } of boxes) if (drawn.parent(id) === undefined) this.#moveToEdge(id);
    this.#nodes = new Map([...blocks].flatMap((block) => this.#placed(block).map((each) => [each.node.id, each])));
    this.#sameBefore = sameBefore(graph.edges);
  }

  /** Beside a crowd, what nothing calls stands where its own calls leave, and what calls nothing where those to it arrive. */
  #moveToEdge(id: string): void {
    const [along, size] = this.#direction === 'right' ? (['x', 'width'] as const) : (['y', 'height'] as const);
    const box = this.#drawn.node(id);
    const [at, half] = [box[along] ?? 0, (box[size] ?? 0) / 2];
    const rank = this.#wide.find(({ from, to }) => at >= from && at <= to);
    if (rank && this.#drawn.inEdges(id)?.length === 0) box[along] = rank.to - half;
    else if (rank && this.#drawn.outEdges(id)?.length === 0) box[along] = rank.from + half;
  }

  /** The axis along which calls go. */
  get #along(): 'x' | 'y' {
    return this.#direction === 'right' ? 'x' : 'y';
  }

  layout(types: ReadonlySet<string>): GraphLayout {
    const { width = 0, height = 0 } = this.#drawn.graph();
    return {
      direction: this.#direction,
      width,
      height,
      nodes: this.#graph.nodes.flatMap(({ id }) => this.#nodes.get(id) ?? []),
      edges: this.#graph.edges.map((edge, i) => this.#edge(edge, i)),
      clusters: [...types].map((memoryType) => ({ memoryType, ...this.#box(clusterId(memoryType)) })),
    };
  }

  #box(id: string): Box {
    const { x = 0, y = 0, width = 0, height = 0 } = this.#drawn.node(id);
    return { x, y, width, height };
  }

  #placed({ id, nodes, labels, grid }: Block): readonly PlacedNode[] {
    const { x, y, width, height } = this.#box(id);
    if (grid)
      return nodes.flatMap((node, i) => {
        const [label, at] = [labels[i], grid.middle(i)];
        return label ? [{ node, label, x: x + at.x, y: y + at.y, ...grid.cell }] : [];
      });
    let top = y - height / 2;
    return nodes.flatMap((node, i) => {
      const label = labels[i];
      if (!label) return [];
      const placed = { node, label, x, y: top + label.height / 2, width, height: label.height };
      top += label.height + STACK_GAP;
      return [placed];
    });
  }

  #edge(edge: GraphEdge, index: number): PlacedEdge {
    const points = this.#points(edge, index);
    const isToCrowd = this.#owner.get(edge.to)?.grid;
    const others = isToCrowd ? points.length - 2 : Math.floor(points.length / 2);
    const mark = this.#owner.get(edge.from)?.grid ? 1 : others;
    if (this.#owner.get(edge.from) === this.#owner.get(edge.to)) return { edge, points, mark };
    const marked = points[mark];
    const straight = acrossRanks(points, this.#wide, this.#along);
    return { edge, points: straight, mark: marked ? straight.indexOf(marked) : mark };
  }

  #points(edge: GraphEdge, index: number): readonly Point[] {
    const [from, to] = [this.#nodes.get(edge.from), this.#nodes.get(edge.to)];
    const [start, end] = [this.#owner.get(edge.from), this.#owner.get(edge.to)];
    if (!from || !to || !start || !end) return [];
    if (from === to) return loop(from);
    if (start === end) return this.#within(edge, index, from, to);
    if (start.grid || end.grid) return this.#ofCrowd(edge, index, start, end);
    const across = this.#direction === 'right' ? 'y' : 'x';
    const route: readonly Point[] = this.#drawn.edge(start.id, end.id, `${index}`).points ?? [];
    const points = route.map(({ x, y }) => ({ x, y }));
    // The line was laid to the middle of the stack: its last bend, which is between two ranks, goes with the function.
    const bend = points.at(-2);
    if (bend) bend[across] += to[across] - this.#box(end.id)[across];
    const [second, last] = [points[1], points.at(-2)];
    if (second) points[0] = this.#port(from, second);
    if (last) points[points.length - 1] = this.#port(to, last);
    return points;
  }

  /** A line between a function of a crowd and another: out of the grid, and with the lines of the others. */
  #ofCrowd(edge: GraphEdge, index: number, start: Block, end: Block): readonly Point[] {
    const route: readonly Point[] = this.#drawn.edge(start.id, end.id, 'all').points ?? [];
    const nth = this.#sameBefore[index] ?? 0;
    const middle = route.slice(1, -1);
    const leaving = this.#wayOut(start, edge.from, middle[0], nth);
    const arriving = this.#wayOut(end, edge.to, middle.at(-1), nth);
    return [...leaving, ...middle, ...[...arriving].reverse()];
  }

  #wayOut({ id, nodes, grid }: Block, of: string, towards: Point | undefined, nth: number): readonly Point[] {
    const [node, box] = [this.#nodes.get(of), this.#box(id)];
    if (!node || !towards) return [];
    if (!grid) return [this.#port(node, towards)];
    const ahead = this.#direction === 'right' ? towards.x > box.x : towards.y > box.y;
    const way = grid.wayOut(
      nodes.findIndex((each) => each.id === of),
      ahead ? 1 : -1,
      this.#direction,
      nth,
    );
    return way.map(({ x, y }) => ({ x: box.x + x, y: box.y + y }));
  }

  /** Where a line from a point meets a node: in the middle of the side that faces it, in the direction of calls. */
  #port({ x, y, width, height }: Box, point: Point): Point {
    return this.#direction === 'right'
      ? { x: x + (Math.sign(point.x - x) * width) / 2, y }
      : { x, y: y + (Math.sign(point.y - y) * height) / 2 };
  }

  /** A line from a function of a stack to the next; where it is called several times they stand beside each other. */
  #within(edge: GraphEdge, index: number, from: Box, to: Box): readonly Point[] {
    const same = this.#graph.edges.flatMap((each, i) => (each.from === edge.from && each.to === edge.to ? [i] : []));
    const x = from.x + (same.indexOf(index) - (same.length - 1) / 2) * 22;
    const [top, bottom] = [from.y + from.height / 2, to.y - to.height / 2];
    return [top, (top + bottom) / 2, bottom].map((y) => ({ x, y }));
  }
}

/** A line from a function to itself, around its corner: dagre misplaces those of pictures that go to the right. */
function loop({ x, y, width, height }: Box): readonly Point[] {
  const [right, bottom] = [x + width / 2, y + height / 2];
  return [
    { x: right - 14, y: bottom },
    { x: right - 14, y: bottom + 9 },
    { x: right + 9, y: bottom + 9 },
    { x: right + 9, y: bottom - 10 },
    { x: right, y: bottom - 10 },
  ];
}
