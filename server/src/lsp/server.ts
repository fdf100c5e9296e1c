/** The language server: its life, its documents and its settings. What requests answer is in requests.ts. */
import {
  CodeActionKind,
  CodeLensRefreshRequest,
  type Connection,
  createConnection,
  DidChangeConfigurationNotification,
  type InitializeParams,
  type InitializeResult,
  MessageType,
  ProposedFeatures,
  ShowMessageNotification,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { hasPatterns, opsNames } from '../features/ops-names.ts';
import type { LspHost } from '../index/host.ts';
import type { SettingProblem, Settings, StatusParams } from '../protocol/requests.ts';
import { answerActions, COMMANDS, GO_TO } from './actions.ts';
import { Burst } from './burst.ts';
import { Convert } from './convert.ts';
import { type DiagnosticAbilities, Diagnostics } from './diagnostics.ts';
import { answerGraphs } from './graphs.ts';
import { answerHierarchy } from './hierarchy.ts';
import { type Encoding, Positions } from './positions.ts';
import { answerRequests } from './requests.ts';
import { readSettings } from './settings.ts';
import { type Tree, Trees } from './trees.ts';
import { canWatch, Watches } from './watches.ts';

/** What requests read of the session. */
export interface Session {
  readonly host: LspHost;
  readonly positions: Positions;
  /** `ops` has names only: those that patterns match in the main tree. */
  readonly settings: Settings;
  /** The setting `ops` as it was given, patterns and `auto` included. */
  readonly wantedOps: readonly string[];
  readonly trees: Trees;
  /** The tree of the workspace; null when it is in none. */
  readonly main: Tree | null;
  /** Whether programs may be run on what the workspace says. */
  readonly isTrusted: boolean;
  readonly diagnostics: Diagnostics;
  readonly abilities: ClientAbilities;
  convert(tree: Tree): Convert;
}

/** What the client can do, as far as answers differ by it. */
export interface ClientAbilities extends DiagnosticAbilities {
  /** Whether edits may have placeholders that the person types over. */
  readonly snippets: boolean;
  /** Whether it shows documents when it is asked to. */
  readonly showsDocuments: boolean;
}

/** Serves until the client says exit; resolves to the process's exit code. */
export function serve(host: LspHost): Promise<number> {
  const connection = createConnection(ProposedFeatures.all);
  return new Promise((resolve) => {
    new Server(connection, host, resolve).listen();
  });
}

class Server {
  readonly #connection: Connection;
  readonly #host: LspHost;
  readonly #documents: TextDocuments<TextDocument>;
  #positions = new Positions('utf-16');
  #settings: Settings = readSettings({}).settings;
  #settingProblems: readonly SettingProblem[] = [];
  #reported = '[]';
  #isInitialized = false;
  #trees: Trees | null = null;
  #main: Tree | null = null;
  #folder: string | null = null;
  #params: InitializeParams | null = null;
  #generation = 0;
  #announced = '';
  readonly #said = new Set<string>();
  #refreshing: Promise<void> | null = null;
  /** Answers count what changed at once; telling the client waits, as each time makes it ask again. */
  readonly #onDisk = new Burst(() => this.#refresh(), 50, 1000);
  readonly #diagnostics: Diagnostics;
  readonly #watches: Watches;

  constructor(connection: Connection, host: LspHost, exit: (code: number) => void) {
    this.#connection = connection;
    this.#host = host;
    this.#documents = new TextDocuments(TextDocument);
    this.#diagnostics = new Diagnostics(
      connection,
      () => this.#session(),
      () => this.#report(),
    );
    this.#watches = new Watches(connection);
    connection.onExit(() => exit(this.#stopped ? 0 : 1));
  }

  #stopped = false;

  listen(): void {
    const connection = this.#connection;
    connection.onInitialize((params) => this.#initialize(params));
    connection.onInitialized(() => this.#initialized());
    connection.onShutdown(() => {
      this.#stopped = true;
      this.#host.save();
    });
    connection.onDidChangeConfiguration(({ settings }) => this.#configure(settings));
    connection.onDidChangeWatchedFiles(({ changes }) => this.#watched(changes.map((each) => each.uri)));
    this.#documents.onDidChangeContent(({ document }) => this.#edited(document));
    this.#documents.onDidClose(({ document }) => this.#closed(document));
    this.#documents.onDidSave(({ document }) => this.#diagnostics.saved(document.uri));
    answerRequests(connection, () => this.#session());
    answerHierarchy(connection, () => this.#session());
    answerGraphs(connection, () => this.#session());
    answerActions(connection, () => this.#session());
    this.#documents.listen(connection);
    connection.listen();
  }

  #session(): Session | null {
    const trees = this.#trees;
    if (!trees) return null;
    const [host, positions] = [this.#host, this.#positions];
    return {
      host,
      positions,
      settings: { ...this.#settings, ops: this.#ops(this.#main) },
      wantedOps: this.#settings.ops,
      trees,
      main: this.#main,
      isTrusted: this.#options.trusted !== false,
      diagnostics: this.#diagnostics,
      abilities: abilitiesOf(this.#params),
      convert: (tree) => new Convert(host, positions, tree, tree.resolver()),
    };
  }

  /** The ops structs that the setting names, those that its patterns match in a tree included. */
  #ops(tree: Tree | null): readonly string[] {
    const { ops } = this.#settings;
    return tree && hasPatterns(ops) ? opsNames(tree.resolver(), ops) : ops;
  }

  async #initialize(params: InitializeParams): Promise<InitializeResult> {
    this.#params = params;
    const offered = params.capabilities.general?.positionEncodings ?? ['utf-16'];
    const encoding: Encoding =
      offered.find((each): each is Encoding => each === 'utf-8' || each === 'utf-16') ?? 'utf-16';
    this.#positions = new Positions(encoding);
    this.#take(params.initializationOptions);
    const folder = params.workspaceFolders?.[0]?.uri ?? params.rootUri;
    this.#folder = folder ? this.#host.toPath(folder) : null;
    const [lowerer] = await Promise.all([this.#host.loadLowerer(), this.#prepare(this.#mainRoot())]);
    this.#trees = new Trees(this.#host, lowerer, this.#settings.folders);
    this.#findMain();
    return {
      serverInfo: { name: 'opscope' },
      capabilities: {
        positionEncoding: encoding,
        // The document library counts UTF-16; with UTF-8 positions whole texts are exchanged instead of ranges.
        textDocumentSync: {
          openClose: true,
          change: encoding === 'utf-16' ? TextDocumentSyncKind.Incremental : TextDocumentSyncKind.Full,
          save: true,
        },
        implementationProvider: true,
        definitionProvider: true,
        referencesProvider: true,
        hoverProvider: true,
        codeLensProvider: { resolveProvider: true },
        callHierarchyProvider: true,
        inlayHintProvider: true,
        workspaceSymbolProvider: true,
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, GO_TO] },
        executeCommandProvider: { commands: [...COMMANDS] },
        ...(abilitiesOf(params).pulls
          ? { diagnosticProvider: { identifier: 'opscope', interFileDependencies: true, workspaceDiagnostics: false } }
          : {}),
      },
    };
  }

  /** What the client says of itself, beside its settings. */
  get #options(): Pick<Settings, 'cacheFolder' | 'trusted' | 'showsSettingProblems' | 'watchesFiles'> {
    const given: unknown = this.#params?.initializationOptions;
    return typeof given === 'object' && given !== null ? given : {};
  }

  async #initialized(): Promise<void> {
    this.#isInitialized = true;
    const configuration = this.#params?.capabilities.workspace?.didChangeConfiguration;
    if (configuration?.dynamicRegistration) {
      await this.#connection.client.register(DidChangeConfigurationNotification.type, { section: 'opscope' });
    }
    if (this.#params?.capabilities.workspace?.configuration) await this.#pull();
    this.#report();
    this.#watch();
    await this.#announce();
    this.#diagnostics.start(abilitiesOf(this.#params));
  }

  /** Takes settings over; a broken one is reported, and its default holds. */
  #take(given: unknown): void {
    const { settings, problems } = readSettings(given);
    this.#settings = settings;
    this.#settingProblems = problems;
    this.#report();
  }

  /** Says what is wrong with the settings: where the client shows it beside them all of it, else each thing once. */
  #report(): void {
    const problems = [...this.#settingProblems, ...this.#treeProblems()];
    if (this.#options.showsSettingProblems) {
      const text = JSON.stringify(problems);
      if (!this.#isInitialized || text === this.#reported) return;
      void this.#connection.sendNotification('opscope/settings', { problems });
      this.#reported = text;
      return;
    }
    for (const { message } of problems) {
      if (this.#said.has(message)) continue;
      this.#said.add(message);
      // A notification: the library's own showWarningMessage is a request, which some editors put as a question.
      void this.#connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message });
    }
  }

  /** Settings that are well formed, but name what is not there. */
  #treeProblems(): readonly SettingProblem[] {
    const { config, check } = this.#settings;
    const root = this.#main?.info.root;
    const isMissing = config !== '' && root !== undefined && !this.#host.isFile(root, config);
    const base = check.base === '' ? null : this.#diagnostics.baseProblem;
    return [
      ...(isMissing ? [problem('opscope.config', `is no file: ${config}. It is not used.`)] : []),
      ...(base === null
        ? []
        : [problem('opscope.check.base', `is ${check.base}: ${base}. Every line counts as changed.`)]),
    ];
  }

  async #pull(): Promise<void> {
    await this.#change(await this.#connection.workspace.getConfiguration('opscope'));
  }

  /** Goes on with other settings, and starts over what they change; `null` is a client that has none. */
  async #change(given: unknown): Promise<void> {
    if (given === null || given === undefined) return;
    const before = this.#settings;
    this.#take(given);
    const { folders, tree } = this.#settings;
    const isElsewhere = folders.join() !== before.folders.join();
    if (isElsewhere || tree !== before.tree) await this.#prepare(this.#mainRoot());
    if (isElsewhere) this.#trees?.reset(folders);
    if (tree !== before.tree) this.#findMain();
    this.#watch();
    this.#report();
    this.#diagnostics.reconfigure();
  }

  /** Asks for the settings that changed, or takes them as sent by a client that cannot be asked. */
  async #configure(sent: { readonly opscope?: unknown } | null): Promise<void> {
    if (!this.#trees) return;
    if (this.#params?.capabilities.workspace?.configuration) await this.#pull();
    else await this.#change(sent?.opscope);
    await this.#announce();
    void this.#refresh();
  }

  /** The root of the tree that the workspace or a setting names; null when it is in none. */
  #mainRoot(): string | null {
    const named = this.#settings.tree;
    const path = named || this.#folder;
    return path === null ? null : named && this.#host.isTree(named) ? named : this.#host.findTree(path);
  }

  #findMain(): void {
    const root = this.#mainRoot();
    this.#main = root === null ? null : (this.#trees?.at(root) ?? null);
  }

  /** Gets ready to search a tree. Without, each search reads every file: slow, and right. */
  async #prepare(root: string | null): Promise<void> {
    if (root === null) return;
    try {
      await this.#host.prepare(root, this.#settings.folders, this.#options.cacheFolder ?? null, (paths) =>
        this.#watched(paths.map((path) => this.#host.toUri(`${root}/${path}`))),
      );
    } catch (error) {
      this.#connection.console.warn(`opscope: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** Has the folders watched that are read; where that is all of them, those that the tree has. */
  #watch(): void {
    const tree = this.#main;
    if (!this.#isInitialized || !tree || this.#options.watchesFiles || !canWatch(this.#params?.capabilities)) return;
    const { root } = tree.info;
    const named = this.#settings.folders;
    const folders = named.length > 0 ? named : tree.folders();
    this.#watches.follow(
      this.#host.toUri(root),
      folders.map((folder) => this.#host.toUri(`${root}/${folder}`)),
    );
  }

  #edited(document: TextDocument): void {
    const file = this.#trees?.of(document.uri);
    if (!file) return;
    // A file that is opened as it is on disk changes nothing: a refresh would only put off its first lenses.
    const isNews = file.tree.edit(file.path, document.getText());
    this.#diagnostics.edited(document.uri, file.tree, file.path);
    if (!this.#main) {
      this.#main = file.tree;
      this.#watch();
      void this.#announce();
    }
    if (isNews) void this.#refresh();
  }

  #closed(document: TextDocument): void {
    const file = this.#trees?.of(document.uri);
    if (file?.tree.close(file.path)) void this.#refresh();
    this.#diagnostics.closed(document.uri);
  }

  #watched(uris: readonly string[]): void {
    const files = uris.flatMap((uri) => this.#trees?.of(uri) ?? []);
    const sources = files.filter(({ path }) => /\.[ch]$|^Makefile$/.test(path));
    const news = sources.filter(({ tree, path }) => tree.changedOnDisk(path));
    for (const tree of new Set(files.map((each) => each.tree))) {
      this.#diagnostics.changedOnDisk(
        tree,
        files.flatMap((each) => (each.tree === tree ? [each.path] : [])),
      );
    }
    if (news.length > 0) this.#onDisk.add();
  }

  /** Tells the client, once for a burst of changes, that answers may be new. */
  #refresh(): Promise<void> {
    this.#refreshing ??= new Promise((resolve) => {
      setImmediate(() => {
        this.#refreshing = null;
        this.#generation++;
        this.#connection.sendNotification('opscope/changed', { generation: this.#generation });
        const workspace = this.#params?.capabilities.workspace;
        if (workspace?.codeLens?.refreshSupport) void this.#connection.sendRequest(CodeLensRefreshRequest.type);
        if (workspace?.inlayHint?.refreshSupport) void this.#connection.languages.inlayHint.refresh();
        resolve(this.#announce());
      });
    });
    return this.#refreshing;
  }

  /** Sends the status when it is not what was sent last; shows progress while the first index is made. */
  async #announce(): Promise<void> {
    const tree = this.#main;
    if (!tree) {
      this.#send({ state: 'no-kernel', tree: null, message: 'This folder is not in a Linux kernel tree.' });
      return;
    }
    const isFirst = this.#announced === '';
    if (isFirst) this.#send({ state: 'indexing', tree: tree.info, message: `Reading Linux ${tree.info.version}` });
    const progress =
      isFirst && this.#params?.capabilities.window?.workDoneProgress
        ? await this.#connection.window.createWorkDoneProgress()
        : null;
    progress?.begin('opscope', undefined, `Reading ${this.#settings.folders.join(', ') || 'the whole tree'}`);
    try {
      this.#send(statusOf(tree, this.#ops(tree)));
    } catch (error) {
      this.#send({ state: 'error', tree: tree.info, message: error instanceof Error ? error.message : String(error) });
    } finally {
      progress?.done();
    }
  }

  #send(status: StatusParams): void {
    const text = JSON.stringify(status);
    if (text === this.#announced) return;
    this.#announced = text;
    this.#connection.sendNotification('opscope/status', status);
  }
}

