/** An ARIA grid: one cell is in the tab order, the arrow keys move between cells, Enter opens the place of a cell. */
import { visible, visibleLines } from '../../../server/src/base/visible.ts';
import { colourOf } from '../colours.ts';
import { html } from '../elements.ts';
import type { Cell, Grid } from './layout.ts';
import { clamped, type Spot, spotAfter } from './spots.ts';

const ROLES: Readonly<Record<Cell['role'], string>> = {
  corner: 'columnheader',
  column: 'columnheader',
  row: 'rowheader',
  value: 'gridcell',
};

/** What a person does in a grid. */
export interface GridEvents {
  readonly onOpen: (cell: Cell, beside: boolean) => void;
  readonly onMove: (spot: Spot) => void;
}

/** The table of a grid; the cell at a spot (or the nearest there is) is the one in the tab order. */
export class GridTable {
  readonly element: HTMLTableElement;
  readonly #grid: Grid;
  readonly #events: GridEvents;
  #current: Spot;

  constructor(grid: Grid, name: string, spot: Spot, events: GridEvents) {
    this.#grid = grid;
    this.#events = events;
    this.#current = clamped(grid.rows, spot);
    this.element = html('table', { role: 'grid', ariaLabel: visible(name), ariaReadOnly: 'true' });
    for (const row of grid.rows) this.element.append(html('tr', { role: 'row' }, row.map(cellElement)));
    this.#currentElement()?.setAttribute('tabindex', '0');
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
    this.element.addEventListener('click', (event) => this.#onClick(event));
  }

  /** Puts the focus on the cell that has it when the grid has it. */
  focus(): void {
    this.#currentElement()?.focus();
  }

  #currentElement(): HTMLElement | undefined {
    return this.element.rows[this.#current.row]?.cells[this.#current.column];
  }

  #moveTo(spot: Spot): void {
    this.#currentElement()?.setAttribute('tabindex', '-1');
    this.#current = clamped(this.#grid.rows, spot);
    this.#currentElement()?.setAttribute('tabindex', '0');
    this.focus();
    this.#events.onMove(this.#current);
  }

  #open(beside: boolean): void {
    const cell = this.#grid.rows[this.#current.row]?.[this.#current.column];
    if (cell && isLink(cell)) this.#events.onOpen(cell, beside);
  }

  #onKey(event: KeyboardEvent): void {
    const spot = spotAfter(event, this.#current, this.#grid.rows);
    if (spot) this.#moveTo(spot);
    else if (event.key === 'Enter' || event.key === ' ') this.#open(event.ctrlKey || event.metaKey);
    else return;
    event.preventDefault();
  }

  #onClick({ target, ctrlKey, metaKey, altKey }: MouseEvent): void {
    const element = target instanceof Element ? target.closest('td, th') : null;
    if (!(element instanceof HTMLTableCellElement) || !(element.parentElement instanceof HTMLTableRowElement)) return;
    this.#moveTo({ row: element.parentElement.rowIndex, column: element.cellIndex });
    this.#open(ctrlKey || metaKey || altKey);
  }
}

/** Whether there is anywhere to go. */
function isLink({ place, sides }: Cell): boolean {
  return place !== null || (sides?.length ?? 0) > 0;
}

function cellElement(cell: Cell): HTMLElement {
  const lines = [line('text', cell.text), ...cell.details.map((detail) => line('detail', detail))];
  const properties = {
    role: ROLES[cell.role],
    tabIndex: -1,
    ariaLabel: visible(cell.label),
    className: [
      cell.role,
      isLink(cell) ? 'link' : '',
      cell.unset ? 'unset' : '',
      cell.change,
      colourOf(cell.memoryType ?? null),
    ]
      .filter(Boolean)
      .join(' '),
    title: visibleLines(cell.tooltip),
  };
  return html(cell.role === 'value' ? 'td' : 'th', properties, lines);
}

function line(className: string, text: string): HTMLElement {
  return html('div', { className }, [text]);
}
