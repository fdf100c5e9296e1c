/** Which part of the graph the panel shows, as it is drawn and as the panel gets another size. */
import type { PictureNode } from '../../messages.ts';
import type { Scene } from './scene.ts';
import type { GraphHost } from './state.ts';

export class Arrangement {
  readonly #host: GraphHost;
  readonly #scene: Scene;

  constructor(host: GraphHost, scene: Scene) {
    this.#host = host;
    this.#scene = scene;
  }

  /** Shows that part of the graph which is to be seen. */
  arrange(): void {
    const { view: wanted } = this.#host.state;
    if (wanted === 'beginning') this.#scene.view.begin();
    else if (wanted === 'whole') this.#scene.view.fit();
    else this.#scene.view.set(wanted);
  }

  /**
   * The panel has another size. As long as nobody moved the picture it is arranged anew; after that, what was in the middle
   * stays there. What is selected stays in sight.
   */
  resized(selected: PictureNode | undefined): void {
    if (this.#isMoved) this.#scene.view.keepMiddle();
    else this.arrange();
    if (selected) this.#scene.view.reveal(selected);
  }

  /** Whether the graph can no longer be read in the room that there is, and nobody has moved the picture. */
  get isCramped(): boolean {
    return !this.#isMoved && !this.#scene.view.isReadable;
  }

  /** Whether somebody moved or zoomed the picture. */
  get #isMoved(): boolean {
    return typeof this.#host.state.view !== 'string';
  }
}
