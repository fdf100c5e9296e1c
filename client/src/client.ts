import { join } from 'node:path';
import {
  type CancellationToken,
  type Disposable,
  type Event,
  EventEmitter,
  type ExtensionContext,
  type LogOutputChannel,
  window,
} from 'vscode';
import {
  CloseAction,
  type CloseHandlerResult,
  type FileEvent,
  type LanguageClient,
  State,
  TransportKind,
  WorkDoneProgress,
} from 'vscode-languageclient/node';
import type {
  ChangedParams,
  CompareAnswer,
  CompareParams,
  GraphAtParams,
  GraphParams,
  GraphResult,
  GraphSubject,
  MatrixResult,
  NamesParams,
  NamesResult,
  ReachAnswer,
  Revisions,
  SettingsParams,
  SiblingsParams,
  SiblingsResult,
  SideTextParams,
  SideTextResult,
  StatusParams,
} from '../../server/src/protocol/requests.ts';
import type {
  ReviewCloseParams,
  ReviewReplyParams,
  ReviewResult,
  ReviewTextParams,
  SeriesSource,
} from '../../server/src/protocol/review.ts';
import { clientOptions } from './client-options.ts';
import { Crashes } from './crashes.ts';
import { METHODS } from './methods.ts';
import { QuietClient } from './quiet-client.ts';
import { SECTION } from './settings.ts';

/** Creates the language server of this window and begins to start it. */
export function startServer(context: ExtensionContext): Server {
  const server = new Server(context);
  context.subscriptions.push(server);
  void server.start();
  return server;
}

/**
 * The language server as the features see it: typed questions, two events, and the means to restart it. Of
 * vscode-languageclient they see the shapes of the protocol, never the client.
 */
export class Server implements Disposable {
  readonly #context: ExtensionContext;
  readonly #output: LogOutputChannel;
  readonly #crashes = new Crashes();
  readonly #onStatus = new EventEmitter<StatusParams>();
  readonly #onChanged = new EventEmitter<ChangedParams>();
  #client: LanguageClient;
  readonly #onProblems = new EventEmitter<SettingsParams>();
  #comparisons = 0;
  #status: StatusParams = { state: 'indexing', tree: null, message: 'Starting' };

  /** Fires when what the status item shows has changed, including when the server dies. */
  readonly onStatus: Event<StatusParams> = this.#onStatus.event;
  /** Fires when answers may have changed. */
  readonly onChanged: Event<ChangedParams> = this.#onChanged.event;
  /** Fires when something else is wrong with the settings, or nothing any more. */
  readonly onProblems: Event<SettingsParams> = this.#onProblems.event;

  constructor(context: ExtensionContext) {
    this.#context = context;
    this.#output = window.createOutputChannel('opscope', { log: true });
    this.#client = this.#createClient();
  }

  /** The latest status. */
  get status(): StatusParams {
    return this.#status;
  }

