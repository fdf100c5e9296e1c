/** Elements of a panel's page. Text goes in as text, and nothing in it is unseen. */
import { visible } from '../../server/src/base/visible.ts';

/** An element with those properties; children that are text become text nodes. */
export function html<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]> = {},
  children: readonly (Node | string)[] = [],
): HTMLElementTagNameMap[Name] {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children.map((each) => (typeof each === 'string' ? visible(each) : each)));
  return element;
}

const SVG = 'http://www.w3.org/2000/svg';

/** An element of SVG with those attributes. */
export function svg(
  name: string,
  attributes: Readonly<Record<string, string | number>> = {},
  children: readonly (Element | string)[] = [],
): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, visible(`${value}`));
  element.append(...children.map((each) => (typeof each === 'string' ? visible(each) : each)));
  return element;
}

/** A button, with the text that a hover on it shows and a screen reader says. */
export function button(text: string, label: string, onClick: () => void): HTMLButtonElement {
  const element = html('button', {
    type: 'button',
    textContent: visible(text),
    title: visible(label),
    ariaLabel: visible(label),
  });
  element.addEventListener('click', onClick);
  return element;
}

/** A list to choose one value from. */
export function choice<Value extends string>(
  label: string,
  options: readonly (readonly [value: Value, text: string])[],
  onChange: (value: Value) => void,
): HTMLSelectElement {
  const rows = options.map(([value, textContent]) => html('option', { value, textContent: visible(textContent) }));
  const element = html('select', { ariaLabel: label, title: label }, rows);
  element.addEventListener('change', () => {
    const [chosen] = options[element.selectedIndex] ?? [];
    if (chosen !== undefined) onChange(chosen);
  });
  return element;
}