function problem(setting: string, what: string): SettingProblem {
  return { setting, message: `${setting} ${what}` };
}

function abilitiesOf(params: InitializeParams | null): ClientAbilities {
  const { workspace, textDocument, window } = params?.capabilities ?? {};
  const { publishDiagnostics, diagnostic } = textDocument ?? {};
  const pulls = diagnostic !== undefined;
  const shown = pulls ? { ...publishDiagnostics, ...diagnostic } : publishDiagnostics;
  return {
    pulls,
    refreshes: workspace?.diagnostics?.refreshSupport ?? false,
    relatedInformation: shown?.relatedInformation ?? false,
    codeDescription: shown?.codeDescriptionSupport ?? false,
    snippets: workspace?.workspaceEdit?.snippetEditSupport ?? false,
    showsDocuments: window?.showDocument?.support ?? false,
  };
}

function statusOf(tree: Tree, names: readonly string[]): StatusParams {
  const resolver = tree.resolver();
  const known = names.map((name) => resolver.ops(name)).filter((ops) => ops.definition() !== null);
  if (known.length === 0) {
    const message = `Linux ${tree.info.version} has no struct ${names.join(' or ')}.`;
    return { state: 'no-ops', tree: tree.info, message };
  }
  const ops = known.map((each) => ({ name: each.name, hooks: each.hookNames().length, tables: each.tables().length }));
  const parts = ops.map((each) => `${each.name}: ${each.hooks} hooks, ${each.tables} tables`);
  return { state: 'ready', tree: tree.info, message: `Linux ${tree.info.version}; ${parts.join('; ')}`, ops };
}
