/**
 * The call-graph panel. It says what it wants to show; the extension answers with a graph that is laid out already.
 *
 * @import { FromGraph, GraphForm, GraphQuery, GraphResult, GraphSubject, ToGraph } from '../client/src/webview/graphMessages.ts'
 * @import { Edge, Node } from './graphDrawing.js'
 * @import { View } from './graphView.js'
 */
import { button, choice, fillLegend, fillNamesakes, fillSubjects, html, subjectText } from './graphBars.js';
import { drawing, svg } from './graphDrawing.js';
import { nodeAfter, pathTo } from './graphPath.js';
import { viewOn } from './graphView.js';

/**
 * What is remembered while the panel is hidden, and over a reload of the window.
 *
 * @typedef {{ subject: GraphSubject | null, depth: number, hide: string[], search: string, selected: string, view: View | null }} State
 */

/** @type {ReturnType<typeof acquireVsCodeApi<FromGraph, State>>} */
const vscode = acquireVsCodeApi();

/** @type {State} */
const state = { subject: null, depth: 0, hide: [], search: '', selected: '', view: null, ...vscode.getState() };

/** @type {GraphResult | null} */
let shown = null;
/** @type {{ readonly ioctls: readonly string[], readonly hooks: readonly string[] }} */
let subjects = { ioctls: [], hooks: [] };
let asking = false;
/** When somebody asked for what is being drawn; 0 once it is drawn. */
let asked = 0;
let stale = false;

const DEPTHS = [1, 2, 3, 4, 6, 8, 12, 24];
const main = document.querySelector('main') ?? document.body;
const canvas = html('div', { className: 'canvas' });
const picture = svg('svg', { role: 'tree', 'aria-label': 'Call graph' });
const tip = html('div', { className: 'tip', hidden: true });
const note = html('span', { role: 'status' });
const path = html('nav', { ariaLabel: 'Path' });
const namesakes = html('ul', { className: 'namesakes' });
const legend = html('footer');
const view = viewOn(canvas, picture, (next) => remember({ view: next }));

