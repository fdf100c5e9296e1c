/** What the panel asks the extension: one graph at a time. */
import type { GraphQuery } from '../../messages.ts';
import type { GraphHost } from './state.ts';

export class Inquiry {
  readonly #host: GraphHost;
  readonly #canvas: HTMLElement;
  #isWaiting = false;
  #isStale = false;

  /** `canvas` is where graphs are drawn: it shows that an answer is on its way. */
  constructor(host: GraphHost, canvas: HTMLElement) {
    this.#host = host;
    this.#canvas = canvas;
  }

  /** What is to be asked now; null while there is no subject. */
  get query(): GraphQuery | null {
    const { subject, depth, hide, room } = this.#host.state;
    if (!subject) return null;
    return { ...subject, ...(depth > 0 ? { depth } : {}), hide, ...(room ? { room } : {}) };
  }

  /** Asks for the graph as it was laid out; what changes while an answer is on its way is asked for after it, once. */
  ask(): void {
    const { query } = this;
    if (!query) return;
    this.#isStale = this.#isWaiting;
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    this.#canvas.classList.add('waiting');
    this.#host.post({ type: 'ask', query });
  }

  /** Asks for the graph, laid out for the room that there is now. */
  askAnew(): void {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    if (width > 0) this.#host.remember({ room: { width, height } });
    this.ask();
  }

  /** An answer has come. Answers whether that is what is to be asked now. */
  isAnswered(asked: GraphQuery): boolean {
    this.#isWaiting = false;
    this.#canvas.classList.remove('waiting');
    if (this.#isStale) this.ask();
    return JSON.stringify(asked) === JSON.stringify(this.query);
  }
}
