/** What stands on the nodes of a drawn graph, in short lines: columns are as wide as the longest of them. */
import { largest } from '../../base/extremes.ts';
import { visible } from '../../base/visible.ts';
import type { GraphNode } from '../../model/graph-answers.ts';
import { nodeTitle } from './text.ts';

/** A title that is longer is written in several lines. */
const LINE = 18;

/** A place that is longer loses folders from its front. */
const PLACE = 28;

/** Widths of a character of a title and of a place, in pixels: 12 and 10 pixels of a monospaced font. */
const TITLE_WIDTH = 7.23;
const PLACE_WIDTH = 6.03;

const LINE_HEIGHT = 14;
const PADDING = 6;

/** The text on a node, and the size that it takes. */
export interface Label {
  readonly lines: readonly string[];
  readonly place: string;
  readonly width: number;
  readonly height: number;
}

/** The label of a node. */
export function labelOf(node: GraphNode): Label {
  const lines = wrapped(visible(nodeTitle(node)));
  const place = shortened(visible(`${node.file}:${node.line}`));
  const widest = largest(
    lines.map((line) => line.length * TITLE_WIDTH),
    place.length * PLACE_WIDTH,
  );
  return { lines, place, width: widest + 2 * PADDING, height: (lines.length + 1) * LINE_HEIGHT + 12 };
}

/** A name in lines of about the same length, broken after `_` and `.`; a name without any stays whole. */
function wrapped(title: string): readonly string[] {
  const count = Math.ceil(title.length / LINE);
  const parts = title.split(/(?<=[_.])(?=[^_.\s])/);
  const lines: string[] = [];
  let rest = title.length;
  let line = '';
  for (const part of parts) {
    const wanted = rest / Math.max(1, count - lines.length);
    // A part that reaches further past the end than it leaves room before it begins the next line.
    if (line !== '' && lines.length < count - 1 && line.length + part.length / 2 > wanted) {
      lines.push(line);
      rest -= line.length;
      line = '';
    }
    line += part;
  }
  return [...lines, line];
}

function shortened(place: string): string {
  if (place.length <= PLACE) return place;
  const folders = place.split('/');
  while (folders.length > 1 && folders.join('/').length > PLACE - 4) folders.shift();
  return `.../${folders.join('/')}`;
}
