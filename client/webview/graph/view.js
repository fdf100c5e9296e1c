/**
 * What part of a drawing is seen: drag or scroll to move, Ctrl and wheel to zoom at the pointer.
 *
 * @import { GraphPicture } from '../../messages.ts'
 * @import { Box, Side } from './beyond.js'
 *
 * @typedef {{ x: number, y: number, scale: number }} View
 * @typedef {{ readonly x: number, readonly y: number, readonly width: number, readonly height: number }} Rectangle
 *
 * @typedef {object} Watcher
 * @property {(view: View) => void} moved  somebody moved or zoomed
 * @property {(boxes: readonly Box[], size: { width: number, height: number }) => void} seen  something else is seen
 */

const LEAST = 0.05;
const MOST = 4;

/** The least scale at which names can be read: a graph that would be smaller is not shown whole. */
const READABLE = 0.7;

/** The scale at which such a graph begins. */
const BEGINNING = 0.8;
const MARGIN = 12;

/** How much of the canvas one step to a side moves. */
const STEP = 0.75;

/**
 * @param {HTMLElement} canvas
 * @param {SVGElement} picture
 * @param {() => GraphPicture | null} shown
 * @param {Watcher} watcher
 */
export function viewOn(canvas, picture, shown, watcher) {
  /** @type {View} */
  let view = { x: 0, y: 0, scale: 1 };
  /** The size of the canvas when the view was set. */
  let size = { width: 0, height: 0 };

  /** @returns {Pick<GraphPicture, 'width' | 'height' | 'nodes'>} */
  const graph = () => shown() ?? { width: 0, height: 0, nodes: [] };

  /**
   * A rectangle of the drawing in pixels of the canvas.
   *
   * @template {Rectangle} T
   * @param {T} box
   * @param {View} at
   */
  const onCanvas = (box, at) => ({
    ...box,
    x: box.x * at.scale + at.x,
    y: box.y * at.scale + at.y,
    width: box.width * at.scale,
    height: box.height * at.scale,
  });

  /** @param {View} next */
  const put = (next) => {
    view = next;
    size = { width: canvas.clientWidth, height: canvas.clientHeight };
    const group = picture.querySelector('.drawing');
    group?.setAttribute('transform', `translate(${view.x} ${view.y}) scale(${view.scale})`);
    watcher.seen(
      graph().nodes.map((node) => onCanvas(node, view)),
      size,
    );
  };

  /**
   * The view in which a rectangle of the canvas is seen, moved no more than it takes.
   *
   * @param {Rectangle} box
   * @param {View} at
   * @returns {View}
   */
  const shifted = ({ x, y, width, height }, at) => {
    const [left, top, right, bottom] = [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
    const dx = left < MARGIN ? MARGIN - left : Math.min(0, canvas.clientWidth - MARGIN - right);
    const dy = top < MARGIN ? MARGIN - top : Math.min(0, canvas.clientHeight - MARGIN - bottom);
    return dx === 0 && dy === 0 ? at : { ...at, x: at.x + dx, y: at.y + dy };
  };

  /**
   * A view, or where no node would be seen in it, the nearest in which one is.
   *
   * @param {View} wanted
   * @returns {View}
   */
  const inSight = (wanted) => {
    const middle = { x: canvas.clientWidth / 2, y: canvas.clientHeight / 2 };
    const distances = graph().nodes.map((node) => {
      const box = onCanvas(node, wanted);
      const across = Math.max(0, Math.abs(box.x - middle.x) - middle.x - box.width / 2);
      const down = Math.max(0, Math.abs(box.y - middle.y) - middle.y - box.height / 2);
      return { box, distance: Math.hypot(across, down) };
    });
    const [nearest] = distances.sort((a, b) => a.distance - b.distance);
    return nearest && nearest.distance > 0 ? shifted(nearest.box, wanted) : wanted;
  };

  /** Somebody moves the drawing; never out of sight. @param {View} next */
  const move = (next) => {
    put(inSight(next));
    watcher.moved(view);
  };

  /**
   * @param {number} factor
   * @param {{ x: number, y: number }} [at]
   */
  const zoom = (factor, at = { x: canvas.clientWidth / 2, y: canvas.clientHeight / 2 }) => {
    const scale = Math.min(MOST, Math.max(LEAST, view.scale * factor));
    const by = scale / view.scale;
    move({ x: at.x - (at.x - view.x) * by, y: at.y - (at.y - view.y) * by, scale });
  };

  const room = () => ({ across: canvas.clientWidth - 2 * MARGIN, down: canvas.clientHeight - 2 * MARGIN });

  /** The scale at which all of the drawing is seen, at most the natural one. */
  const whole = () => {
    const { across, down } = room();
    return Math.min(1, across / Math.max(1, graph().width), down / Math.max(1, graph().height));
  };

  /**
   * Where the drawing begins along one side: in the middle where there is room, else so that a point is seen.
   *
   * @param {number} available
   * @param {number} length
   * @param {number} point
   */
  const begun = (available, length, point) =>
    length <= available
      ? MARGIN + (available - length) / 2
      : Math.min(MARGIN, Math.max(MARGIN + available - length, available / 2 - point));

  /** @param {number} scale */
  const show = (scale) => {
    const { across, down } = room();
    const { width, height, nodes } = graph();
    const { x, y } = nodes[0] ?? { x: 0, y: 0 };
    put({ x: begun(across, width * scale, x * scale), y: begun(down, height * scale, y * scale), scale });
  };

  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const box = canvas.getBoundingClientRect();
      if (event.ctrlKey || event.metaKey) {
        zoom(Math.exp(-event.deltaY / 300), { x: event.clientX - box.left, y: event.clientY - box.top });
      } else move({ ...view, x: view.x - event.deltaX, y: view.y - event.deltaY });
    },
    { passive: false },
  );
  picture.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || (event.target instanceof Element && event.target.closest('.node'))) return;
    picture.setPointerCapture(event.pointerId);
    canvas.classList.add('panning');
  });
  picture.addEventListener('pointermove', (event) => {
    if (!canvas.classList.contains('panning')) return;
    move({ ...view, x: view.x + event.movementX, y: view.y + event.movementY });
  });
  picture.addEventListener('pointerup', () => canvas.classList.remove('panning'));
  picture.addEventListener('pointercancel', () => canvas.classList.remove('panning'));

  return {
    zoom,
    /** Shows what was shown before, as far as there is something to see there. @param {View} wanted */
    set: (wanted) => put(inSight(wanted)),
    /** Shows all of the graph, however small. */
    fit: () => show(Math.max(LEAST, whole())),
    /** Shows the graph at a size that can be read: all of it where there is room, else what is around its start. */
    begin: () => show(whole() < READABLE ? BEGINNING : whole()),
    /** Whether all of the graph can be read at once. */
    isReadable: () => whole() >= READABLE,
    /** Keeps what is in the middle there when the canvas has another size. */
    keepMiddle: () => {
      const [dx, dy] = [(canvas.clientWidth - size.width) / 2, (canvas.clientHeight - size.height) / 2];
      move({ ...view, x: view.x + dx, y: view.y + dy });
    },
    /** Moves as far as it takes to see a node. @param {Rectangle} box */
    reveal: (box) => {
      const next = shifted(onCanvas(box, view), view);
      if (next !== view) move(next);
    },
    /** A step to one side. @param {Side} side */
    go: (side) => {
      move({ ...view, x: view.x - side.x * STEP * size.width, y: view.y - side.y * STEP * size.height });
    },
  };
}
