/** The language server: its life, its documents and its settings. What requests answer is in requests.ts. */
import {
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
import type { LspHost } from '../index/host.ts';
import type { Settings, StatusParams } from '../protocol/requests.ts';
import { Convert } from './convert.ts';
import { answerGraphs } from './graphs.ts';
import { answerHierarchy } from './hierarchy.ts';
import { type Encoding, Positions } from './positions.ts';
import { answerRequests } from './requests.ts';
import { readSettings } from './settings.ts';
import { type Tree, Trees } from './trees.ts';

/** What requests read of the session. */
export interface Session {
  readonly host: LspHost;
  readonly positions: Positions;
  readonly settings: Settings;
  readonly trees: Trees;
  /** The tree of the workspace; null when it is in none. */
  readonly main: Tree | null;
  convert(tree: Tree): Convert;
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
  #trees: Trees | null = null;
  #main: Tree | null = null;
  #folder: string | null = null;
  #params: InitializeParams | null = null;
  #generation = 0;
  #announced = '';
  readonly #said = new Set<string>();
  #refreshing: NodeJS.Immediate | null = null;

  constructor(connection: Connection, host: LspHost, exit: (code: number) => void) {
    this.#connection = connection;
    this.#host = host;
    this.#documents = new TextDocuments(TextDocument);
    connection.onExit(() => exit(this.#stopped ? 0 : 1));
  }

  #stopped = false;

  listen(): void {
    const connection = this.#connection;
    connection.onInitialize((params) => this.#initialize(params));
    connection.onInitialized(() => this.#initialized());
    connection.onShutdown(() => {
      this.#stopped = true;
    });
    connection.onDidChangeConfiguration(({ settings }) => this.#configure(settings));
    connection.onDidChangeWatchedFiles(({ changes }) => this.#watched(changes.map((each) => each.uri)));
    this.#documents.onDidChangeContent(({ document }) => this.#edited(document));
    this.#documents.onDidClose(({ document }) => this.#closed(document));
    answerRequests(connection, () => this.#session());
    answerHierarchy(connection, () => this.#session());
    answerGraphs(connection, () => this.#session());
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
      settings: this.#settings,
      trees,
      main: this.#main,
      convert: (tree) => new Convert(host, positions, tree, tree.resolver()),
    };
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
    this.#trees = new Trees(this.#host, await this.#host.loadLowerer(), this.#settings.folders);
    this.#findMain();
    return {
      serverInfo: { name: 'opscope' },
      capabilities: {
        positionEncoding: encoding,
        // The document library counts UTF-16; with UTF-8 positions whole texts are exchanged instead of ranges.
        textDocumentSync: encoding === 'utf-16' ? TextDocumentSyncKind.Incremental : TextDocumentSyncKind.Full,
        implementationProvider: true,
        definitionProvider: true,
        referencesProvider: true,
        hoverProvider: true,
        codeLensProvider: { resolveProvider: true },
        callHierarchyProvider: true,
        inlayHintProvider: true,
        workspaceSymbolProvider: true,
      },
    };
  }

  async #initialized(): Promise<void> {
    const configuration = this.#params?.capabilities.workspace?.didChangeConfiguration;
    if (configuration?.dynamicRegistration) {
      await this.#connection.client.register(DidChangeConfigurationNotification.type, { section: 'opscope' });
    }
    if (this.#params?.capabilities.workspace?.configuration) await this.#pull();
    await this.#announce();
  }

  /** Takes settings over; a broken one is said, once, and its default holds. */
  #take(given: unknown): void {
    const { settings, problems } = readSettings(given);
    this.#settings = settings;
    for (const message of problems) {
      if (this.#said.has(message)) continue;
      this.#said.add(message);
      // A notification: the library's own showWarningMessage is a request, which some editors put as a question.
      void this.#connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message });
    }
  }

  async #pull(): Promise<void> {
    this.#change(await this.#connection.workspace.getConfiguration('opscope'));
  }

  /** Goes on with other settings, and starts over what they change; `null` is a client that has none. */
  #change(given: unknown): void {
    if (given === null || given === undefined) return;
    const before = this.#settings;
    this.#take(given);
    const { folders, tree } = this.#settings;
    if (folders.join() !== before.folders.join()) this.#trees?.reset(folders);
    if (tree !== before.tree) this.#findMain();
  }

  /** Asks for the settings that changed, or takes them as sent by a client that cannot be asked. */
  async #configure(sent: { readonly opscope?: unknown } | null): Promise<void> {
    if (!this.#trees) return;
    if (this.#params?.capabilities.workspace?.configuration) await this.#pull();
    else this.#change(sent?.opscope);
    await this.#announce();
    this.#refresh();
  }

  #findMain(): void {
    const named = this.#settings.tree;
    const path = named || this.#folder;
    const root = path === null ? null : named && this.#host.isTree(named) ? named : this.#host.findTree(path);
    this.#main = root === null ? null : (this.#trees?.at(root) ?? null);
  }

  #edited(document: TextDocument): void {
    const file = this.#trees?.of(document.uri);
    if (!file) return;
    const text = document.getText();
    if (file.tree.overlay.get(file.path) === text) return;
    file.tree.overlay.set(file.path, text);
    file.tree.touch(file.path);
    if (!this.#main) {
      this.#main = file.tree;
      void this.#announce();
    }
    this.#refresh();
  }

  #closed(document: TextDocument): void {
    const file = this.#trees?.of(document.uri);
    if (!file?.tree.overlay.delete(file.path)) return;
    file.tree.touch(file.path);
    this.#refresh();
  }

  #watched(uris: readonly string[]): void {
    for (const uri of uris) {
      const file = this.#trees?.of(uri);
      if (!file || file.tree.overlay.has(file.path)) continue;
      file.tree.touch(file.path);
    }
    this.#refresh();
  }

  /** Tells the client, once for a burst of changes, that answers may be new. */
  #refresh(): void {
    if (this.#refreshing) return;
    this.#refreshing = setImmediate(() => {
      this.#refreshing = null;
      this.#generation++;
      this.#connection.sendNotification('opscope/changed', { generation: this.#generation });
      const workspace = this.#params?.capabilities.workspace;
      if (workspace?.codeLens?.refreshSupport) void this.#connection.sendRequest(CodeLensRefreshRequest.type);
      if (workspace?.inlayHint?.refreshSupport) void this.#connection.languages.inlayHint.refresh();
      void this.#announce();
    });
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
      this.#send(statusOf(tree, this.#settings.ops));
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
