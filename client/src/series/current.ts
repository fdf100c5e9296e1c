import { commands, type Disposable, EventEmitter } from 'vscode';
import type { OpenSeries, ReviewedPatch, SeriesPatch, SeriesSource } from '../../../server/src/protocol/review.ts';
import type { Server } from '../client.ts';

/** The context key that views and keys go by. */
const IS_OPEN = 'opscope.seriesOpen';

/** A patch of the series that is open. */
export interface CurrentPatch {
  readonly series: OpenSeries;
  readonly patch: ReviewedPatch;
  readonly shown: SeriesPatch;
}

/** The series that is open in this window: one, or none. */
export class CurrentSeries implements Disposable {
  readonly #server: Server;
  readonly #onChanged = new EventEmitter<void>();
  #source: SeriesSource | undefined;
  #series: OpenSeries | undefined;

  /** Fires when another series is open, or none. */
  readonly onChanged = this.#onChanged.event;

  constructor(server: Server) {
    this.#server = server;
  }

  get series(): OpenSeries | undefined {
    return this.#series;
  }

  /** What is open, to be read again. */
  get source(): SeriesSource | undefined {
    return this.#source;
  }

  /** Its patches, in their order. */
  get patches(): readonly CurrentPatch[] {
    const series = this.#series;
    if (!series) return [];
    return series.review.patches.flatMap((patch, i) => {
      const shown = series.patches[i];
      return shown ? [{ series, patch, shown }] : [];
    });
  }

  /** Opens a series in the place of the one that is open; answers why it could not, undefined where it could or was cancelled. */
  async open(source: SeriesSource): Promise<string | undefined> {
    const answer = await this.#server.review(source);
    if (!answer) return undefined;
    if (!answer.series) return answer.problem ?? 'it could not be read';
    const before = this.#series;
    this.#source = source;
    this.#set(answer.series);
    if (before) await this.#server.reviewClose({ id: before.id });
    return undefined;
  }

  /** Closes it. */
  async close(): Promise<void> {
    const before = this.#series;
    this.#source = undefined;
    this.#set(undefined);
    if (before) await this.#server.reviewClose({ id: before.id });
  }

  dispose(): void {
    this.#onChanged.dispose();
  }

  #set(series: OpenSeries | undefined): void {
    this.#series = series;
    void commands.executeCommand('setContext', IS_OPEN, series !== undefined);
    this.#onChanged.fire();
  }
}
