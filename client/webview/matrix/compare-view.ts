/** A comparison in the matrix panel: a grid of hooks, and lists of what is counted, reached and found. */
import { visible } from '../../../server/src/base/visible.ts';
import type { CompareAnswer, CompareQuery, SidePlace, ToMatrix } from '../../messages.ts';
import { button, html } from '../elements.ts';
import { hooksGrid, namesOf } from './compare-hooks.ts';
import { countGroups, findingLines, ioctlWays } from './compare-lists.ts';
import { countElement, linesElement, type Open, section, waysElement } from './compare-sections.ts';
import { GridTable } from './grid.ts';
import type { Spot } from './spots.ts';

/** What a person does in a comparison. */
export interface CompareEvents {
  compare(query: CompareQuery): void;
  choose(): void;
  leave(): void;
  open(places: readonly SidePlace[], isSame: boolean, beside: boolean): void;
  /** Draw an ioctl as both sides have it. */
  graph(ioctl: string): void;
  moved(spot: Spot): void;
  showAll(all: boolean): void;
}

type Comparison = Extract<ToMatrix, { readonly type: 'comparison' }>;

export class CompareView {
  readonly element = html('div', { className: 'comparison', hidden: true });
  readonly #events: CompareEvents;
  readonly #note = html('p', { role: 'status' });
  readonly #stale = html('span', { className: 'stale', hidden: true }, ['The tree has changed since.']);
  readonly #body = html('div', { className: 'scroller' });
  readonly #all: HTMLInputElement;
  readonly #bar: HTMLElement;
  #shown: Comparison | null = null;
  #spot: Spot;

  constructor(events: CompareEvents, { all, spot }: { readonly all: boolean; readonly spot: Spot }) {
    this.#events = events;
    this.#spot = spot;
    this.#all = html('input', { type: 'checkbox', checked: all });
    this.#all.addEventListener('change', () => {
      events.showAll(this.#all.checked);
      this.#draw();
    });
    this.#bar = html('header', {}, [
      button('Back to the Matrix', 'Back to the matrix of the open tree', () => events.leave()),
      button('Swap Sides', 'Compare the other way round', () => this.#compare(swapped)),
      button('Compare Again', 'Compare the sides as they are now', () => this.#compare((query) => query)),
      button('Compare with...', 'Choose another side', () => events.choose()),
      html('label', {}, [this.#all, 'What is the same, too']),
      this.#stale,
    ]);
    this.element.append(this.#bar, this.#note, this.#body);
  }

  /** Says that the tree may not be as it was. */
  changed(): void {
    this.#stale.hidden = !this.#shown?.answer;
  }

  draw(comparison: Comparison): void {
    this.#shown = comparison;
    this.#stale.hidden = true;
    this.#draw();
  }

  #compare(change: (query: CompareQuery) => CompareQuery): void {
    if (this.#shown) this.#events.compare(change(this.#shown.query));
  }

  #draw(): void {
    if (!this.#shown) return;
    const { query, answer, problem } = this.#shown;
    const [a, b] = [query.names?.a ?? query.a, query.names?.b ?? query.b];
    this.#body.replaceChildren();
    this.#body.ariaBusy = String(!answer && problem === null);
    if (!answer) {
      this.#note.textContent = visible(problem ?? `Comparing ${a} with ${b}...`);
      return;
    }
    this.#note.textContent = visible(headline(answer));
    if (!answer.same || this.#all.checked) this.#fill(answer);
    for (const note of answer.notes) this.#body.append(html('p', { className: 'remark' }, [note]));
  }

  #fill(answer: CompareAnswer): void {
    const all = this.#all.checked;
    const open: Open = (line, beside) => this.#events.open(line.places, line.isSame, beside);
    const sections = [
      this.#hooks(answer, all),
      section(
        'What is counted',
        countGroups(answer, all).map((group) =>
          section(
            group.name,
            group.counts.map((count) => countElement(count, open)),
            'h3',
          ),
        ),
      ),
      section(
        'What ioctls run',
        ioctlWays(answer, all).map((each) => waysElement(each, open, (ioctl) => this.#events.graph(ioctl))),
      ),
      section('Findings', findingLines(answer).length > 0 ? [linesElement(findingLines(answer), open)] : []),
    ];
    this.#body.append(...sections.flatMap((each) => each ?? []));
  }

  #hooks(answer: CompareAnswer, all: boolean): HTMLElement | null {
    const grid = hooksGrid(answer, all);
    if (grid.rows.length < 2) return null;
    const { a, b } = namesOf(answer);
    const table = new GridTable(grid, `struct ${answer.ops}: hooks by memory type, ${a} and ${b}`, this.#spot, {
      onMove: (spot) => {
        this.#spot = spot;
        this.#events.moved(spot);
      },
      onOpen: ({ sides = [], isSame = false }, beside) => this.#events.open(sides, isSame, beside),
    });
    return section(`Hooks of struct ${answer.ops}`, [table.element]);
  }
}

function swapped({ a, b, names, ...rest }: CompareQuery): CompareQuery {
  const turned = names && { ...(names.b ? { a: names.b } : {}), ...(names.a ? { b: names.a } : {}) };
  return { ...rest, a: b, b: a, ...(turned ? { names: turned } : {}) };
}

function headline(answer: CompareAnswer): string {
  const { a, b } = namesOf(answer);
  const versions = answer.sides.map(({ tree }) => tree.version);
  const release = new Set(versions).size === 1 ? `Linux ${versions[0]}` : `Linux ${versions.join(' and ')}`;
  if (answer.same) return `${release} · ${a} and ${b} are the same in all that is counted of struct ${answer.ops}.`;
  return `${release} · − only in ${a} · + only in ${b} · ~ differs`;
}
