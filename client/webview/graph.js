/**
 * The call-graph panel: what it is about, and what it asks the extension, which answers with a graph that is laid out.
 *
 * @import { FromGraph, GraphForm, GraphQuery, GraphResult, GraphSubject, ToGraph } from '../messages.ts'
 * @import { PictureNode as Node } from '../messages.ts'
 * @import { View } from './graph/geometry.ts'
 */

import { visible } from '../../server/src/base/visible.ts';
import { button, choice, fillLegend, fillNamesakes, fillPath, fillSubjects, html, subjectText } from './graph/bars.js';
import { Scene } from './graph/scene.ts';

/**
 * What is remembered while the panel is hidden, and over a reload of the window. `view` is what somebody moved or zoomed
 * to; until then it is the beginning of the graph or, after Fit, the whole. `room` is what the graph was laid out for.
 *
 * @typedef {object} State
 * @property {GraphSubject | null} subject
 * @property {number} depth
 * @property {readonly string[]} hide
 * @property {string} search
 * @property {string} selected
 * @property {View | 'beginning' | 'whole'} view
 * @property {GraphQuery['room']} room
 */

/** @type {ReturnType<typeof acquireVsCodeApi<FromGraph, State>>} */
const vscode = acquireVsCodeApi();

/** @type {State} */
const state = {
  subject: null,
  depth: 0,
  hide: [],
  search: '',
  selected: '',
  view: 'beginning',
  room: undefined,
  ...vscode.getState(),
};

/** @type {GraphResult | null} */
let shown = null;
/** @type {{ readonly ioctls: readonly string[], readonly hooks: readonly string[] }} */
let subjects = { ioctls: [], hooks: [] };
let asking = false;
/** When somebody asked for what is being drawn; 0 once it is drawn. */
let asked = 0;
let stale = false;

const DEPTHS = [1, 2, 3, 4, 6, 8, 12, 24];
const note = html('span', { role: 'status' });
const path = html('nav', { ariaLabel: 'Path' });
const namesakes = html('ul', { className: 'namesakes' });
const legend = html('footer');
const scene = new Scene({
  select,
  open: ({ file, line, column }, beside) => vscode.postMessage({ type: 'open', place: { file, line, column }, beside }),
  follow: ({ kind, file, function: name }, way) => {
    if (kind !== 'function' && kind !== 'hook') return;
    const { tree } = state.subject ?? {};
    show({ [way]: `${file}:${name}`, ...(tree === undefined ? {} : { tree }) });
  },
  search: () => search.focus(),
  fit,
  moved: (view) => remember({ view }),
});
const { canvas, view } = scene;

const about = choice('What the graph is about', [], (value) => show(JSON.parse(value)));
const depth = choice(
  'Depth',
  [
    ['0', 'whole path'],
    ...DEPTHS.map((each) => /** @type {const} */ ([`${each}`, each === 1 ? '1 call deep' : `${each} calls deep`])),
  ],
  (value) => {
    remember({ depth: Number(value), view: 'beginning' });
    askAnew();
  },
);
const search = html('input', {
  type: 'search',
  placeholder: 'Find a function',
  ariaLabel: 'Find',
  value: state.search,
});
const save = choice(
  'Save as',
  [
    ['', 'Save as...'],
    ['svg', 'SVG'],
    ['dot', 'DOT'],
    ['mermaid', 'Mermaid'],
  ],
  (value) => {
    save.value = '';
    if (state.subject)
      vscode.postMessage({ type: 'export', query: query(state.subject), form: /** @type {GraphForm} */ (value) });
  },
);

depth.value = `${state.depth}`;
(document.querySelector('main') ?? document.body).append(
  html('header', {}, [
    about,
    depth,
    search,
    button('−', 'Zoom out', () => view.zoom(1 / 1.25)),
    button('+', 'Zoom in', () => view.zoom(1.25)),
    button('Fit', 'Fit the graph into the panel', fit),
    save,
    note,
  ]),
  path,
  canvas,
  legend,
);
canvas.append(namesakes);

window.addEventListener('message', (/** @type {MessageEvent<ToGraph>} */ { data }) => receive(data));
search.addEventListener('input', () => {
  remember({ search: search.value });
  mark();
});
search.addEventListener('keydown', ({ key }) => {
  const [first] = scene.found(state.search);
  if ((key === 'Enter' || key === 'ArrowDown') && first) select(first, true);
});
new ResizeObserver(resized).observe(canvas);
vscode.postMessage({ type: 'ready' });

/** @param {Partial<State>} change */
function remember(change) {
  Object.assign(state, change);
  vscode.setState(state);
}

