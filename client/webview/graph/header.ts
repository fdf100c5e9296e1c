/** The header above the graph: what it is about, how deep it goes, what to find in it, and a remark. */
import { visible } from '../../../server/src/base/visible.ts';
import type { GraphForm, GraphSubject } from '../../messages.ts';
import { button, choice, html } from '../elements.ts';
import { SubjectChoice } from './subjects.ts';

/** What the header asks for. */
export interface Wishes {
  show(subject: GraphSubject): void;
  /** How many calls deep; 0 for all. */
  cut(depth: number): void;
  search(text: string): void;
  /** Go to the first node that was found. */
  goToFound(): void;
  zoom(factor: number): void;
  fit(): void;
  save(form: GraphForm): void;
}

const DEPTHS = [1, 2, 3, 4, 6, 8, 12, 24];

const FORMS = { svg: 'SVG', dot: 'DOT', mermaid: 'Mermaid' } as const satisfies Record<GraphForm, string>;

export class Header {
  readonly element: HTMLElement;
  readonly subjects: SubjectChoice;
  readonly #search: HTMLInputElement;
  readonly #form: HTMLElement;
  readonly #note = html('span', { role: 'status' });

  constructor({ depth, search }: { readonly depth: number; readonly search: string }, wishes: Wishes) {
    this.subjects = new SubjectChoice((subject) => wishes.show(subject));
    this.#search = searchBox(search, wishes);
    this.#form = formChoice(wishes);
    this.element = html('header', {}, [
      this.subjects.element,
      depthChoice(depth, wishes),
      this.#search,
      button('−', 'Zoom out', () => wishes.zoom(1 / 1.25)),
      button('+', 'Zoom in', () => wishes.zoom(1.25)),
      button('Fit', 'Fit the graph into the panel', () => wishes.fit()),
      this.#form,
      this.#note,
    ]);
  }

  /** Whether the graph can be saved: the forms have no marks for what differs between two sides. */
  set canSave(can: boolean) {
    this.#form.hidden = !can;
  }

  focusSearch(): void {
    this.#search.focus();
  }

  /** Says something in one line. */
  note(text: string): void {
    this.#note.textContent = visible(text);
  }
}

function depthChoice(depth: number, wishes: Wishes): HTMLElement {
  const deep = (calls: number) => [`${calls}`, calls === 1 ? '1 call deep' : `${calls} calls deep`] as const;
  const element = choice('Depth', [['0', 'whole path'], ...DEPTHS.map(deep)], (value) => wishes.cut(Number(value)));
  element.value = `${depth}`;
  return element;
}

function searchBox(value: string, wishes: Wishes): HTMLInputElement {
  const element = html('input', { type: 'search', placeholder: 'Find a function', ariaLabel: 'Find', value });
  element.addEventListener('input', () => wishes.search(element.value));
  element.addEventListener('keydown', ({ key }) => {
    if (key === 'Enter' || key === 'ArrowDown') wishes.goToFound();
  });
  return element;
}

/** A list of forms that always shows what it is for. */
function formChoice(wishes: Wishes): HTMLElement {
  const forms = (['svg', 'dot', 'mermaid'] as const).map((form) => [form, FORMS[form]] as const);
  const element = choice<GraphForm | ''>('Save as', [['', 'Save as...'], ...forms], (form) => {
    element.value = '';
    if (form !== '') wishes.save(form);
  });
  return element;
}