const about = choice('What the graph is about', [], (value) => show(JSON.parse(value)));
const depth = choice(
  'Depth',
  [
    ['0', 'whole path'],
    ...DEPTHS.map((each) => /** @type {const} */ ([`${each}`, each === 1 ? '1 call deep' : `${each} calls deep`])),
  ],
  (value) => {
    remember({ depth: Number(value), view: null });
    ask();
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
main.append(
  html('header', {}, [
    about,
    depth,
    search,
    button('−', 'Zoom out', () => view.zoom(1 / 1.25)),
    button('+', 'Zoom in', () => view.zoom(1.25)),
    button('Fit', 'Fit the graph into the panel', () => shown && view.fit(shown.picture)),
    save,
    note,
  ]),
  path,
  canvas,
  legend,
);
canvas.append(picture, namesakes, tip);

window.addEventListener('message', (/** @type {MessageEvent<ToGraph>} */ { data }) => receive(data));
search.addEventListener('input', () => {
  remember({ search: search.value });
  mark();
});
search.addEventListener('keydown', ({ key }) => {
  const [first] = found();
  if ((key === 'Enter' || key === 'ArrowDown') && first) select(first, true);
});
picture.addEventListener('click', ({ target, ctrlKey, metaKey }) => {
  const node = nodeOf(target);
  if (!node) return;
  if (target instanceof Element && target.closest('.go-on')) {
    follow(node, 'from');
    return;
  }
  select(node, true);
  open(node, ctrlKey || metaKey);
});
picture.addEventListener('focusin', ({ target }) => {
  const node = nodeOf(target);
  if (node && node.id !== state.selected) select(node, false);
});
picture.addEventListener('keydown', onKey);
picture.addEventListener('pointermove', explain);
picture.addEventListener('pointerleave', () => {
  tip.hidden = true;
});
// A file that opens beside the panel takes half of its width: what is selected stays in sight.
new ResizeObserver(() => {
  const node = shown?.picture.nodes.find(({ id }) => id === state.selected);
  if (node) view.reveal(node);
}).observe(canvas);
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
      const [ioctl] = message.ioctls;
      const [hook] = message.hooks;
      if (!state.subject && (ioctl || hook)) show(ioctl ? { ioctl } : { hook: hook ?? '' });
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
  if (JSON.stringify(subject) !== JSON.stringify(state.subject))
    remember({ subject, view: null, selected: '', hide: [] });
  fillSubjects(about, subjects, subject);
  ask();
}

/**
 * @param {GraphSubject} subject
 * @returns {GraphQuery}
 */
function query(subject) {
  return { ...subject, ...(state.depth > 0 ? { depth: state.depth } : {}), hide: state.hide };
}

/** Asks for the graph; what changes while an answer is on its way is asked for after it, once. */
function ask() {
  if (!state.subject) return;
  stale = asking;
  if (asking) return;
  asking = true;
  vscode.postMessage({ type: 'ask', query: query(state.subject) });
}

/**
 * @param {GraphQuery} asked
 * @param {GraphResult | null} result
 */
function take(asked, result) {
  asking = false;
  if (stale) ask();
  if (!state.subject || JSON.stringify(asked) !== JSON.stringify(query(state.subject))) return;
  const same = JSON.stringify(result) === JSON.stringify(shown);
  if (same && picture.firstChild) return;
  shown = result;
  draw();
}

/** Draws the graph; what part of it is seen, and what is selected, stay as they were. */
function draw() {
  const hadFocus = picture.contains(document.activeElement);
  picture.replaceChildren();
  note.textContent = shown ? (shown.graph.note ?? '') : `${subjectText(state.subject ?? {})} is not in this tree.`;
  fillNamesakes(namesakes, shown?.namesakes ?? [], state.subject, show);
  fillLegend(legend, shown?.memoryTypes ?? [], state.hide, (hide) => {
    remember({ hide });
    ask();
  });
  if (!shown) {
    path.replaceChildren();
    return;
  }
  picture.append(drawing(shown.picture, shown.memoryTypes));
  if (state.view) view.set(state.view);
  else view.begin(shown.picture, shown.picture.nodes[0]);
  mark();
  if (hadFocus) current()?.element.focus();
  noteTime();
}

/** Notes on the picture how long it took from the click until it was seen, in milliseconds. */
function noteTime() {
  if (asked === 0) return;
  const since = asked;
  asked = 0;
  // The second frame begins when the first has been painted.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      picture.dataset['drawnAfter'] = `${Date.now() - since}`;
    }),
  );
}

/** @returns {SVGElement[]} */
function elements() {
  return [...picture.querySelectorAll('.node')].filter((each) => each instanceof SVGElement);
}

/**
 * The node of an element of the drawing.
 *
 * @param {EventTarget | null} target
 * @returns {Node | undefined}
 */
function nodeOf(target) {
  const element = target instanceof Element ? target.closest('.node') : null;
  return element instanceof SVGElement ? shown?.picture.nodes[elements().indexOf(element)] : undefined;
}

/** The node in the tab order: the selected one, or the first. */
function current() {
  const nodes = shown?.picture.nodes ?? [];
  const at = Math.max(
    0,
    nodes.findIndex(({ id }) => id === state.selected),
  );
  const [node, element] = [nodes[at], elements()[at]];
  return node && element ? { node, element } : undefined;
}

/** @returns {Node[]} */
function found() {
  const wanted = state.search.toLowerCase();
  if (wanted === '') return [];
  return (shown?.picture.nodes ?? []).filter(({ title, file }) => `${title} ${file}`.toLowerCase().includes(wanted));
}

