/**
 * The matrix panel. The extension sends the matrices; this draws them and sends back which place to open.
 *
 * @import { FromMatrix, Matrix, ToMatrix } from '../messages.ts'
 * @import { Spot } from './matrix/grid.js'
 */

import { visible } from '../../server/src/base/visible.ts';
import { buildGrid, currentCell } from './matrix/grid.js';
import { layout } from './matrix/layout.ts';

/**
 * What is remembered while the panel is hidden, and over a reload of the window.
 *
 * @typedef {{ ops: string, filter: string, spot: Spot }} State
 */

/** @type {ReturnType<typeof acquireVsCodeApi<FromMatrix, State>>} */
const vscode = acquireVsCodeApi();

/** @type {State} */
const state = { ops: '', filter: '', spot: { row: 1, column: 1 }, ...vscode.getState() };

/** @type {ToMatrix | undefined} */
let shown;

const main = document.querySelector('main') ?? document.body;
const bar = document.createElement('header');
const choice = document.createElement('select');
const filter = document.createElement('input');
const note = document.createElement('p');
const body = document.createElement('div');

choice.setAttribute('aria-label', 'Ops struct');
filter.type = 'search';
filter.placeholder = 'Filter hooks, memory types, functions';
filter.setAttribute('aria-label', 'Filter');
filter.value = state.filter;
note.setAttribute('role', 'status');
body.className = 'scroller';
bar.append(choice, filter);
main.append(bar, note, body);

choice.addEventListener('change', () => {
  remember({ ops: choice.value, spot: { row: 1, column: 1 } });
  draw();
});
filter.addEventListener('input', () => {
  remember({ filter: filter.value });
  draw();
});
filter.addEventListener('keydown', (event) => {
  if (event.key === 'ArrowDown' || event.key === 'Enter') currentCell(body)?.focus();
});
window.addEventListener('message', (/** @type {MessageEvent<ToMatrix>} */ { data }) => {
  if (data.type !== 'matrix') return;
  shown = data;
  draw();
});
vscode.postMessage({ type: 'ready' });

/** @param {Partial<State>} change */
function remember(change) {
  Object.assign(state, change);
  vscode.setState(state);
}

/** Draws what was last received. The focus stays where it was, and so does the scroll position: `body` is kept. */
function draw() {
  if (!shown) return;
  const { matrices } = shown.result;
  const matrix = matrices.find(({ ops }) => ops === state.ops) ?? matrices[0];
  const hadFocus = body.contains(document.activeElement);
  drawChoice(matrices, matrix);
  body.replaceChildren();
  bar.hidden = !matrix || (matrix.fields.length === 0 && matrices.length === 1);
  if (!matrix || matrix.fields.length === 0) {
    note.textContent = visible(matrix?.note ?? shown.status.message);
    return;
  }
  const grid = layout(matrix, state.filter);
  note.textContent = visible(describe(matrix, grid.hidden));
  body.append(
    buildGrid(grid, `struct ${matrix.ops}: hooks by memory type`, state.spot, {
      onMove: (spot) => remember({ spot }),
      onOpen: ({ place }, beside) => {
        if (place) vscode.postMessage({ type: 'open', place, beside });
      },
    }),
  );
  if (hadFocus) currentCell(body)?.focus();
}

/**
 * @param {readonly Matrix[]} matrices
 * @param {Matrix | undefined} current
 */
function drawChoice(matrices, current) {
  choice.hidden = matrices.length < 2;
  choice.replaceChildren(
    ...matrices.map(({ ops }) => {
      const option = document.createElement('option');
      option.value = ops;
      option.textContent = visible(ops);
      option.selected = ops === current?.ops;
      return option;
    }),
  );
}

/**
 * @param {Matrix} matrix
 * @param {number} hidden
 * @returns {string}
 */
function describe({ tree, note: remark }, hidden) {
  const release = tree.version ? `Linux ${tree.version}` : '';
  const more = hidden > 0 ? `${hidden} more tables match: narrow the filter to see them` : '';
  return [release, remark ?? '', more].filter(Boolean).join(' · ');
}
