/**
 * The picture of a graph: drawn, marked, and answering to the pointer and to keys. What a click or a key means is told to
 * the panel.
 *
 * @import { GraphResult } from '../../messages.ts'
 * @import { PictureEdge as Edge, PictureNode as Node } from '../../messages.ts'
 * @import { View } from './geometry.ts'
 *
 * @typedef {object} Actions
 * @property {(node: Node, focus: boolean) => void} select
 * @property {(node: Node, beside: boolean) => void} open
 * @property {(node: Node, way: 'from' | 'to') => void} follow  draw what a function calls, or who calls it
 * @property {() => void} search
 * @property {() => void} fit
 * @property {(view: View) => void} moved
 */

import { visible } from '../../../server/src/base/visible.ts';
import { svg } from '../elements.ts';
import { html } from './bars.js';
import { drawing } from './drawing.ts';
import { nodeAfter, pathTo } from './path.ts';
import { SIDES } from './sides.ts';
import { Signs } from './signs.ts';
import { Viewport } from './viewport.ts';

/** @param {Actions} actions */
export function sceneOn(actions) {
  /** @type {GraphResult['picture'] | null} */
  let shown = null;
  let hadFocus = false;
  const canvas = html('div', { className: 'canvas' });
  const picture = svg('svg', { role: 'tree', 'aria-label': 'Call graph' });
  const tip = html('div', { className: 'tip', hidden: true });
  canvas.append(picture, tip);
  const signs = new Signs(canvas, (side) => view.go(side));
  const view = new Viewport(canvas, picture, {
    moved: actions.moved,
    seen: (boxes, size) => signs.update(boxes, size),
  });

  /** @returns {SVGElement[]} */
  const elements = () => [...picture.querySelectorAll('.node')].filter((each) => each instanceof SVGElement);
  const edges = () => [...picture.querySelectorAll('.edge')];

  /** @param {string} id  that of a node which is not there means the first one */
  const element = (id) => elements()[Math.max(0, shown?.nodes.findIndex((node) => node.id === id) ?? 0)];

  /** @param {EventTarget | null} target @returns {Node | undefined} */
  const nodeOf = (target) => {
    const found = target instanceof Element ? target.closest('.node') : null;
    return found instanceof SVGElement ? shown?.nodes[elements().indexOf(found)] : undefined;
  };

  /** @param {EventTarget | null} target @returns {Edge | undefined} */
  const edgeOf = (target) => {
    const found = target instanceof Element ? target.closest('.edge') : null;
    return found ? shown?.edges[edges().indexOf(found)] : undefined;
  };

  /** @param {string} text @returns {Node[]} */
  const found = (text) => {
    const wanted = text.toLowerCase();
    if (wanted === '') return [];
    return (shown?.nodes ?? []).filter(({ title, file }) => `${title} ${file}`.toLowerCase().includes(wanted));
  };

  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    const node = nodeOf(event.target);
    if (!shown || !node) return;
    if (!act(shown, node, event)) return;
    event.preventDefault();
  };

  /**
   * Does what a key on a node means; answers whether it means anything.
   *
   * @param {GraphResult['picture']} graph
   * @param {Node} node
   * @param {KeyboardEvent} event
   */
  const act = (graph, node, { key, shiftKey, ctrlKey, metaKey }) => {
    const side = shiftKey ? SIDES.find((each) => each.key === key) : undefined;
    const next = nodeAfter(graph, node, key);
    if (side) view.go(side);
    else if (next) actions.select(next, true);
    else if (key === 'Enter' || key === ' ') actions.open(node, ctrlKey || metaKey);
    else if (key === '+' || key === '=') view.zoom(1.25);
    else if (key === '-') view.zoom(1 / 1.25);
    else if (key === '0') actions.fit();
    else if (key === '/') actions.search();
    else if (key === 'f') actions.follow(node, 'from');
    else if (key === 'c') actions.follow(node, 'to');
    else return false;
    return true;
  };

  /** Says where the call under the pointer is, and under which condition. @param {PointerEvent} event */
  const explain = ({ target, clientX, clientY }) => {
    const edge = edgeOf(target);
    tip.hidden = !edge;
    if (!edge) return;
    const lines = [...(edge.condition === null ? [] : [`if ${edge.condition}`]), `${edge.file}:${edge.line}`];
    tip.textContent = lines.map(visible).join('\n');
    const box = canvas.getBoundingClientRect();
    tip.style.left = `${Math.min(clientX - box.left + 12, Math.max(0, canvas.clientWidth - tip.offsetWidth - 8))}px`;
    tip.style.top = `${Math.min(clientY - box.top + 14, Math.max(0, canvas.clientHeight - tip.offsetHeight - 8))}px`;
  };

  picture.addEventListener('click', ({ target, ctrlKey, metaKey }) => {
    const node = nodeOf(target);
    if (!node) return;
    if (target instanceof Element && target.closest('.go-on')) {
      actions.follow(node, 'from');
      return;
    }
    actions.select(node, true);
    actions.open(node, ctrlKey || metaKey);
  });
  picture.addEventListener('focusin', ({ target }) => {
    const node = nodeOf(target);
    if (node && !element(node.id)?.classList.contains('selected')) actions.select(node, false);
  });
  picture.addEventListener('keydown', onKey);
  picture.addEventListener('pointermove', explain);
  picture.addEventListener('pointerleave', () => {
    tip.hidden = true;
  });

  return {
    canvas,
    view,
    found,
    isDrawn: () => picture.firstChild !== null,

    /** Draws a graph, or nothing, in the place of the last. @param {GraphResult | null} result */
    draw(result) {
      hadFocus = picture.contains(document.activeElement);
      shown = result?.picture ?? null;
      picture.replaceChildren(...(result ? [drawing(result.picture, result.memoryTypes)] : []));
      view.draws(shown);
    },

    /**
     * Marks a selected node, the path to it, and what is searched for; answers the path and the matches.
     *
     * @param {string} selected
     * @param {string} search
     */
    mark(selected, search) {
      const way = shown ? pathTo(shown, selected) : [];
      const matches = found(search);
      for (const [i, each] of elements().entries()) {
        const node = shown?.nodes[i];
        const matching = node !== undefined && matches.includes(node);
        each.classList.toggle('selected', node?.id === selected);
        each.classList.toggle('found', matching);
        each.classList.toggle('dimmed', matches.length > 0 && !matching);
        each.setAttribute('tabindex', '-1');
      }
      element(selected)?.setAttribute('tabindex', '0');
      for (const [i, each] of edges().entries()) {
        const edge = shown?.edges[i];
        each.classList.toggle('on-path', edge !== undefined && way.includes(edge));
      }
      return { way, matches };
    },

    /** @param {string} id */
    focus: (id) => element(id)?.focus({ preventScroll: true }),

    /** Gives the focus back to a node when what was drawn before had it. @param {string} id */
    restoreFocus(id) {
      if (hadFocus) element(id)?.focus({ preventScroll: true });
    },

    /** Notes on the picture how long it took until it was seen. @param {number} milliseconds */
    noteTime(milliseconds) {
      picture.dataset['drawnAfter'] = `${milliseconds}`;
    },
  };
}