  /** Every configured ops struct; empty when the server cannot answer. */
  async matrix(): Promise<MatrixResult> {
    return (await this.#ask<MatrixResult>(METHODS.matrix, {})) ?? { tree: null, matrices: [] };
  }

  /** The implementations of the hook at a position; null when there is none there. */
  async siblings(params: SiblingsParams): Promise<SiblingsResult | null> {
    return (await this.#ask<SiblingsResult | null>(METHODS.siblings, params)) ?? null;
  }

  /** The structs, hooks or tables of the tree with a name; throws when it is cancelled. */
  async names(params: NamesParams, token: CancellationToken): Promise<NamesResult> {
    return this.#client.sendRequest<NamesResult>(METHODS.names, params, token);
  }

  /** A call graph; null when the tree has nothing of the name. */
  async graph(params: GraphParams): Promise<GraphResult | null> {
    return (await this.#ask<GraphResult | null>(METHODS.graph, params)) ?? null;
  }

  /** What a graph of a position would be about; null where there is nothing to draw. */
  async graphAt(params: GraphAtParams): Promise<GraphSubject | null> {
    return (await this.#ask<GraphSubject | null>(METHODS.graphAt, params)) ?? null;
  }

  /** What each ioctl can run; null outside a kernel tree. */
  async reach(): Promise<ReachAnswer | null> {
    return (await this.#ask<ReachAnswer | null>(METHODS.reach, {})) ?? null;
  }

  /** A series of patches, reviewed; null when the server cannot answer, or the question was cancelled. */
  async review(source: SeriesSource): Promise<ReviewResult | null> {
    return (await this.#ask<ReviewResult>(METHODS.review, source)) ?? null;
  }

  /** A file before a patch of a series, or with it; null when there is none. */
  async reviewText(params: ReviewTextParams): Promise<string | null> {
    return (await this.#ask<string | null>(METHODS.reviewText, params)) ?? null;
  }

  /** An answer by mail to a series, or to a patch of it; null when there is no such series. */
  async reviewReply(params: ReviewReplyParams): Promise<string | null> {
    return (await this.#ask<string | null>(METHODS.reviewReply, params)) ?? null;
  }

  /** Says that nobody asks about a series any more. */
  async reviewClose(params: ReviewCloseParams): Promise<void> {
    await this.#ask(METHODS.reviewClose, params);
  }

  /** Two sides counted against each other; throws, with a message for a person, where that cannot be. */
  async compare(params: CompareParams, token: CancellationToken, told: (text: string) => void): Promise<CompareAnswer> {
    const client = this.#client;
    const workDoneToken = `opscope-compare-${++this.#comparisons}`;
    const progress = client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
      if ('message' in value && value.message !== undefined) told(value.message);
    });
    try {
      const answer = await client.sendRequest<CompareAnswer | null>(
        METHODS.compare,
        { ...params, workDoneToken },
        token,
      );
      if (!answer) throw new Error('the language server is not ready yet');
      return answer;
    } finally {
      progress.dispose();
    }
  }

  /** A file as it is on a side; null where it is not there. Throws where there is no such side. */
  async sideText(params: SideTextParams): Promise<string | null> {
    return (await this.#client.sendRequest<SideTextResult>(METHODS.sideText, params)).text;
  }

  /** The branches and tags of the tree. */
  async revisions(): Promise<Revisions> {
    return (await this.#ask<Revisions>(METHODS.revisions, {})) ?? { branches: [], tags: [] };
  }

  /** Tells the server about changes on disk. */
  async filesChanged(changes: FileEvent[]): Promise<void> {
    if (!this.#client.isRunning()) return;
    await this.#client.sendNotification('workspace/didChangeWatchedFiles', { changes });
  }

  /** Starts the server; a failure shows in the status item and the output channel. */
  async start(): Promise<void> {
    const client = this.#client;
    try {
      await client.start();
    } catch {
      // The client has written the error to the output channel.
      if (client === this.#client) this.#giveUp('The opscope language server did not start.');
    }
  }

  /** Replaces the server by a new one, whatever state the old one is in. */
  async restart(): Promise<void> {
    this.#crashes.clear();
    const old = this.#client;
    this.#client = this.#createClient();
    await this.#discard(old);
    await this.start();
  }

  /** Stops the server for good. */
  async stop(): Promise<void> {
    await this.#discard(this.#client);
  }

  showOutput(): void {
    this.#output.show(true);
  }

  dispose(): void {
    this.#onStatus.dispose();
    this.#onChanged.dispose();
    this.#onProblems.dispose();
    this.#output.dispose();
  }

  async #ask<R>(method: string, params: object): Promise<R | undefined> {
    if (this.#status.state === 'error') return undefined;
    try {
      return await this.#client.sendRequest<R>(method, params);
    } catch (error) {
      this.#output.warn(`${method}: ${String(error)}`);
      return undefined;
    }
  }

  #createClient(): LanguageClient {
    const module = join(this.#context.extensionPath, 'dist', 'opscope.cjs');
    const run = { module, args: ['lsp'], transport: TransportKind.ipc };
    const debug = { ...run, options: { execArgv: ['--nolazy', '--inspect=6019'] } };
    const options = clientOptions(this.#context, this.#output, {
      error: (error, message, count) => this.#client.createDefaultErrorHandler().error(error, message, count),
      closed: () => this.#closed(),
    });
    const client = new QuietClient(SECTION, 'opscope', { run, debug }, options);
    client.onNotification(METHODS.status, (status: StatusParams) => this.#setStatus(status));
    client.onNotification(METHODS.changed, (params: ChangedParams) => this.#onChanged.fire(params));
    client.onNotification(METHODS.settings, (params: SettingsParams) => this.#onProblems.fire(params));
    client.onDidChangeState(({ newState }) => {
      if (client !== this.#client) return;
      if (newState === State.Starting) this.#setStatus({ state: 'indexing', tree: null, message: 'Starting' });
    });
    return client;
  }

  /** The connection closed although nobody asked for it. */
  #closed(): CloseHandlerResult {
    const diedAtStart = this.#client.state === State.Starting;
    if (!diedAtStart && this.#crashes.restartAfter(Date.now())) {
      void this.#offer('The opscope language server stopped unexpectedly and was started again.', ['Show Output']);
      return { action: CloseAction.Restart, handled: true };
    }
    // A server that does not come up will not come up the next time either; one that keeps crashing needs a person.
    this.#giveUp(`The opscope language server ${diedAtStart ? 'did not start' : 'keeps stopping and was left off'}.`);
    return { action: CloseAction.DoNotRestart, handled: true };
  }

  /** Says once that there is no server, and offers what can be done. */
  #giveUp(message: string): void {
    if (this.#status.state === 'error') return;
    this.#setStatus({ state: 'error', tree: null, message });
    void this.#offer(message, ['Restart Server', 'Show Output']);
  }

  async #offer(message: string, actions: readonly ('Restart Server' | 'Show Output')[]): Promise<void> {
    const chosen = await window.showWarningMessage(message, ...actions);
    if (chosen === 'Restart Server') await this.restart();
    if (chosen === 'Show Output') this.showOutput();
  }

  #setStatus(status: StatusParams): void {
    this.#status = status;
    this.#onStatus.fire(status);
  }

  /** Disposes a client; one that never ran, or does not answer, says so by throwing, which changes nothing here. */
  async #discard(client: LanguageClient): Promise<void> {
    try {
      await client.dispose();
    } catch (error) {
      this.#output.debug(`The old server: ${String(error)}`);
    }
  }
}
