/** What a panel shows where there is nothing to show: why, and what can be done. */
import { visible } from '../../server/src/base/visible.ts';
import type { StatusParams, WayOut } from '../messages.ts';
import { button, html } from './elements.ts';

/** Something that can be done: by the extension, or in the panel itself. */
export type Way = WayOut | { readonly text: string; readonly act: () => void };

const TEXTS: Readonly<Record<WayOut, readonly [text: string, label: string]>> = {
  'choose-ops': ['Choose Ops Struct...', 'Choose the ops struct from those of this tree'],
  'open-folder': ['Open a Kernel Tree...', 'Open the root of a Linux source tree'],
  'set-tree': ['Set opscope.tree', 'Say in the settings where the kernel tree is'],
  'choose-folders': ['Choose the Folders That Are Read', 'The setting opscope.folders'],
  restart: ['Restart Server', 'Start the language server again'],
  'show-output': ['Show Output', 'What the language server says'],
};

/** What can be done where the server has nothing to show, by its status. */
export function waysOf(status: StatusParams): readonly WayOut[] {
  switch (status.state) {
    case 'no-kernel':
      return ['open-folder', 'set-tree'];
    case 'no-ops':
    case 'ready':
      return ['choose-ops'];
    case 'error':
      return ['restart', 'show-output'];
    case 'indexing':
      return [];
  }
}

/** The reason and the ways, as an element of its own; hidden while there is neither. */
export class Empty {
  readonly element = html('section', { className: 'empty', hidden: true });
  readonly #take: (way: WayOut) => void;

  constructor(take: (way: WayOut) => void) {
    this.#take = take;
  }

  hide(): void {
    this.element.hidden = true;
  }

  show(reason: string, ways: readonly Way[]): void {
    this.element.hidden = false;
    const buttons = ways.map((way) => {
      if (typeof way !== 'string') return button(way.text, way.text, way.act);
      const [text, label] = TEXTS[way];
      return button(text, label, () => this.#take(way));
    });
    this.element.replaceChildren(html('p', { role: 'status', textContent: visible(reason) }), html('p', {}, buttons));
  }
}