/** Marks what is selected, the path to it, and what is searched for. */
function mark() {
  if (!shown) return;
  const way = pathTo(shown.picture, state.selected);
  const matches = found();
  for (const [i, element] of elements().entries()) {
    const node = shown.picture.nodes[i];
    element.classList.toggle('selected', node?.id === state.selected);
    element.classList.toggle('found', node !== undefined && matches.includes(node));
    element.classList.toggle('dimmed', matches.length > 0 && node !== undefined && !matches.includes(node));
    element.setAttribute('tabindex', '-1');
  }
  current()?.element.setAttribute('tabindex', '0');
  for (const [i, element] of [...picture.querySelectorAll('.edge')].entries()) {
    const edge = shown.picture.edges[i];
    element.classList.toggle('on-path', edge !== undefined && way.includes(edge));
  }
  if (state.search !== '') note.textContent = matches.length === 1 ? '1 match' : `${matches.length} matches`;
  else note.textContent = shown.graph.note ?? '';
  drawPath(way);
}

/** @param {readonly Edge[]} way */
function drawPath(way) {
  const byId = new Map((shown?.picture.nodes ?? []).map((node) => [node.id, node]));
  const steps = way.length > 0 ? [way[0]?.from ?? '', ...way.map(({ to }) => to)] : [state.selected];
  path.replaceChildren(
    ...steps.flatMap((id, i) => {
      const node = byId.get(id);
      if (!node) return [];
      const condition = way[i - 1]?.condition;
      const link = button(node.title, `${node.file}:${node.line}`, () => select(node, true));
      return [...(i > 0 ? [condition ? ` › if ${condition} › ` : ' › '] : []), link];
    }),
  );
  path.scrollLeft = path.scrollWidth;
}

/**
 * @param {Node} node
 * @param {boolean} focus
 */
function select(node, focus) {
  remember({ selected: node.id });
  mark();
  view.reveal(node);
  if (focus) current()?.element.focus();
}

/**
 * @param {Node} node
 * @param {boolean} beside
 */
function open({ file, line, column }, beside) {
  vscode.postMessage({ type: 'open', place: { file, line, column }, beside });
}

/**
 * Draws what a function calls, or who calls it.
 *
 * @param {Node} node
 * @param {'from' | 'to'} way
 */
function follow({ kind, file, function: name }, way) {
  if (kind !== 'function' && kind !== 'hook') return;
  show(way === 'from' ? { from: `${file}:${name}` } : { to: `${file}:${name}` });
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const node = current()?.node;
  if (!shown || !node) return;
  const next = nodeAfter(shown.picture, node, event.key);
  if (next) select(next, true);
  else if (event.key === 'Enter' || event.key === ' ') open(node, event.ctrlKey || event.metaKey);
  else if (event.key === '+' || event.key === '=') view.zoom(1.25);
  else if (event.key === '-') view.zoom(1 / 1.25);
  else if (event.key === '0') view.fit(shown.picture);
  else if (event.key === '/') search.focus();
  else if (event.key === 'f') follow(node, 'from');
  else if (event.key === 'c') follow(node, 'to');
  else return;
  event.preventDefault();
}

/**
 * Says where the call under the pointer is, and under which condition.
 *
 * @param {PointerEvent} event
 */
function explain({ target, clientX, clientY }) {
  const element = target instanceof Element ? target.closest('.edge') : null;
  const edge = element ? shown?.picture.edges[[...picture.querySelectorAll('.edge')].indexOf(element)] : undefined;
  tip.hidden = !edge;
  if (!edge) return;
  tip.textContent = `${edge.condition === null ? '' : `if ${edge.condition}\n`}${edge.file}:${edge.line}`;
  const box = canvas.getBoundingClientRect();
  tip.style.left = `${Math.min(clientX - box.left + 12, Math.max(0, canvas.clientWidth - tip.offsetWidth - 8))}px`;
  tip.style.top = `${Math.min(clientY - box.top + 14, Math.max(0, canvas.clientHeight - tip.offsetHeight - 8))}px`;
}
