/** The sides of the canvas behind which more of the graph can lie, and what lies there. */
import type { PictureNode } from '../../messages.ts';
import type { Rectangle, Size } from './geometry.ts';

/** Which way a side is from the middle, and the key that goes there. */
export interface Side {
  readonly name: string;
  readonly key: string;
  readonly x: number;
  readonly y: number;
  readonly arrow: string;
}

/** A node as it is on the canvas, in pixels. */
export type Box = Rectangle & Pick<PictureNode, 'kind'>;

export const SIDES: readonly Side[] = [
  { name: 'left', key: 'ArrowLeft', x: -1, y: 0, arrow: '←' },
  { name: 'right', key: 'ArrowRight', x: 1, y: 0, arrow: '→' },
  { name: 'up', key: 'ArrowUp', x: 0, y: -1, arrow: '↑' },
  { name: 'down', key: 'ArrowDown', x: 0, y: 1, arrow: '↓' },
];

/** The boxes of which less than half is seen, those past a corner with the left or right side. */
export function beyond(boxes: readonly Box[], { width, height }: Size, side: Side): readonly Box[] {
  return boxes.filter(({ x, y }) => {
    if (side.x !== 0) return side.x < 0 ? x < 0 : x > width;
    return x >= 0 && x <= width && (side.y < 0 ? y < 0 : y > height);
  });
}

/** How many nodes there are, hooks apart: those are what one most often looks for. */
export function countOf(boxes: readonly Box[]): string {
  const hooks = boxes.filter(({ kind }) => kind === 'hook').length;
  const noun = hooks === 1 ? 'hook' : 'hooks';
  if (hooks === boxes.length) return `${hooks} more ${noun}`;
  return hooks === 0 ? `${boxes.length} more` : `${boxes.length} more, ${hooks} ${noun}`;
}
