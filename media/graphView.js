/**
 * What part of a drawing is seen: drag or scroll to move, Ctrl and wheel to zoom at the pointer.
 *
 * @typedef {{ x: number, y: number, scale: number }} View
 */

const LEAST = 0.05;
const MOST = 4;

/** The least scale at which a graph is fitted: below, names cannot be read, and one moves instead. */
const READABLE = 0.8;
const MARGIN = 12;

/**
 * @param {HTMLElement} canvas
 * @param {SVGElement} picture
 * @param {(view: View) => void} onMove
 */
export function viewOn(canvas, picture, onMove) {
  /** @type {View} */
  let view = { x: 0, y: 0, scale: 1 };

  /** @param {View} next */
  const set = (next) => {
    view = next;
    const group = picture.querySelector('.drawing');
    group?.setAttribute('transform', `translate(${view.x} ${view.y}) scale(${view.scale})`);
    onMove(view);
  };
  /**
   * @param {number} factor
   * @param {{ x: number, y: number }} [at]
   */
  const zoom = (factor, at = { x: canvas.clientWidth / 2, y: canvas.clientHeight / 2 }) => {
    const scale = Math.min(MOST, Math.max(LEAST, view.scale * factor));
    const by = scale / view.scale;
    set({ x: at.x - (at.x - view.x) * by, y: at.y - (at.y - view.y) * by, scale });
  };
  /**
   * @param {{ width: number, height: number }} size
   * @param {number} [least]
   */
  const show = ({ width, height }, least = LEAST) => {
    const [across, down] = [canvas.clientWidth - 2 * MARGIN, canvas.clientHeight - 2 * MARGIN];
    const scale = Math.max(least, Math.min(1, across / Math.max(1, width), down / Math.max(1, height)));
    const y = MARGIN + Math.max(0, (down - height * scale) / 2);
    set({ x: MARGIN + Math.max(0, (across - width * scale) / 2), y, scale });
  };
  /** @param {{ x: number, y: number, width: number, height: number }} box */
  const reveal = ({ x, y, width, height }) => {
    const [left, top] = [(x - width / 2) * view.scale + view.x, (y - height / 2) * view.scale + view.y];
    const [right, bottom] = [left + width * view.scale, top + height * view.scale];
    const dx = left < MARGIN ? MARGIN - left : Math.min(0, canvas.clientWidth - MARGIN - right);
    const dy = top < MARGIN ? MARGIN - top : Math.min(0, canvas.clientHeight - MARGIN - bottom);
    if (dx !== 0 || dy !== 0) set({ ...view, x: view.x + dx, y: view.y + dy });
  };

  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const box = canvas.getBoundingClientRect();
      if (event.ctrlKey || event.metaKey) {
        zoom(Math.exp(-event.deltaY / 300), { x: event.clientX - box.left, y: event.clientY - box.top });
      } else set({ ...view, x: view.x - event.deltaX, y: view.y - event.deltaY });
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
    set({ ...view, x: view.x + event.movementX, y: view.y + event.movementY });
  });
  picture.addEventListener('pointerup', () => canvas.classList.remove('panning'));
  picture.addEventListener('pointercancel', () => canvas.classList.remove('panning'));

  return {
    set,
    zoom,
    reveal,
    /** @param {{ width: number, height: number }} size */
    fit: (size) => show(size),
    /**
     * Shows the beginning of a graph at a size that can be read: all of it where there is room, else what is around a node.
     *
     * @param {{ width: number, height: number }} size
     * @param {{ x: number, y: number } | undefined} start
     */
    begin: (size, start) => {
      show(size, READABLE);
      const hidden = size.height * view.scale - (canvas.clientHeight - 2 * MARGIN);
      if (start && hidden > 0) {
        const y = canvas.clientHeight / 2 - start.y * view.scale;
        set({ ...view, y: Math.min(MARGIN, Math.max(MARGIN - hidden, y)) });
      }
    },
  };
}
