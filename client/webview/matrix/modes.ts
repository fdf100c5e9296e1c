/** What the matrix panel shows: the matrix of the open tree, or a comparison. */
import type { CompareQuery, FromMatrix, ToMatrix } from '../../messages.ts';
import type { Host } from '../host.ts';
import { CompareView } from './compare-view.ts';
import { BLANK, MatrixPanel, type MatrixState } from './panel.ts';

export class Modes {
  readonly #host: Host<FromMatrix, ToMatrix, MatrixState>;
  readonly #matrix: MatrixPanel;
  readonly #comparison: CompareView;
  /** Whether the extension has told of a comparison since the script began. */
  #isTold = false;

  constructor(host: Host<FromMatrix, ToMatrix, MatrixState>, main: HTMLElement) {
    this.#host = host;
    this.#matrix = new MatrixPanel(host);
    const { all, compared } = host.state;
    this.#comparison = new CompareView(
      {
        compare: (query) => this.#compare(query),
        choose: () => host.post({ type: 'choose' }),
        leave: () => this.#leave(),
        open: (places, isSame, beside) => host.post({ type: 'openSides', places, isSame, beside }),
        graph: (ioctl) => host.post({ type: 'graph', ioctl }),
        moved: (spot) => host.remember({ compared: spot }),
        showAll: (shown) => host.remember({ all: shown }),
      },
      { all, spot: compared },
    );
    main.append(this.#matrix.element, this.#comparison.element);
  }

  /** Listens to whoever uses the panel, and to the extension. */
  start(): void {
    this.#matrix.start();
    this.#show();
    this.#host.listen((message) => this.#receive(message));
    this.#host.post({ type: 'ready' });
  }

  #receive(message: ToMatrix): void {
    switch (message.type) {
      case 'matrix':
        this.#matrix.take(message);
        this.#restore(message.status.state === 'ready');
        break;
      case 'comparison':
        this.#isTold = true;
        this.#remember(message.query);
        this.#comparison.draw(message);
        break;
      case 'changed':
        this.#comparison.changed();
    }
  }

  /** After a reload of the window the extension knows no more what was compared. */
  #restore(isReady: boolean): void {
    const { comparison } = this.#host.state;
    if (comparison && isReady && !this.#isTold) this.#compare(comparison);
  }

  #compare(query: CompareQuery): void {
    this.#isTold = true;
    this.#host.post({ type: 'compare', query });
  }

  #leave(): void {
    this.#remember(null);
    this.#host.remember({ compared: BLANK.compared });
    this.#host.post({ type: 'leave' });
    this.#matrix.focus();
  }

  #remember(comparison: CompareQuery | null): void {
    this.#host.remember({ comparison });
    this.#show();
  }

  #show(): void {
    const isCompared = this.#host.state.comparison !== null;
    this.#matrix.element.hidden = isCompared;
    this.#comparison.element.hidden = !isCompared;
  }
}
