/** The lists of a comparison as elements. Every line that leads somewhere is a button; counts open to what was counted. */
import { visible } from '../../../server/src/base/visible.ts';
import { button, html } from '../elements.ts';
import { SIGNS } from './changes.ts';
import type { Count, IoctlWays, Line } from './compare-lists.ts';

/** Opens the places of a line; `beside` asks for another column. */
export type Open = (line: Line, beside: boolean) => void;

/** What is said of a sign. */
const WORDS = {
  same: 'on both sides',
  added: 'only on the second side',
  removed: 'only on the first side',
  changed: 'differs',
};

/** A heading with what belongs to it; null where there is nothing. */
export function section(
  title: string,
  children: readonly (HTMLElement | null)[],
  heading: 'h2' | 'h3' = 'h2',
): HTMLElement | null {
  const there = children.flatMap((each) => each ?? []);
  return there.length === 0 ? null : html('section', {}, [html(heading, {}, [title]), ...there]);
}

/** A count, which opens to what was counted. */
export function countElement({ id, claim, values, differs, lines }: Count, open: Open): HTMLElement {
  const [a, b] = values;
  const counts = a === b ? a : `${a} → ${b}`;
  const summary = html('summary', {}, [
    span(`sign ${differs ? 'changed' : 'same'}`, differs ? SIGNS.changed : ''),
    span('id', id),
    span('count', counts),
    span('claim', claim),
  ]);
  return html('details', {}, [summary, linesElement(lines, open)]);
}

/** An ioctl, with what it runs for each memory type. */
export function waysElement({ ioctl, ways }: IoctlWays, open: Open, draw: (ioctl: string) => void): HTMLElement {
  const types = ways.map(({ memoryType, lines }) =>
    html('section', { className: 'way' }, [html('h4', {}, [memoryType]), linesElement(lines, open)]),
  );
  const graph = button('Graph', `Draw the call graph of ${ioctl} on both sides`, () => draw(ioctl));
  return html('section', {}, [html('h3', {}, [ioctl, graph]), ...types]);
}

/** Lines, each of which leads to the code. */
export function linesElement(lines: readonly Line[], open: Open): HTMLElement {
  return html(
    'ul',
    { className: 'lines' },
    lines.map((line) => html('li', {}, [lineElement(line, open)])),
  );
}

function lineElement(line: Line, open: Open): HTMLElement {
  const { change, text, details } = line;
  const element = html('button', { type: 'button', className: `line ${change}` }, [
    span('sign', SIGNS[change]),
    span('text', text),
    ...details.map((detail) => span('detail', detail)),
  ]);
  element.ariaLabel = visible([WORDS[change], text, ...details].join(', '));
  element.addEventListener('click', ({ ctrlKey, metaKey }) => open(line, ctrlKey || metaKey));
  return element;
}

function span(className: string, text: string): HTMLElement {
  return html('span', { className }, [text]);
}
