/**
 * The panel's bars: choices above the graph, the path, and the legend below, which filters too.
 *
 * @import { GraphSubject } from '../client/src/webview/graphMessages.ts'
 */
import { colourOf, svg } from './graphDrawing.js';

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Partial<HTMLElementTagNameMap[Name]>} [properties]
 * @param {readonly (Node | string)[]} [children]
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function html(name, properties = {}, children = []) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

/**
 * @param {string} text
 * @param {string} label
 * @param {() => void} onClick
 */
export function button(text, label, onClick) {
  const element = html('button', { type: 'button', textContent: text, title: label, ariaLabel: label });
  element.addEventListener('click', onClick);
  return element;
}

/**
 * @param {string} label
 * @param {readonly (readonly [value: string, text: string])[]} options
 * @param {(value: string) => void} onChange
 */
export function choice(label, options, onChange) {
  const rows = options.map(([value, textContent]) => html('option', { value, textContent }));
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
      textContent: subjectText(subject),
      selected: JSON.stringify(subject) === JSON.stringify(current),
    });
  /** @param {string} label @param {readonly HTMLOptionElement[]} options */
  const group = (label, options) => (options.length > 0 ? [html('optgroup', { label }, options)] : []);
  const name = current?.from ?? current?.to;
  select.replaceChildren(
    ...group('Function', name === undefined ? [] : [option({ from: name }), option({ to: name })]),
    ...group(
      'Ioctls',
      [...new Set(current?.ioctl ? [...ioctls, current.ioctl] : ioctls)].map((ioctl) => option({ ioctl })),
    ),
    ...group(
      'Hooks',
      [...new Set(current?.hook ? [...hooks, current.hook] : hooks)].map((hook) => option({ hook })),
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
      const chosen = button(label, label, () => onChoose(subject?.to === undefined ? { from: full } : { to: full }));
      return html('li', {}, [chosen]);
    }),
  );
}

/**
 * The legend: what the shapes and colours mean; a memory type can be switched off.
 *
 * @param {HTMLElement} footer
 * @param {readonly string[]} types
 * @param {readonly string[]} hidden
 * @param {(hidden: string[]) => void} onChange
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
    return html('label', { title: `Show ${type}` }, [box, sign('typed', 5, colourOf(types, type)), type]);
  });
  footer.replaceChildren(...shapes, ...filters);
}
