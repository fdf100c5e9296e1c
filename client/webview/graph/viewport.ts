/** What part of a drawing is seen: drag or scroll to move, Ctrl and wheel to zoom at the pointer. */
import type { GraphPicture } from '../../messages.ts';
import {
  beginning,
  type Drawn,
  inSight,
  isReadable,
  onCanvas,
  type Point,
  type Rectangle,
  type Size,
  shifted,
  type View,
  whole,
  zoomed,
} from './geometry.ts';
import type { Box, Side } from './sides.ts';

/** How much of the canvas one step to a side moves. */
const STEP = 0.75;

const NOTHING: Drawn = { width: 0, height: 0, nodes: [] };

/** Who is told what happens to the view. */
export interface Watcher {
  /** Somebody moved or zoomed. */
  readonly moved: (view: View) => void;
  /** Something else is seen. */
  readonly seen: (boxes: readonly Box[], size: Size) => void;
}

/** The view of what is drawn in a picture on a canvas. */
export class Viewport {
  readonly #canvas: HTMLElement;
  readonly #picture: SVGElement;
  readonly #watcher: Watcher;
  #graph = NOTHING;
  #view: View = { x: 0, y: 0, scale: 1 };
  /** The size of the canvas when the view was set. */
  #size: Size = { width: 0, height: 0 };

  constructor(canvas: HTMLElement, picture: SVGElement, watcher: Watcher) {
    this.#canvas = canvas;
    this.#picture = picture;
    this.#watcher = watcher;
    canvas.addEventListener('wheel', (event) => this.#onWheel(event), { passive: false });
    picture.addEventListener('pointerdown', (event) => this.#onDown(event));
    picture.addEventListener('pointermove', (event) => this.#onDrag(event));
    for (const end of ['pointerup', 'pointercancel'])
      picture.addEventListener(end, () => canvas.classList.remove('panning'));
  }

  /** Another graph is drawn, or none; what is seen of it is set next. */
  draws(graph: GraphPicture | null): void {
    this.#graph = graph ?? NOTHING;
    if (!graph) this.#watcher.seen([], this.#size);
  }

  /** Shows what was shown before, as far as there is something to see there. */
  set(wanted: View): void {
    this.#put(inSight(wanted, this.#graph.nodes, this.#room));
  }

  /** Shows all of the graph, however small. */
  fit(): void {
    this.#put(whole(this.#graph, this.#room));
  }

  /** Shows the graph at a size that can be read: all of it where there is room, else what is around its start. */
  begin(): void {
    this.#put(beginning(this.#graph, this.#room));
  }

  /** Whether all of the graph can be read at once. */
  get isReadable(): boolean {
    return isReadable(this.#graph, this.#room);
  }

  /** Zooms at a point of the canvas. */
  zoom(factor: number, at: Point = { x: this.#room.width / 2, y: this.#room.height / 2 }): void {
    this.#move(zoomed(this.#view, factor, at));
  }

  /** Keeps what is in the middle there when the canvas has another size. */
  keepMiddle(): void {
    const { width, height } = this.#room;
    this.#moveBy((width - this.#size.width) / 2, (height - this.#size.height) / 2);
  }

  /** Moves as far as it takes to see a node. */
  reveal(box: Rectangle): void {
    const next = shifted(onCanvas(box, this.#view), this.#view, this.#room);
    if (next !== this.#view) this.#move(next);
  }

  /** A step to one side. */
  go({ x, y }: Side): void {
    this.#moveBy(-x * STEP * this.#size.width, -y * STEP * this.#size.height);
  }

  get #room(): Size {
    return { width: this.#canvas.clientWidth, height: this.#canvas.clientHeight };
  }

  #put(next: View): void {
    this.#view = next;
    this.#size = this.#room;
    const group = this.#picture.querySelector('.drawing');
    group?.setAttribute('transform', `translate(${next.x} ${next.y}) scale(${next.scale})`);
    this.#watcher.seen(
      this.#graph.nodes.map((node) => onCanvas(node, next)),
      this.#size,
    );
  }

  /** Somebody moves the drawing; never out of sight. */
  #move(next: View): void {
    this.set(next);
    this.#watcher.moved(this.#view);
  }

  #moveBy(dx: number, dy: number): void {
    this.#move({ ...this.#view, x: this.#view.x + dx, y: this.#view.y + dy });
  }

  #onWheel(event: WheelEvent): void {
    event.preventDefault();
    if (!event.ctrlKey && !event.metaKey) {
      this.#moveBy(-event.deltaX, -event.deltaY);
      return;
    }
    const box = this.#canvas.getBoundingClientRect();
    this.zoom(Math.exp(-event.deltaY / 300), { x: event.clientX - box.left, y: event.clientY - box.top });
  }

  #onDown({ button, target, pointerId }: PointerEvent): void {
    if (button !== 0 || (target instanceof Element && target.closest('.node'))) return;
    this.#picture.setPointerCapture(pointerId);
    this.#canvas.classList.add('panning');
  }

  #onDrag({ movementX, movementY }: PointerEvent): void {
    if (this.#canvas.classList.contains('panning')) this.#moveBy(movementX, movementY);
  }
}
