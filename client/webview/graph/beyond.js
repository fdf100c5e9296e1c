/**
 * Signs at the sides of the canvas behind which more of the graph lies: how much, and a click goes there.
 *
 * @import { PictureNode as Node } from '../../messages.ts'
 *
 * @typedef {{ readonly name: string, readonly key: string, readonly x: number, readonly y: number, readonly arrow: string }} Side
 * @typedef {Pick<Node, 'kind' | 'x' | 'y' | 'width' | 'height'>} Box  in pixels of the canvas, `x` and `y` its middle
 */
import { button, html } from './bars.js';

/** @type {readonly Side[]} */
export const SIDES = [
  { name: 'left', key: 'ArrowLeft', x: -1, y: 0, arrow: '←' },
  { name: 'right', key: 'ArrowRight', x: 1, y: 0, arrow: '→' },
  { name: 'up', key: 'ArrowUp', x: 0, y: -1, arrow: '↑' },
  { name: 'down', key: 'ArrowDown', x: 0, y: 1, arrow: '↓' },
];

/**
 * The boxes of which less than half is seen, those past a corner with the left or right side.
 *
 * @param {readonly Box[]} boxes
 * @param {{ width: number, height: number }} size
 * @param {Side} side
 */
export function beyond(boxes, { width, height }, side) {
  return boxes.filter(({ x, y }) => {
    if (side.x !== 0) return side.x < 0 ? x < 0 : x > width;
    return x >= 0 && x <= width && (side.y < 0 ? y < 0 : y > height);
  });
}

/**
 * How many nodes there are, hooks apart: those are what one most often looks for.
 *
 * @param {readonly Box[]} boxes
 */
function countOf(boxes) {
  const hooks = boxes.filter(({ kind }) => kind === 'hook').length;
  const noun = hooks === 1 ? 'hook' : 'hooks';
  if (hooks === boxes.length) return `${hooks} more ${noun}`;
  return hooks === 0 ? `${boxes.length} more` : `${boxes.length} more, ${hooks} ${noun}`;
}

/**
 * @param {HTMLElement} canvas
 * @param {(side: Side) => void} go
 */
export function signsOn(canvas, go) {
  const signs = SIDES.map((side) => {
    const link = button('', '', () => go(side));
    const sign = html('div', { className: `beyond ${side.name}`, hidden: true }, [link]);
    canvas.append(sign);
    return { side, sign, link };
  });
  return {
    /**
     * @param {readonly Box[]} boxes
     * @param {{ width: number, height: number }} size
     */
    update(boxes, size) {
      for (const { side, sign, link } of signs) {
        const there = beyond(boxes, size, side);
        sign.hidden = there.length === 0;
        const what = countOf(there);
        link.textContent = side.x < 0 ? `${side.arrow} ${what}` : `${what} ${side.arrow}`;
        link.title = `Go ${side.name} (Shift+${side.key.replace('Arrow', '')})`;
      }
    },
  };
}
