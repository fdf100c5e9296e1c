/** The matrix panel. The extension sends the matrices; this draws them and sends back which place to open. */
import { visible } from '../../../server/src/base/visible.ts';
import type { CompareQuery, FromMatrix, Matrix, ToMatrix } from '../../messages.ts';
import { html } from '../elements.ts';
import type { Host } from '../host.ts';
import { GridTable } from './grid.ts';
import { layout } from './layout.ts';
import type { Spot } from './spots.ts';

/** What is remembered while the panel is hidden, and over a reload of the window. */
export interface MatrixState {
  readonly ops: string;
  readonly filter: string;
  readonly spot: Spot;
  /** What is compared; null for the matrix. */
  readonly comparison: CompareQuery | null;
  /** Where in the grid of the comparison somebody is, and whether it shows what is the same, too. */
  readonly compared: Spot;
  readonly all: boolean;
}

/** What is there of a panel that has never been open. */
export const BLANK: MatrixState = {
  ops: '',
  filter: '',
  spot: { row: 1, column: 1 },
  comparison: null,
  compared: { row: 1, column: 1 },
  all: false,
};

type Shown = Extract<ToMatrix, { readonly type: 'matrix' }>;

export class MatrixPanel {
  readonly #host: Host<FromMatrix, ToMatrix, MatrixState>;
  readonly #choice = html('select', { ariaLabel: 'Ops struct' });
  readonly #filter = html('input', {
    type: 'search',
    placeholder: 'Filter hooks, memory types, functions',
    ariaLabel: 'Filter',
  });
  readonly #bar = html('header', {}, [this.#choice, this.#filter]);
  readonly #note = html('p', { role: 'status' });
  readonly #body = html('div', { className: 'scroller' });
  readonly element = html('div', { className: 'matrix' }, [this.#bar, this.#note, this.#body]);
  #grid: GridTable | null = null;
  #shown: Shown | null = null;

  constructor(host: Host<FromMatrix, ToMatrix, MatrixState>) {
    this.#host = host;
    this.#filter.value = host.state.filter;
  }

  /** Listens to whoever uses the panel. */
  start(): void {
    this.#choice.addEventListener('change', () => {
      this.#host.remember({ ops: this.#choice.value, spot: BLANK.spot });
      this.#draw();
    });
    this.#filter.addEventListener('input', () => {
      this.#host.remember({ filter: this.#filter.value });
      this.#draw();
    });
    this.#filter.addEventListener('keydown', ({ key }) => {
      if (key === 'ArrowDown' || key === 'Enter') this.#grid?.focus();
    });
  }

  focus(): void {
    this.#grid?.focus();
  }

  /** Draws what the extension sends. */
  take(message: Shown): void {
    this.#shown = message;
    this.#draw();
  }

  /** Draws what was last received. The focus stays where it was, and so does the scroll position: the body is kept. */
  #draw(): void {
    if (!this.#shown) return;
    const { result, status } = this.#shown;
    const matrix = result.matrices.find(({ ops }) => ops === this.#host.state.ops) ?? result.matrices[0];
    const hadFocus = this.#body.contains(document.activeElement);
    this.#fillChoice(result.matrices, matrix);
    this.#body.replaceChildren();
    this.#grid = null;
    const isEmpty = !matrix || matrix.fields.length === 0;
    this.#bar.hidden = !matrix || (isEmpty && result.matrices.length === 1);
    if (isEmpty) this.#note.textContent = visible(matrix?.note ?? status.message);
    else this.#drawGrid(matrix, hadFocus);
  }

  #drawGrid(matrix: Matrix, hadFocus: boolean): void {
    const { filter, spot } = this.#host.state;
    const grid = layout(matrix, filter);
    this.#note.textContent = visible(describe(matrix, grid.hidden));
    this.#grid = new GridTable(grid, `struct ${matrix.ops}: hooks by memory type`, spot, {
      onMove: (moved) => this.#host.remember({ spot: moved }),
      onOpen: ({ place }, beside) => {
        if (place) this.#host.post({ type: 'open', place, beside });
      },
    });
    this.#body.append(this.#grid.element);
    if (hadFocus) this.#grid.focus();
  }

  #fillChoice(matrices: readonly Matrix[], current: Matrix | undefined): void {
    this.#choice.hidden = matrices.length < 2;
    this.#choice.replaceChildren(
      ...matrices.map(({ ops }) =>
        html('option', { value: ops, textContent: visible(ops), selected: ops === current?.ops }),
      ),
    );
  }
}

function describe({ tree, note: remark }: Matrix, hidden: number): string {
  const release = tree.version ? `Linux ${tree.version}` : '';
  const more = hidden > 0 ? `${hidden} more tables match: narrow the filter to see them` : '';
  return [release, remark ?? '', more].filter(Boolean).join(' · ');
}
