/** The matrix panel. The extension sends the matrices; this draws them and sends back which place to open. */
import { visible } from '../../../server/src/base/visible.ts';
import type { CompareQuery, FromMatrix, Matrix, StatusParams, ToMatrix, WayOut } from '../../messages.ts';
import { button, html } from '../elements.ts';
import type { Host } from '../host.ts';
import { Empty, waysOf } from '../ways-out.ts';
import { GridTable } from './grid.ts';
import { type Grid, layout } from './layout.ts';
import { remark } from './remark.ts';
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
  readonly #bar: HTMLElement;
  readonly #note = html('p', { role: 'status' });
  readonly #body = html('div', { className: 'scroller' });
  readonly #empty: Empty;
  readonly element: HTMLElement;
  #grid: GridTable | null = null;
  #shown: Shown | null = null;

  constructor(host: Host<FromMatrix, ToMatrix, MatrixState>) {
    this.#host = host;
    this.#filter.value = host.state.filter;
    const goOut = (way: WayOut): void => host.post({ type: 'wayOut', way });
    const choose = button('Choose Struct...', 'Choose the ops struct from those of this tree', () =>
      goOut('choose-ops'),
    );
    this.#bar = html('header', {}, [this.#choice, choose, this.#filter]);
    this.#empty = new Empty(goOut);
    this.element = html('div', { className: 'matrix' }, [this.#bar, this.#note, this.#empty.element, this.#body]);
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
    this.#empty.hide();
    const isEmpty = !matrix || matrix.fields.length === 0;
    this.#bar.hidden = isEmpty && result.matrices.length < 2;
    if (!matrix || isEmpty) this.#drawNothing(matrix, status);
    else this.#drawGrid(matrix, status, hadFocus);
  }

  /** No kernel, no struct to show, or one that this tree does not define. */
  #drawNothing(matrix: Matrix | undefined, status: StatusParams): void {
    this.#note.textContent = '';
    const isRead = status.state === 'ready' || status.state === 'no-ops';
    const reason = matrix && isRead ? matrix.note : status.state === 'ready' ? NO_STRUCT : status.message;
    this.#empty.show(reason ?? status.message, waysOf(status));
  }

  #drawGrid(matrix: Matrix, status: StatusParams, hadFocus: boolean): void {
    const { filter, spot } = this.#host.state;
    const grid = layout(matrix, filter);
    this.#note.textContent = visible(remark(matrix, grid.hidden, status));
    if (this.#isMatchless(matrix, grid) || this.#isWithoutTables(matrix, status)) return;
    this.#grid = new GridTable(grid, `struct ${matrix.ops}: hooks by memory type`, spot, {
      onMove: (moved) => this.#host.remember({ spot: moved }),
      onOpen: ({ place }, beside) => {
        if (place) this.#host.post({ type: 'open', place, beside });
      },
    });
    this.#body.append(this.#grid.element);
    if (hadFocus) this.#grid.focus();
  }

  /** The filter leaves nothing; says so. */
  #isMatchless(matrix: Matrix, { rows }: Grid): boolean {
    const filter = this.#filter.value.trim();
    if (filter === '' || rows.length > 1) return false;
    const clear = (): void => {
      this.#filter.value = '';
      this.#host.remember({ filter: '' });
      this.#draw();
      this.#filter.focus();
    };
    const reason = `No hook, memory type or function of struct ${matrix.ops} has “${filter}” in its name.`;
    this.#empty.show(reason, [{ text: 'Clear Filter', act: clear }]);
    return true;
  }

  /** No table fills the struct; says so, above the fields that it has. */
  #isWithoutTables({ ops, tables }: Matrix, { state }: StatusParams): false {
    if (tables.length === 0 && state === 'ready')
      this.#empty.show(`No table of struct ${ops} is in the folders that are read.`, ['choose-ops', 'choose-folders']);
    return false;
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

const NO_STRUCT = 'No ops struct is chosen for the views.';
