/** The language server: its life, and what happens to documents and settings in it. What requests answer is in requests.ts. */
import {
  type Connection,
  createConnection,
  DidChangeConfigurationNotification,
  type InitializeParams,
  type InitializeResult,
  PortMessageReader,
  ProposedFeatures,
  TextDocuments,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { visible } from '../base/visible.ts';
import { readFolders } from '../index/folders.ts';
import { cancellationBy } from './cancellation.ts';
import { abilitiesOf, type ClientOptions, encodingOf, optionsOf, showsProgress } from './client-abilities.ts';
import { Convert } from './convert.ts';
import { Debounced } from './debounce.ts';
import { Diagnostics } from './diagnostics.ts';
import { Answers } from './failed-requests.ts';
import { canWatch, FileWatchers } from './file-watchers.ts';
import { DOING } from './front/messages.ts';
import { GapLog } from './gap-log.ts';
import type { LspHost } from './host.ts';
import { News } from './news.ts';
import { Positions } from './positions.ts';
import { Reading } from './reading.ts';
import { REGISTER, Refused } from './refused.ts';
import { answerRequests } from './requests.ts';
import { PatchDocuments } from './review/patch-documents.ts';
import { OpenReviews } from './review/reviews.ts';
import { capabilitiesFor } from './server-capabilities.ts';
import type { Session } from './session.ts';
import { SessionLog } from './session-log.ts';
import { SessionStatus } from './session-status.ts';
import { SettingProblems } from './setting-problems.ts';
import { Sides } from './sides.ts';
import { Workspace } from './workspace.ts';

/** Where messages come from and go to: the thread that faces the editor. */
type Port = ConstructorParameters<typeof PortMessageReader>[0];

/** Answers what comes through a port, until the thread is ended. */
export function serve(port: Port, host: LspHost): void {
  const writer = new Answers(port, (why) => connection.console.error(`opscope: ${visible(why)}`));
  const connection = createConnection(ProposedFeatures.all, new PortMessageReader(port), writer, {
    cancellationStrategy: cancellationBy({
      doing: (params) => void connection.sendNotification(DOING, params),
      stopped: () => server.invalidate(),
    }),
  });
  const server = new Server(connection, host);
  server.listen();
}

class Server {
  readonly #connection: Connection;
  readonly #host: LspHost;
  readonly #documents: TextDocuments<TextDocument>;
  readonly #workspace: Workspace;
  readonly #reading: Reading;
  readonly #diagnostics: Diagnostics;
  readonly #watchers: FileWatchers;
  readonly #status: SessionStatus;
  readonly #gaps: GapLog;
  readonly #problems: SettingProblems;
  readonly #refused: Refused;
  readonly #news: News;
  readonly #log: SessionLog;
  readonly #sides = new Sides();
  readonly #reviews = new OpenReviews();
  readonly #patches: PatchDocuments;
  /** Answers count what changed at once; telling the client waits, as each time makes it ask again. */
  readonly #onDisk = new Debounced(() => this.#refresh(), 50, 1000);
  #positions = new Positions('utf-16');
  #params: InitializeParams | null = null;
  #isInitialized = false;

  constructor(connection: Connection, host: LspHost) {
    this.#connection = connection;
    this.#host = host;
    this.#documents = new TextDocuments(TextDocument);
    this.#refused = new Refused(connection);
    this.#news = new News(connection, this.#refused, () => this.#announce());
    this.#log = new SessionLog(connection, host);
    this.#reading = new Reading(host, {
      changed: (root, paths) => this.#watched(paths.map((path) => host.toUri(`${root}/${path}`))),
      at: (_, text) => this.#status.reading(text, showsProgress(this.#params)),
      read: (root, folders, ms) => this.#log.read(root, folders, ms),
      ready: (tree) => this.#diagnostics.completed(tree),
      // What was answered of a part may be more now.
      completed: (tree) => void [this.#diagnostics.completed(tree), this.#refresh()],
      failed: (why) => connection.console.warn(`opscope: ${visible(why)}`),
    });
    this.#workspace = new Workspace(host, this.#reading, () => this.#patches.others(this.#documents.all()));
    this.#patches = new PatchDocuments(connection, () => this.#session(), this.#refused);
    this.#diagnostics = new Diagnostics(
      connection,
      () => this.#session(),
      () => this.#report(),
      this.#refused,
      (tree, gaps) => this.#gaps.tell(tree, gaps),
    );
    this.#watchers = new FileWatchers(connection, host, this.#refused);
    this.#gaps = new GapLog(connection, () => this.#workspace.trees?.all() ?? []);
    this.#status = new SessionStatus(connection, this.#refused);
    this.#problems = new SettingProblems(connection);
  }

  listen(): void {
    const connection = this.#connection;
    connection.onInitialize((params) => this.#initialize(params));
    connection.onInitialized(() => this.#initialized());
    connection.onShutdown(() => this.#host.save());
    connection.onDidChangeConfiguration(({ settings }) => this.#configure(settings));
    connection.onDidChangeWatchedFiles(({ changes }) => this.#watched(changes.map((each) => each.uri)));
    this.#documents.onDidOpen(({ document }) => this.#opened(document.uri));
    this.#documents.onDidChangeContent(({ document }) => this.#edited(document));
    this.#documents.onDidClose(({ document }) => this.#closed(document));
    this.#documents.onDidSave(({ document }) => this.#diagnostics.saved(document.uri));
    answerRequests(connection, () => this.#session());
    this.#documents.listen(connection);
    connection.listen();
  }

  /** Work on a tree was stopped on the way. */
  invalidate(): void {
    for (const tree of this.#workspace.trees?.all() ?? []) tree.invalidate();
    this.#sides.stopped();
  }

  #session(): Session | null {
    const { trees, main, settings } = this.#workspace;
    if (!trees) return null;
    this.#gaps.asked();
    const [host, positions] = [this.#host, this.#positions];
    return {
      host,
      positions,
      settings: { ...settings, ops: this.#workspace.ops(main) },
      wantedOps: settings.ops,
      trees,
      main,
      sides: this.#sides,
      reading: this.#reading,
      isTrusted: this.#options.trusted !== false,
      linksInHovers: this.#options.linksInHovers === true,
      asksSymbolsAgain: this.#options.asksSymbolsAgain === true,
      moduleStatus: (tree, path) => this.#diagnostics.moduleStatus(tree, path),
      abilities: abilitiesOf(this.#params),
      partial: (token, value) => void this.#connection.sendNotification('$/progress', { token, value }),
      reviews: this.#reviews,
      patches: this.#patches,
      textOf: (uri) => this.#documents.get(uri)?.getText() ?? null,
      show: (document) => this.#connection.window.showDocument(document),
      convert: (tree) => new Convert(host, positions, tree, tree.resolver()),
    };
  }

  get #options(): ClientOptions {
    return optionsOf(this.#params);
  }

  async #initialize(params: InitializeParams): Promise<InitializeResult> {
    this.#params = params;
    const encoding = encodingOf(params);
    this.#positions = new Positions(encoding);
    this.#log.begun();
    this.#workspace.take(params.initializationOptions);
    this.#report();
    const folder = params.workspaceFolders?.[0]?.uri ?? params.rootUri;
    await this.#workspace.open(folder, this.#options.cacheFolder ?? null);
    this.#log.opened(folder, this.#workspace.main);
    return {
      serverInfo: { name: 'opscope', version: this.#host.program.version },
      capabilities: capabilitiesFor(params, encoding),
    };
  }

  async #initialized(): Promise<void> {
    this.#isInitialized = true;
    const configuration = this.#params?.capabilities.workspace?.didChangeConfiguration;
    if (configuration?.dynamicRegistration) {
      const asked = DidChangeConfigurationNotification.type;
      await this.#refused.or(REGISTER, this.#connection.client.register(asked, { section: 'opscope' }));
    }
    if (this.#params?.capabilities.workspace?.configuration) await this.#pull();
    this.#report();
    this.#watch();
    await this.#announce();
    this.#diagnostics.start(abilitiesOf(this.#params));
  }

  /** Says what is wrong with the settings: where the client shows it beside them all of it, else each thing once. */
  #report(): void {
    const problems = this.#workspace.problems(this.#diagnostics.baseProblem);
    if (!this.#options.showsSettingProblems) this.#problems.say(problems);
    else if (this.#isInitialized) this.#problems.show(problems);
  }

  async #pull(): Promise<void> {
    const asked = this.#connection.workspace.getConfiguration('opscope');
    await this.#change(await this.#refused.or('workspace/configuration', asked, 'the settings stay as they are'));
  }

  /** Goes on with other settings, and starts over what they change; `null` is a client that has none. */
  async #change(given: unknown): Promise<void> {
    if (given === null || given === undefined) return;
    const before = this.#workspace.settings;
    this.#workspace.take(given);
    this.#report();
    await this.#workspace.change(before);
    this.#watch();
    this.#report();
    this.#diagnostics.reconfigure();
    this.#patches.changed();
  }

  /** Asks for the settings that changed, or takes them as sent by a client that cannot be asked. */
  async #configure(sent: { readonly opscope?: unknown } | null): Promise<void> {
    if (!this.#workspace.trees) return;
    if (this.#params?.capabilities.workspace?.configuration) await this.#pull();
    else await this.#change(sent?.opscope);
    await this.#announce();
    void this.#refresh();
  }

  /** Has the folders watched that are read. */
  #watch(): void {
    const tree = this.#workspace.main;
    if (!this.#isInitialized || !tree || this.#options.watchesFiles || !canWatch(this.#params?.capabilities)) return;
    this.#watchers.follow(tree.info.root, readFolders(this.#workspace.settings.folders));
  }

  #opened(uri: string): void {
    this.#workspace.trees?.lookAgain();
    this.#look(uri);
  }

  /** A file that is not on disk as it was read counts, also where nobody watches: what was made outside and opened. */
  #look(uri: string): void {
    const file = this.#workspace.trees?.of(uri);
    if (file && this.#host.isNews(file.tree.info.root, file.path)) this.#watched([uri]);
  }

  #edited(document: TextDocument): void {
    const file = this.#workspace.trees?.of(document.uri);
    if (this.#patches.edited(document, document.getText()) || !file) return;
    // A file that is opened as it is on disk changes nothing: a refresh would only put off its first lenses.
    const text = document.getText();
    const isNews = file.tree.edit(file.path, text);
    this.#diagnostics.edited(document.uri, file, text);
    if (this.#workspace.adopt(file.tree)) {
      this.#watch();
      void this.#announce();
    }
    if (isNews) void this.#refresh();
  }

  #closed(document: TextDocument): void {
    if (this.#patches.closed(document.uri)) return;
    const file = this.#workspace.trees?.of(document.uri);
    if (file?.tree.close(file.path)) void this.#refresh();
    this.#diagnostics.closed(document.uri);
    this.#look(document.uri);
  }

  #watched(uris: readonly string[]): void {
    if (uris.some((uri) => uri.endsWith('/Makefile'))) this.#workspace.trees?.lookAgain();
    const files = uris.flatMap((uri) => this.#workspace.trees?.of(uri) ?? []);
    const sources = files.filter(({ path }) => /\.[ch]$|^Makefile$/.test(path));
    const news = sources.filter(({ tree, path }) => tree.changedOnDisk(path));
    for (const tree of new Set(files.map((each) => each.tree))) {
      this.#diagnostics.changedOnDisk(
        tree,
        files.flatMap((each) => (each.tree === tree ? [each.path] : [])),
      );
    }
    if (news.length > 0) this.#onDisk.trigger();
    if (files.length > 0) this.#patches.changed();
  }

  #refresh(): Promise<void> {
    return this.#news.tell(this.#params);
  }

  async #announce(): Promise<void> {
    await this.#reading.settled();
    const { main, settings } = this.#workspace;
    this.#gaps.asked();
    await this.#status.announce({
      tree: main,
      ops: (tree) => this.#workspace.ops(tree),
      wanted: settings.ops,
      folders: settings.folders,
      showsProgress: showsProgress(this.#params),
    });
  }
}
