/**
 * An ARIA grid: one cell is in the tab order, the arrow keys move between cells, Enter opens the place of a cell.
 *
 * @import { Cell, Grid } from './layout.ts'
 *
 * @typedef {object} Spot
 * @property {number} row
 * @property {number} column
 *
 * @typedef {object} GridEvents
 * @property {(cell: Cell, beside: boolean) => void} onOpen
 * @property {(spot: Spot) => void} onMove
 */

import { visible, visibleLines } from '../../../server/src/base/visible.ts';

/** @type {Readonly<Record<Cell['role'], string>>} */
const ROLES = { corner: 'columnheader', column: 'columnheader', row: 'rowheader', value: 'gridcell' };

/**
 * Builds the table of a grid; the cell at `spot` (or the nearest there is) is the one in the tab order.
 *
 * @param {Grid} grid
 * @param {string} name
 * @param {Spot} spot
 * @param {GridEvents} events
 * @returns {HTMLTableElement}
 */
export function buildGrid(grid, name, spot, events) {
  const table = document.createElement('table');
  table.setAttribute('role', 'grid');
  table.setAttribute('aria-label', visible(name));
  table.setAttribute('aria-readonly', 'true');
  for (const row of grid.rows) table.append(buildRow(row));
  const current = { ...clamped(grid, spot) };
  elementAt(table, current)?.setAttribute('tabindex', '0');
  listen(table, grid, current, events);
  return table;
}

/**
 * The cell that has the focus when the grid has it.
 *
 * @param {ParentNode} parent
 * @returns {HTMLElement | null}
 */
export function currentCell(parent) {
  return parent.querySelector('[role="grid"] [tabindex="0"]');
}

/**
 * @param {readonly Cell[]} cells
 * @returns {HTMLTableRowElement}
 */
function buildRow(cells) {
  const row = document.createElement('tr');
  row.setAttribute('role', 'row');
  row.append(...cells.map(buildCell));
  return row;
}

/**
 * @param {Cell} cell
 * @returns {HTMLElement}
 */
function buildCell(cell) {
  const element = document.createElement(cell.role === 'value' ? 'td' : 'th');
  element.setAttribute('role', ROLES[cell.role]);
  element.setAttribute('tabindex', '-1');
  element.setAttribute('aria-label', visible(cell.label));
  element.className = [cell.role, cell.place ? 'link' : '', cell.unset ? 'unset' : ''].filter(Boolean).join(' ');
  element.title = visibleLines(cell.tooltip);
  element.append(line('text', cell.text), ...cell.details.map((detail) => line('detail', detail)));
  return element;
}

/**
 * @param {string} className
 * @param {string} text
 * @returns {HTMLElement}
 */
function line(className, text) {
  const element = document.createElement('div');
  element.className = className;
  element.textContent = visible(text);
  return element;
}

/**
 * @param {HTMLTableElement} table
 * @param {Grid} grid
 * @param {{ row: number, column: number }} current
 * @param {GridEvents} events
 */
function listen(table, grid, current, events) {
  /** @param {Spot} spot */
  const moveTo = (spot) => {
    elementAt(table, current)?.setAttribute('tabindex', '-1');
    Object.assign(current, clamped(grid, spot));
    const element = elementAt(table, current);
    element?.setAttribute('tabindex', '0');
    element?.focus();
    events.onMove({ ...current });
  };
  /** @param {boolean} beside */
  const open = (beside) => {
    const cell = grid.rows[current.row]?.[current.column];
    if (cell?.place) events.onOpen(cell, beside);
  };

  table.addEventListener('keydown', (event) => {
    const spot = spotAfter(event, current, grid);
    if (spot) moveTo(spot);
    else if (event.key === 'Enter' || event.key === ' ') open(event.ctrlKey || event.metaKey);
    else return;
    event.preventDefault();
  });
  table.addEventListener('click', (event) => {
    const element = event.target instanceof Element ? event.target.closest('td, th') : null;
    if (!(element instanceof HTMLTableCellElement) || !(element.parentElement instanceof HTMLTableRowElement)) return;
    moveTo({ row: element.parentElement.rowIndex, column: element.cellIndex });
    open(event.ctrlKey || event.metaKey || event.altKey);
  });
}

/**
 * Where a key leads; null for a key that does not move.
 *
 * @param {KeyboardEvent} event
 * @param {Spot} spot
 * @param {Grid} grid
 * @returns {Spot | null}
 */
function spotAfter({ key, ctrlKey, metaKey }, { row, column }, grid) {
  const far = ctrlKey || metaKey;
  const last = { row: grid.rows.length - 1, column: (grid.rows[0]?.length ?? 1) - 1 };
  switch (key) {
    case 'ArrowUp':
      return { row: far ? 0 : row - 1, column };
    case 'ArrowDown':
      return { row: far ? last.row : row + 1, column };
    case 'ArrowLeft':
      return { row, column: far ? 0 : column - 1 };
    case 'ArrowRight':
      return { row, column: far ? last.column : column + 1 };
    case 'Home':
      return { row: far ? 0 : row, column: 0 };
    case 'End':
      return { row: far ? last.row : row, column: last.column };
    default:
      return null;
  }
}

/**
 * @param {Grid} grid
 * @param {Spot} spot
 * @returns {Spot}
 */
function clamped(grid, { row, column }) {
  const lastColumn = (grid.rows[0]?.length ?? 1) - 1;
  return {
    row: Math.min(Math.max(row, 0), grid.rows.length - 1),
    column: Math.min(Math.max(column, 0), lastColumn),
  };
}

/**
 * @param {HTMLTableElement} table
 * @param {Spot} spot
 * @returns {HTMLElement | undefined}
 */
function elementAt(table, { row, column }) {
  return table.rows[row]?.cells[column];
}
