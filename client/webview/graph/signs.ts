/** Signs at the sides of the canvas behind which more of the graph lies: how much, and a click goes there. */
import { visible } from '../../../server/src/base/visible.ts';
import { button, html } from '../elements.ts';
import type { Size } from './geometry.ts';
import { type Box, beyond, countOf, SIDES, type Side } from './sides.ts';

/** The sign of one side. */
class Sign {
  readonly element: HTMLElement;
  readonly #side: Side;
  readonly #link: HTMLElement;

  constructor(side: Side, go: () => void) {
    this.#side = side;
    this.#link = button('', '', go);
    this.element = html('div', { className: `beyond ${side.name}`, hidden: true }, [this.#link]);
  }

  update(boxes: readonly Box[], size: Size): void {
    const { x, name, key, arrow } = this.#side;
    const there = beyond(boxes, size, this.#side);
    this.element.hidden = there.length === 0;
    const what = countOf(there);
    this.#link.textContent = visible(x < 0 ? `${arrow} ${what}` : `${what} ${arrow}`);
    this.#link.title = `Go ${name} (Shift+${key.replace('Arrow', '')})`;
  }
}

/** A sign at every side of a canvas. */
export class Signs {
  readonly #signs: readonly Sign[];

  constructor(canvas: HTMLElement, go: (side: Side) => void) {
    this.#signs = SIDES.map((side) => new Sign(side, () => go(side)));
    canvas.append(...this.#signs.map(({ element }) => element));
  }

  /** Tells what lies beyond each side: `boxes` are the nodes of the graph as they are on the canvas. */
  update(boxes: readonly Box[], size: Size): void {
    for (const sign of this.#signs) sign.update(boxes, size);
  }
}
