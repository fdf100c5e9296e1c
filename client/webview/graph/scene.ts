/**
 * The picture of a graph: drawn, marked, and answering to the pointer and to keys. What a click or a key means is told to
 * the panel.
 */
import type { GraphPicture, GraphResult, PictureEdge, PictureNode } from '../../messages.ts';
import { html, svg } from '../elements.ts';
import { drawing } from './drawing.ts';
import type { View } from './geometry.ts';
import { nodeAfter, pathTo } from './path.ts';
import { SIDES } from './sides.ts';
import { Signs } from './signs.ts';
import { Tip } from './tip.ts';
import { Viewport } from './viewport.ts';

/** What clicks and keys on the picture ask for. */
export interface Actions {
  select(node: PictureNode, focus: boolean): void;
  open(node: PictureNode, beside: boolean): void;
  /** Draw what a function calls, or who calls it. */
  follow(node: PictureNode, way: 'from' | 'to'): void;
  search(): void;
  fit(): void;
  moved(view: View): void;
}

export class Scene {
  readonly canvas = html('div', { className: 'canvas' });
  readonly view: Viewport;
  readonly #picture = svg('svg', { role: 'tree', 'aria-label': 'Call graph' });
  readonly #tip = new Tip(this.canvas);
  readonly #actions: Actions;
  #shown: GraphPicture | null = null;
  #hadFocus = false;

  constructor(actions: Actions) {
    this.#actions = actions;
    this.canvas.append(this.#picture, this.#tip.element);
    const signs = new Signs(this.canvas, (side) => this.view.go(side));
    this.view = new Viewport(this.canvas, this.#picture, {
      moved: (view) => actions.moved(view),
      seen: (boxes, size) => signs.update(boxes, size),
    });
    this.#listen();
  }

  get isDrawn(): boolean {
    return this.#picture.firstChild !== null;
  }

  /** The nodes whose name or file has a text in it. */
  found(text: string): readonly PictureNode[] {
    const wanted = text.toLowerCase();
    if (wanted === '') return [];
    return (this.#shown?.nodes ?? []).filter(({ title, file }) => `${title} ${file}`.toLowerCase().includes(wanted));
  }

  /** Draws a graph, or nothing, in the place of the last. */
  draw(result: GraphResult | null): void {
    this.#hadFocus = this.#picture.contains(document.activeElement);
    this.#shown = result?.picture ?? null;
    this.#picture.replaceChildren(...(result ? [drawing(result.picture)] : []));
    this.view.draws(this.#shown);
  }

  /** Marks a selected node, the path to it, and what is searched for. */
  mark(selected: string, way: readonly PictureEdge[], matches: readonly PictureNode[]): void {
    for (const [i, { classList }] of this.#edges().entries()) {
      const edge = this.#shown?.edges[i];
      classList.toggle('on-path', edge !== undefined && way.includes(edge));
    }
    for (const [i, element] of this.#nodes().entries()) {
      const node = this.#shown?.nodes[i];
      const matching = node !== undefined && matches.includes(node);
      element.classList.toggle('selected', node?.id === selected);
      element.classList.toggle('found', matching);
      element.classList.toggle('dimmed', matches.length > 0 && !matching);
      element.setAttribute('tabindex', '-1');
    }
    this.#element(selected)?.setAttribute('tabindex', '0');
  }

  /** The way to a node, from where it starts. */
  wayTo(id: string): readonly PictureEdge[] {
    return this.#shown ? pathTo(this.#shown, id) : [];
  }

  focus(id: string): void {
    this.#element(id)?.focus({ preventScroll: true });
  }

  /** Gives the focus back to a node when what was drawn before had it. */
  restoreFocus(id: string): void {
    if (this.#hadFocus) this.focus(id);
  }

  /** Notes on the picture how long it took until it was seen. */
  noteTime(milliseconds: number): void {
    this.#picture.dataset['drawnAfter'] = `${milliseconds}`;
  }

  #nodes(): readonly SVGElement[] {
    return [...this.#picture.querySelectorAll('.node')].filter((each) => each instanceof SVGElement);
  }

  #edges(): readonly Element[] {
    return [...this.#picture.querySelectorAll('.edge')];
  }

  /** The element of a node; the first one for a node that is not there. */
  #element(id: string): SVGElement | undefined {
    return this.#nodes()[Math.max(0, this.#shown?.nodes.findIndex((node) => node.id === id) ?? 0)];
  }

  #nodeOf(target: EventTarget | null): PictureNode | undefined {
    const found = target instanceof Element ? target.closest('.node') : null;
    return found instanceof SVGElement ? this.#shown?.nodes[this.#nodes().indexOf(found)] : undefined;
  }

  #edgeOf(target: EventTarget | null): PictureEdge | undefined {
    const found = target instanceof Element ? target.closest('.edge') : null;
    return found ? this.#shown?.edges[this.#edges().indexOf(found)] : undefined;
  }

  #listen(): void {
    this.#picture.addEventListener('click', (event) => this.#onClick(event));
    this.#picture.addEventListener('focusin', ({ target }) => this.#onFocus(target));
    this.#picture.addEventListener('keydown', (event) => this.#onKey(event));
    this.#picture.addEventListener('pointermove', (event) => this.#onPointer(event));
    this.#picture.addEventListener('pointerleave', () => this.#tip.hide());
  }

  #onClick({ target, ctrlKey, metaKey }: MouseEvent): void {
    const node = this.#nodeOf(target);
    if (!node) return;
    if (target instanceof Element && target.closest('.go-on')) {
      this.#actions.follow(node, 'from');
      return;
    }
    this.#actions.select(node, true);
    this.#actions.open(node, ctrlKey || metaKey);
  }

  #onFocus(target: EventTarget | null): void {
    const node = this.#nodeOf(target);
    if (node && !this.#element(node.id)?.classList.contains('selected')) this.#actions.select(node, false);
  }

  #onPointer(event: PointerEvent): void {
    const edge = this.#edgeOf(event.target);
    if (edge) this.#tip.show(edge, event);
    else this.#tip.hide();
  }

  #onKey(event: KeyboardEvent): void {
    const node = this.#nodeOf(event.target);
    if (this.#shown && node && this.#act(this.#shown, node, event)) event.preventDefault();
  }

  /** Does what a key on a node means; answers whether it means anything. */
  #act(graph: GraphPicture, node: PictureNode, { key, shiftKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
    const side = shiftKey ? SIDES.find((each) => each.key === key) : undefined;
    const next = nodeAfter(graph, node, key);
    if (side) this.view.go(side);
    else if (next) this.#actions.select(next, true);
    else if (key === 'Enter' || key === ' ') this.#actions.open(node, ctrlKey || metaKey);
    else if (key === '+' || key === '=') this.view.zoom(1.25);
    else if (key === '-') this.view.zoom(1 / 1.25);
    else if (key === '0') this.#actions.fit();
    else if (key === '/') this.#actions.search();
    else if (key === 'f') this.#actions.follow(node, 'from');
    else if (key === 'c') this.#actions.follow(node, 'to');
    else return false;
    return true;
  }
}