/** @param {ToGraph} message */
function receive(message) {
  switch (message.type) {
    case 'show':
      asked = message.asked;
      if (message.subject) show(message.subject);
      else if (state.subject) ask();
      break;
    case 'subjects': {
      subjects = message;
      if (!state.subject && message.begin) show(message.begin);
      fillSubjects(about, subjects, state.subject);
      if (!state.subject) note.textContent = 'Nothing to draw: this tree has none of the ops structs of opscope.ops.';
      break;
    }
    case 'changed':
      ask();
      break;
    case 'graph':
      take(message.query, message.result);
  }
}

/** @param {GraphSubject} subject */
function show(subject) {
  const same = JSON.stringify(subject) === JSON.stringify(state.subject);
  if (!same) remember({ subject, view: 'beginning', selected: '', hide: [] });
  fillSubjects(about, subjects, subject);
  if (same) ask();
  else askAnew();
}

/**
 * @param {GraphSubject} subject
 * @returns {GraphQuery}
 */
function query(subject) {
  const { depth, hide, room } = state;
  return { ...subject, ...(depth > 0 ? { depth } : {}), hide, ...(room ? { room } : {}) };
}

/** Asks for the graph as it was laid out; what changes while an answer is on its way is asked for after it, once. */
function ask() {
  if (!state.subject) return;
  stale = asking;
  if (asking) return;
  asking = true;
  canvas.classList.add('waiting');
  vscode.postMessage({ type: 'ask', query: query(state.subject) });
}

/** Asks for the graph, laid out for the room that there is now. */
function askAnew() {
  if (canvas.clientWidth > 0) remember({ room: { width: canvas.clientWidth, height: canvas.clientHeight } });
  ask();
}

/**
 * @param {GraphQuery} asked
 * @param {GraphResult | null} result
 */
function take(asked, result) {
  asking = false;
  canvas.classList.remove('waiting');
  if (stale) ask();
  if (!state.subject || JSON.stringify(asked) !== JSON.stringify(query(state.subject))) return;
  if (JSON.stringify(result) === JSON.stringify(shown) && scene.isDrawn) return;
  shown = result;
  draw();
}

/** Draws the graph; what part of it is seen, and what is selected, stay as they were. */
function draw() {
  note.textContent = visible(
    shown ? (shown.graph.note ?? '') : `${subjectText(state.subject ?? {})} is not in this tree.`,
  );
  fillNamesakes(namesakes, shown?.namesakes ?? [], state.subject, show);
  fillLegend(legend, shown?.memoryTypes ?? [], state.hide, (hide) => {
    remember({ hide });
    askAnew();
  });
  scene.draw(shown);
  mark();
  arrange();
  scene.restoreFocus(state.selected);
  noteTime();
}

/** Shows that part of the graph which is to be seen. */
function arrange() {
  const { view: wanted } = state;
  if (wanted === 'beginning') view.begin();
  else if (wanted === 'whole') view.fit();
  else view.set(wanted);
}

/** Shows the whole graph, laid out for the room that there is. */
function fit() {
  remember({ view: 'whole' });
  arrange();
  askAnew();
}

/**
 * The panel has another size. As long as nobody moved the picture it is arranged anew, and laid out anew where it can no
 * longer be read; after that, what was in the middle stays there. What is selected stays in sight.
 */
function resized() {
  if (!shown || canvas.clientWidth === 0) return;
  if (typeof state.view === 'string') arrange();
  else view.keepMiddle();
  const selected = shown.picture.nodes.find(({ id }) => id === state.selected);
  if (selected) view.reveal(selected);
  if (typeof state.view === 'string' && !view.isReadable) askAnew();
}

/** Notes on the picture how long it took from the click until it was seen, in milliseconds. */
function noteTime() {
  if (asked === 0 || !shown) return;
  const since = asked;
  asked = 0;
  // The second frame begins when the first has been painted.
  requestAnimationFrame(() => requestAnimationFrame(() => scene.noteTime(Date.now() - since)));
}

/** Marks what is selected, the path to it, and what is searched for. */
function mark() {
  const [way, matches] = [scene.wayTo(state.selected), scene.found(state.search)];
  scene.mark(state.selected, way, matches);
  if (!shown) path.replaceChildren();
  else fillPath(path, shown.picture.nodes, way, state.selected, (node) => select(node, true));
  if (shown && state.search !== '') note.textContent = matches.length === 1 ? '1 match' : `${matches.length} matches`;
  else if (shown) note.textContent = visible(shown.graph.note ?? '');
}

/**
 * @param {Node} node
 * @param {boolean} focus
 */
function select(node, focus) {
  remember({ selected: node.id });
  mark();
  view.reveal(node);
  if (focus) scene.focus(node.id);
}
