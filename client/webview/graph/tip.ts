/** The tip under the pointer: where a call is, and under which condition. */
import { visible } from '../../../server/src/base/visible.ts';
import type { PictureEdge } from '../../messages.ts';
import { html } from '../elements.ts';

/** From the pointer to the tip, and from the tip to the edge of the canvas. */
const OFFSET = { x: 12, y: 14 };
const MARGIN = 8;

export class Tip {
  readonly element = html('div', { className: 'tip', hidden: true });
  readonly #canvas: HTMLElement;

  constructor(canvas: HTMLElement) {
    this.#canvas = canvas;
  }

  hide(): void {
    this.element.hidden = true;
  }

  /** Says where a call is beside the pointer, and under which condition. */
  show({ kind, condition, file, line, change, before }: PictureEdge, { clientX, clientY }: PointerEvent): void {
    const { element } = this;
    element.hidden = false;
    const was = change === 'changed' ? [before ? `was: if ${before}` : 'was: always'] : [];
    const lines = [
      ...(kind === 'async' ? ['runs later'] : []),
      ...(condition === null ? [] : [`if ${condition}`]),
      ...was,
      `${file}:${line}`,
    ];
    element.textContent = lines.map(visible).join('\n');
    const { left, top } = this.#canvas.getBoundingClientRect();
    const { clientWidth, clientHeight } = this.#canvas;
    const most = (length: number, own: number): number => Math.max(0, length - own - MARGIN);
    element.style.left = `${Math.min(clientX - left + OFFSET.x, most(clientWidth, element.offsetWidth))}px`;
    element.style.top = `${Math.min(clientY - top + OFFSET.y, most(clientHeight, element.offsetHeight))}px`;
  }
}
