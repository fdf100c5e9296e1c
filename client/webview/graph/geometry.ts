/** Views of a drawing, in numbers: which part of it is seen in how much room. A view takes the drawing to pixels of the canvas. */
import type { GraphPicture } from '../../messages.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** `x` and `y` are its middle. */
export interface Rectangle extends Point, Size {}

/** Where the drawing's origin is on the canvas, and how large the drawing is. */
export interface View extends Point {
  readonly scale: number;
}

/** What a view has to know of a graph. */
export type Drawn = Pick<GraphPicture, 'width' | 'height' | 'nodes'>;

const LEAST = 0.05;
const MOST = 4;

/** The least scale at which names can be read: a graph that would be smaller is not shown whole. */
const READABLE = 0.7;

/** The scale at which such a graph begins. */
const BEGINNING = 0.8;
const MARGIN = 12;

/** A rectangle of the drawing in pixels of the canvas. */
export function onCanvas<T extends Rectangle>(box: T, at: View): T {
  return {
    ...box,
    x: box.x * at.scale + at.x,
    y: box.y * at.scale + at.y,
    width: box.width * at.scale,
    height: box.height * at.scale,
  };
}

/** The view in which a rectangle of the canvas is seen, moved no more than it takes; the view itself where it is seen. */
export function shifted({ x, y, width, height }: Rectangle, at: View, canvas: Size): View {
  const [left, top, right, bottom] = [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
  const dx = left < MARGIN ? MARGIN - left : Math.min(0, canvas.width - MARGIN - right);
  const dy = top < MARGIN ? MARGIN - top : Math.min(0, canvas.height - MARGIN - bottom);
  return dx === 0 && dy === 0 ? at : { ...at, x: at.x + dx, y: at.y + dy };
}

/** A view, or where no node would be seen in it, the nearest in which one is. */
export function inSight(wanted: View, nodes: readonly Rectangle[], canvas: Size): View {
  const middle = { x: canvas.width / 2, y: canvas.height / 2 };
  const distances = nodes.map((node) => {
    const box = onCanvas(node, wanted);
    const across = Math.max(0, Math.abs(box.x - middle.x) - middle.x - box.width / 2);
    const down = Math.max(0, Math.abs(box.y - middle.y) - middle.y - box.height / 2);
    return { box, distance: Math.hypot(across, down) };
  });
  const [nearest] = distances.sort((a, b) => a.distance - b.distance);
  return nearest && nearest.distance > 0 ? shifted(nearest.box, wanted, canvas) : wanted;
}

/** The view that is so much larger, in which a point of the canvas stays where it is. */
export function zoomed(view: View, factor: number, at: Point): View {
  const scale = Math.min(MOST, Math.max(LEAST, view.scale * factor));
  const by = scale / view.scale;
  return { x: at.x - (at.x - view.x) * by, y: at.y - (at.y - view.y) * by, scale };
}

/** Whether all of a graph can be read at once. */
export function isReadable(graph: Drawn, canvas: Size): boolean {
  return wholeScale(graph, canvas) >= READABLE;
}

/** All of a graph, however small. */
export function whole(graph: Drawn, canvas: Size): View {
  return placed(graph, Math.max(LEAST, wholeScale(graph, canvas)), canvas);
}

/** A graph at a size that can be read: all of it where there is room, else what is around its start. */
export function beginning(graph: Drawn, canvas: Size): View {
  return placed(graph, isReadable(graph, canvas) ? wholeScale(graph, canvas) : BEGINNING, canvas);
}

/** The scale at which all of a graph is seen, at most the natural one. */
function wholeScale({ width, height }: Size, canvas: Size): number {
  const { across, down } = roomOf(canvas);
  return Math.min(1, across / Math.max(1, width), down / Math.max(1, height));
}

function roomOf({ width, height }: Size): { readonly across: number; readonly down: number } {
  return { across: width - 2 * MARGIN, down: height - 2 * MARGIN };
}

/** A graph at a scale, so that its first node is seen. */
function placed({ width, height, nodes }: Drawn, scale: number, canvas: Size): View {
  const { across, down } = roomOf(canvas);
  const { x, y } = nodes[0] ?? { x: 0, y: 0 };
  return { x: begun(across, width * scale, x * scale), y: begun(down, height * scale, y * scale), scale };
}

/** Where a drawing begins along one side: in the middle where there is room, else so that a point is seen. */
function begun(available: number, length: number, point: number): number {
  return length <= available
    ? MARGIN + (available - length) / 2
    : Math.min(MARGIN, Math.max(MARGIN + available - length, available / 2 - point));
}
