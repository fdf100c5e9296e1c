/**
 * The panel's bars: choices above the graph, the path, and the legend below, which filters too.
 *
 * @import { GraphSubject } from '../../messages.ts'
 * @import { PictureEdge as Edge, PictureNode as GraphNode } from '../../messages.ts'
 */

import { visible } from '../../../server/src/base/visible.ts';
import { svg } from '../elements.ts';
import { colourOf } from './drawing.ts';

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Partial<HTMLElementTagNameMap[Name]>} [properties]
 * @param {readonly (Node | string)[]} [children]
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function html(name, properties = {}, children = []) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children.map((each) => (typeof each === 'string' ? visible(each) : each)));
  return element;
}

/**
 * @param {string} text
 * @param {string} label
 * @param {() => void} onClick
 */
export function button(text, label, onClick) {
  const element = html('button', {
    type: 'button',
    textContent: visible(text),
    title: visible(label),
    ariaLabel: visible(label),
  });
  element.addEventListener('click', onClick);
  return element;
}

/**
 * @param {string} label
 * @param {readonly (readonly [value: string, text: string])[]} options
 * @param {(value: string) => void} onChange
 */
export function choice(label, options, onChange) {
  const rows = options.map(([value, textContent]) => html('option', { value, textContent: visible(textContent) }));
  const element = html('select', { ariaLabel: label, title: label }, rows);
  element.addEventListener('change', () => onChange(element.value));
  return element;
}

/** @param {GraphSubject} subject */
export function subjectText({ ioctl, hook, from, to }) {
  return ioctl ?? hook ?? (from !== undefined ? `calls of ${from}()` : `callers of ${to}()`);
}

/**
 * Fills the choice of what the graph is about.
 *
 * @param {HTMLSelectElement} select
 * @param {{ readonly ioctls: readonly string[], readonly hooks: readonly string[] }} subjects
 * @param {GraphSubject | null} current
 */
export function fillSubjects(select, { ioctls, hooks }, current) {
  /** @param {GraphSubject} subject */
  const option = (subject) =>
    html('option', {
      value: JSON.stringify(subject),
      textContent: visible(subjectText(subject)),
      selected: JSON.stringify(subject) === JSON.stringify(current),
    });
  /** @param {string} label @param {readonly HTMLOptionElement[]} options */
  const group = (label, options) => (options.length > 0 ? [html('optgroup', { label: visible(label) }, options)] : []);
  const name = current?.from ?? current?.to;
  const tree = current?.tree === undefined ? {} : { tree: current.tree };
  select.replaceChildren(
    ...group('Function', name === undefined ? [] : [option({ from: name, ...tree }), option({ to: name, ...tree })]),
    // What else there is to choose is of the workspace's own tree.
    ...group(current?.tree ?? '', current?.tree === undefined || name !== undefined ? [] : [option(current)]),
    ...group(
      'Ioctls',
      [...new Set(current?.ioctl && !current.tree ? [...ioctls, current.ioctl] : ioctls)].map((ioctl) =>
        option({ ioctl }),
      ),
    ),
    ...group(
      'Hooks',
      [...new Set(current?.hook && !current.tree ? [...hooks, current.hook] : hooks)].map((hook) => option({ hook })),
    ),
  );
}

/**
 * The functions that a name can mean, to choose one of.
 *
 * @param {HTMLElement} list
 * @param {readonly { readonly function: string, readonly file: string, readonly line: number }[]} functions
 * @param {GraphSubject | null} subject
 * @param {(subject: GraphSubject) => void} onChoose
 */
export function fillNamesakes(list, functions, subject, onChoose) {
  list.hidden = functions.length === 0;
  list.replaceChildren(
    ...functions.map(({ function: name, file, line }) => {
      const full = `${file}:${name}`;
      const label = `${name}(), ${file}:${line}`;
      const { to, tree } = subject ?? {};
      const found = { [to === undefined ? 'from' : 'to']: full, ...(tree === undefined ? {} : { tree }) };
      const chosen = button(label, label, () => onChoose(found));
      return html('li', {}, [chosen]);
    }),
  );
}

/**
 * The path: the functions on the way to the one that is selected, and the conditions between them.
 *
 * @param {HTMLElement} bar
 * @param {readonly GraphNode[]} nodes
 * @param {readonly Edge[]} way
 * @param {string} selected
 * @param {(node: GraphNode) => void} onChoose
 */
export function fillPath(bar, nodes, way, selected, onChoose) {
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

/**
 * The legend: what the shapes and colours mean; a memory type can be switched off.
 *
 * @param {HTMLElement} footer
 * @param {readonly string[]} types
 * @param {readonly string[]} hidden
 * @param {(hidden: readonly string[]) => void} onChange
 */
export function fillLegend(footer, types, hidden, onChange) {
  /** @param {string} className @param {number} rx @param {string} colour */
  const sign = (className, rx, colour = '') =>
    svg('svg', { class: colour, viewBox: '0 0 22 14', 'aria-hidden': 'true' }, [
      svg('rect', { class: className, x: 1.5, y: 1.5, width: 19, height: 11, rx }),
    ]);
  const shapes = [
    html('span', {}, [sign('ioctl', 5.5), ' ioctl']),
    html('span', {}, [sign('function', 2), ' function']),
    html('span', {}, [sign('dispatch', 2), ' dispatch']),
  ];
  const filters = types.map((type) => {
    const box = html('input', { type: 'checkbox', checked: !hidden.includes(type) });
    box.addEventListener('change', () =>
      onChange(box.checked ? hidden.filter((each) => each !== type) : [...hidden, type]),
    );
    return html('label', { title: `Show ${visible(type)}` }, [box, sign('typed', 5, colourOf(types, type)), type]);
  });
  footer.replaceChildren(...shapes, ...filters);
}
