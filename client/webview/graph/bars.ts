/** The bars around the graph: the path to a node, the legend, and the functions that a name can mean. */
import { visible } from '../../../server/src/base/visible.ts';
import type { GraphResult, GraphSubject, PictureEdge, PictureNode } from '../../messages.ts';
import { colourOf } from '../colours.ts';
import { button, html, svg } from '../elements.ts';

/** The functions that a name can mean, to choose one of. */
export function fillNamesakes(
  list: HTMLElement,
  functions: GraphResult['namesakes'],
  subject: GraphSubject | null,
  onChoose: (subject: GraphSubject) => void,
): void {
  list.hidden = functions.length === 0;
  const { to, tree } = subject ?? {};
  list.replaceChildren(
    ...functions.map(({ function: name, file, line }) => {
      const full = `${file}:${name}`;
      const found = { ...(to === undefined ? { from: full } : { to: full }), ...(tree === undefined ? {} : { tree }) };
      const label = `${name}(), ${file}:${line}`;
      return html('li', {}, [button(label, label, () => onChoose(found))]);
    }),
  );
}

/** The path: the functions on the way to the one that is selected, and the conditions between them. */
export function fillPath(
  bar: HTMLElement,
  nodes: readonly PictureNode[],
  way: readonly PictureEdge[],
  selected: string,
  onChoose: (node: PictureNode) => void,
): void {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const steps = way.length > 0 ? [way[0]?.from ?? '', ...way.map(({ to }) => to)] : [selected];
  bar.replaceChildren(
    ...steps.flatMap((id, i) => {
      const node = byId.get(id);
      if (!node) return [];
      const condition = way[i - 1]?.condition;
      const link = button(node.title, `${node.file}:${node.line}`, () => onChoose(node));
      return [...(i > 0 ? [condition ? ` › if ${visible(condition)} › ` : ' › '] : []), link];
    }),
  );
  bar.scrollLeft = bar.scrollWidth;
}

/** The legend: what the shapes and colours mean; a memory type can be switched off. */
export function fillLegend(
  footer: HTMLElement,
  types: readonly string[],
  hidden: readonly string[],
  onChange: (hidden: readonly string[]) => void,
  hasLater: boolean,
): void {
  const filters = types.map((type) => {
    const box = html('input', { type: 'checkbox', checked: !hidden.includes(type) });
    box.addEventListener('change', () =>
      onChange(box.checked ? hidden.filter((each) => each !== type) : [...hidden, type]),
    );
    return html('label', { title: `Show ${visible(type)}` }, [box, sign('typed', 5, colourOf(type)), type]);
  });
  footer.replaceChildren(
    html('span', {}, [sign('ioctl', 5.5), ' ioctl']),
    html('span', {}, [sign('function', 2), ' function']),
    html('span', {}, [sign('dispatch', 2), ' dispatch']),
    ...(hasLater ? [html('span', {}, [dots(), ' runs later'])] : []),
    ...filters,
  );
}

/** The line to what runs later, small. */
function dots(): SVGElement {
  return svg('svg', { class: 'edge async', viewBox: '0 0 22 14', 'aria-hidden': 'true' }, [
    svg('path', { class: 'line', d: 'M1.5 7L20.5 7' }),
  ]);
}

/** The shape that a node has, small. */
function sign(className: string, rx: number, colour = ''): SVGElement {
  return svg('svg', { class: colour, viewBox: '0 0 22 14', 'aria-hidden': 'true' }, [
    svg('rect', { class: className, x: 1.5, y: 1.5, width: 19, height: 11, rx }),
  ]);
}
