/**
 * Crowds in a graph: many functions that all do nothing in it but call one and the same, or the same few, or be called by them. Beside
 * each other they would be a column without end, and their lines as long as that; they are drawn as rows and columns, as one node when the
 * graph is laid out.
 */
import { largest } from '../../base/extremes.ts';
import type { GraphAnswer } from '../../model/graph-answers.ts';
import type { Point, Room } from './layout.ts';
import type { Stack } from './stacks.ts';

/** So many lines are no fan any more, of as many functions at the least. */
const FEWEST = { lines: 12, functions: 4 };

/** Between columns, and between rows: lines have room there. */
const GAPS = { across: 28, along: 14 };

/** Lines of several calls of one function are so far apart. */
const APART = 3;

/** Stacks that are laid out together: a single one, or a crowd of single functions. */
export type Group = readonly [Stack, ...Stack[]];

/** The stacks of a graph in groups; each is in one. */
export function groupsOf(stacks: readonly Stack[], edges: GraphAnswer['edges']): readonly Group[] {
  const beside = new Map<string, Set<string>>();
  for (const { from, to } of edges) {
    beside.set(from, (beside.get(from) ?? new Set()).add(`> ${to}`));
    beside.set(to, (beside.get(to) ?? new Set()).add(`< ${from}`));
  }
  const groups = new Map<string, [Stack, ...Stack[]]>();
  /** How many lines a function of a group has at the least. */
  const lines = new Map<string, number>();
  for (const stack of stacks) {
    const [node] = stack;
    const all = [...(beside.get(node.id) ?? [])].sort();
    const isPlain = stack.length === 1 && all.length > 0 && !all.some((each) => each.slice(2) === node.id);
    const key = isPlain ? `${all.join()} ${node.memoryType}` : node.id;
    lines.set(key, all.length);
    const group = groups.get(key);
    if (group) group.push(stack);
    else groups.set(key, [stack]);
  }
  return [...groups].flatMap(([key, group]): Group[] => {
    const isFew = group.length < FEWEST.functions || group.length * (lines.get(key) ?? 0) < FEWEST.lines;
    return isFew ? group.map((stack) => [stack]) : [group];
  });
}

/** A crowd in rows and columns, about as wide as high. */
export class Grid {
  /** What each function takes: they are equally wide. */
  readonly cell: Room;
  readonly #columns: number;
  readonly #count: number;

  constructor(cells: readonly Room[]) {
    this.#count = cells.length;
    this.cell = {
      width: largest(cells.map(({ width }) => width)),
      height: largest(cells.map(({ height }) => height)),
    };
    const { width, height } = this.#pitch;
    this.#columns = Math.max(1, Math.round(Math.sqrt((this.#count * height) / width)));
  }

  get #pitch(): Room {
    return { width: this.cell.width + GAPS.across, height: this.cell.height + GAPS.along };
  }

  get size(): Room {
    const { width, height } = this.#pitch;
    const rows = Math.ceil(this.#count / this.#columns);
    return { width: this.#columns * width - GAPS.across, height: rows * height - GAPS.along };
  }

  /** The middle of a cell, from the middle of all. */
  middle(index: number): Point {
    const { width, height } = this.#pitch;
    const [column, row] = [index % this.#columns, Math.floor(index / this.#columns)];
    return {
      x: column * width + this.cell.width / 2 - this.size.width / 2,
      y: row * height + this.cell.height / 2 - this.size.height / 2,
    };
  }

  /**
   * The way from a cell out of the grid, in the gaps between the others, from the middle of the grid: to a side (1 is where calls go) of
   * pictures that go to the right or down. `nth` tells lines of one cell apart. The second point is the cell's own.
   */
  wayOut(index: number, side: 1 | -1, direction: 'right' | 'down', nth: number): readonly Point[] {
    const { x, y } = this.middle(index);
    const { width, height } = this.cell;
    const size = this.size;
    const shift = (nth % 3) * APART;
    if (direction === 'right') {
      const [port, edge] = [x + (side * width) / 2, (side * size.width) / 2];
      const gap = port + side * (GAPS.across / 2 - shift);
      const own = [
        { x: port, y },
        { x: gap, y },
      ];
      if (Math.abs(port - edge) < 1) return own;
      const lane = y + height / 2 + GAPS.along / 2 + shift - APART;
      return [...own, { x: gap, y: lane }, { x: edge, y: lane }];
    }
    const [port, edge] = [y + (side * height) / 2, (side * size.height) / 2];
    const gap = port + side * (GAPS.along / 2);
    const own = [
      { x, y: port },
      { x, y: gap },
    ];
    if (Math.abs(port - edge) < 1) return own;
    const lane = x + width / 2 + GAPS.across / 2 + shift - APART;
    return [...own, { x: lane, y: gap }, { x: lane, y: edge }];
  }
}
