import {
  type CancellationToken,
  commands,
  type ExtensionContext,
  ProgressLocation,
  Uri,
  ViewColumn,
  window,
} from 'vscode';
import { label } from '../../../server/src/base/visible.ts';
import type { CompareAnswer } from '../../../server/src/protocol/requests.ts';
import type { CompareQuery, SidePlace } from '../../messages.ts';
import type { Server } from '../client.ts';
import type { Matrices } from '../matrices.ts';
import { openPlace, rangeOf } from '../places.ts';
import { pickSides, sidesFor } from '../side-picks.ts';
import { type Side, serveSides, uriOn } from '../sides.ts';

/** What is compared now, and what came of it. */
export interface Comparison {
  readonly query: CompareQuery;
  readonly answer: CompareAnswer | null;
  readonly problem: string | null;
}

/** Who shows comparisons. */
export interface ComparisonPanel {
  show(): void;
  take(comparison: Comparison): void;
}

/** Comparisons of the open tree with another side: asked for here, shown in the matrix panel. */
export class Comparisons {
  readonly #server: Server;
  readonly #matrices: Matrices;
  readonly #panel: ComparisonPanel;
  #current: Comparison | null = null;

  constructor(server: Server, matrices: Matrices, panel: ComparisonPanel) {
    this.#server = server;
    this.#matrices = matrices;
    this.#panel = panel;
  }

  /** What is compared now; null where nothing is. */
  get current(): Comparison | null {
    return this.#current;
  }

  leave(): void {
    this.#current = null;
  }

  /** Asks what to compare with, unless that is given, and shows it. */
  async choose(given?: unknown): Promise<void> {
    const { tree } = await this.#matrices.get();
    if (!tree) {
      void window.showInformationMessage('opscope: open a kernel tree first.');
      return;
    }
    const query = givenSides(given, tree.root) ?? (await pickSides(this.#server, tree.root));
    if (!query) return;
    this.#panel.show();
    await this.compare(query);
  }

  /** Compares, with progress that can be cancelled; what was shown stays when it is. */
  async compare(query: CompareQuery): Promise<void> {
    const before = this.#current;
    this.#take({ query, answer: null, problem: null });
    const title = label(`Comparing ${query.names?.a ?? query.a} with ${query.names?.b ?? query.b}`);
    const compared = await window.withProgress(
      { location: ProgressLocation.Notification, title, cancellable: true },
      (progress, token) => this.#ask(query, token, (message) => progress.report({ message: label(message) })),
    );
    if (this.#current?.query !== query) return;
    if (compared) this.#take(compared);
    else if (before?.answer) this.#take(before);
    else this.#take({ query, answer: null, problem: 'The comparison was cancelled.' });
  }

  /** Null where it was cancelled. */
  async #ask(query: CompareQuery, token: CancellationToken, told: (text: string) => void): Promise<Comparison | null> {
    try {
      return { query, answer: await this.#server.compare(query, token, told), problem: null };
    } catch (error) {
      if (token.isCancellationRequested) return null;
      return { query, answer: null, problem: error instanceof Error ? error.message : String(error) };
    }
  }

  #take(comparison: Comparison): void {
    this.#current = comparison;
    this.#panel.take(comparison);
  }

  /** The sides, as far as they are known. */
  #side(which: SidePlace['side']): Side | null {
    const { query, answer } = this.#current ?? {};
    const told = answer?.sides[which === 'a' ? 0 : 1];
    return query && told ? { written: query[which], told } : null;
  }

  /** Opens a place; of two, both, side by side. The same function of the same file is a difference. */
  async open(places: readonly SidePlace[], isSame: boolean, viewColumn: ViewColumn): Promise<void> {
    try {
      await this.#open(places, isSame, viewColumn);
    } catch (error) {
      void window.showWarningMessage(label(`opscope: ${error instanceof Error ? error.message : String(error)}`));
    }
  }

  /** Draws an ioctl as both sides have it. */
  async graph(ioctl: string): Promise<void> {
    const { query } = this.#current ?? {};
    if (query) await commands.executeCommand('opscope.showGraph', { ioctl, sides: { a: query.a, b: query.b } });
  }

  async #open(places: readonly SidePlace[], isSame: boolean, viewColumn: ViewColumn): Promise<void> {
    const found = places.flatMap(({ side, place }) => {
      const on = this.#side(side);
      return on ? [{ place, uri: uriOn(on, place.file), name: on.told.name }] : [];
    });
    const [first, second] = found;
    if (first && second && isSame) {
      const title = label(`${first.place.file}: ${first.name} ↔ ${second.name}`);
      const options = { selection: rangeOf(second.place), viewColumn };
      await commands.executeCommand('vscode.diff', first.uri, second.uri, title, options);
      return;
    }
    if (first) await openPlace(first.uri, first.place, viewColumn);
    if (second) await openPlace(second.uri, second.place, ViewColumn.Beside);
  }
}

/** The command, and the documents of sides. */
export function activate(context: ExtensionContext, server: Server, comparisons: Comparisons): void {
  serveSides(context, server);
  context.subscriptions.push(
    commands.registerCommand('opscope.compareWith', (given?: unknown) => comparisons.choose(given)),
  );
}

/** The sides that a caller names, or those for the file that a menu was opened on: a source file is none. */
function givenSides(given: unknown, root: string): CompareQuery | null {
  if (isQuery(given)) return given;
  return given instanceof Uri ? sidesFor(given, root) : null;
}

function isQuery(given: unknown): given is CompareQuery {
  return typeof given === 'object' && given !== null && 'a' in given && 'b' in given;
}
