/**
 * A language client for the protocol tests: the real server in a process of its own, over stdio, spoken to by the same
 * JSON-RPC library that editors use. lsp-inside.ts has the server without a process.
 *
 *   const server = await startServer({ root: tree });
 *   await server.open('mm/shmem.c');
 *   const lenses = await server.request(CodeLensRequest.type, { textDocument: server.document('mm/shmem.c') });
 *   assert.equal(await server.stop(), 0);
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type ClientCapabilities,
  createMessageConnection,
  DidChangeConfigurationNotification,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  type InitializeResult,
  type MessageConnection,
  type PositionEncodingKind,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentContentChangeEvent,
} from 'vscode-languageserver/node';
import { Mailbox, type Notification, patience } from './mailbox.ts';
import { projectRoot } from './root.ts';

/** What a server is started on. */
export interface ServerOptions {
  /** The workspace folder: a kernel tree, or not one. */
  readonly root: string;
  /** The `opscope` section of the settings, as far as it differs from the defaults. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The position encodings that the client offers, best first; `['utf-16']` by default. */
  readonly encodings?: readonly PositionEncodingKind[];
  /** Capabilities beside the usual ones; a whole section replaces the usual section. */
  readonly capabilities?: ClientCapabilities;
  /** The folder for cached facts; a fresh one by default, removed by `stop`. */
  readonly cacheFolder?: string;
  /** Beside the environment of the test; unexpected failures are fatal unless it says so. */
  readonly env?: Readonly<Record<string, string>>;
  /** The process that the server is told to look after; the test's own by default. */
  readonly processId?: number | null;
}

/** A running, initialised server. */
export interface TestServer {
  readonly initialized: InitializeResult;
  /** Sends a request, by its type or by the name of its method. */
  readonly request: MessageConnection['sendRequest'];
  readonly notify: MessageConnection['sendNotification'];
  /** Identifies a file of the workspace, by its relative path. */
  document(path: string): { uri: string };
  /** Opens a file with the text on disk, or with another. */
  open(path: string, text?: string, languageId?: string): Promise<void>;
  /** Edits an open file: its whole new text, or changes by range. */
  change(path: string, edit: string | TextDocumentContentChangeEvent[]): Promise<void>;
  /** The first notification or request of this method that was not waited for yet, and that the test accepts. */
  waitFor<P>(method: string, accept?: (params: P) => boolean): Promise<P>;
  /** How many notifications of this method came and were not waited for. */
  unread(method: string): number;
  /** Every request that the server made of the client, such as `client/registerCapability`, by method. */
  readonly asked: readonly Notification[];
  /** Changes the `opscope` section of the settings, as somebody editing them would. */
  configure(settings: Readonly<Record<string, unknown>>): Promise<void>;
  /** What the server wrote to stderr so far. */
  stderr(): string;
  /** The id of the server's process. */
  readonly pid: number;
  /** The exit code, once the process has ended; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Shuts down in the protocol's order; resolves to the exit code, also when the server has ended before. */
  stop(): Promise<number | null>;
}

const usualCapabilities: ClientCapabilities = {
  workspace: {
    configuration: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
    workspaceFolders: true,
    codeLens: { refreshSupport: true },
    inlayHint: { refreshSupport: true },
    diagnostics: { refreshSupport: true },
  },
  textDocument: {
    hover: { contentFormat: ['markdown', 'plaintext'] },
    definition: { linkSupport: true },
    implementation: { linkSupport: true },
    publishDiagnostics: { relatedInformation: true, versionSupport: true },
    codeLens: { resolveSupport: { properties: ['command'] } },
  },
  window: { workDoneProgress: true, showDocument: { support: true } },
};

/** Answers what servers ask of clients: settings are served, everything else is agreed to. */
function answerServer(
  connection: MessageConnection,
  settings: () => unknown,
  keep: (asked: Notification) => void,
): void {
  connection.onRequest((method, params) => {
    keep({ method, params });
    if (method !== 'workspace/configuration') return null;
    return (params as { items: unknown[] }).items.map(settings);
  });
}

/** A server somewhere, and what it says beside the protocol. */
export interface Serving {
  readonly connection: MessageConnection;
  /** Resolves once it has ended, to its exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  readonly pid: number;
  stderr(): string;
  /** Shuts down in the protocol's order. */
  stop(): Promise<number | null>;
}

/** A process that serves. */
class ServerProcess implements Serving {
  readonly connection: MessageConnection;
  readonly ended: Promise<number | null>;
  readonly #child: ChildProcess;
  #stderr = '';

  constructor(folder: string, env: Readonly<Record<string, string>>) {
    const child = spawn(process.execPath, [join(projectRoot, 'dist/opscope.cjs'), 'lsp', '--stdio'], {
      cwd: folder,
      env: { ...process.env, OPSCOPE_STRICT: '1', ...env },
    });
    this.#child = child;
    child.stderr.on('data', (data: Buffer) => {
      this.#stderr += data.toString();
    });
    this.connection = createMessageConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    // Once it has ended, requests that are still open are rejected instead of pending for ever.
    this.ended = new Promise((end) => child.once('close', end));
    void this.ended.then(() => this.connection.dispose());
  }

  stderr(): string {
    return this.#stderr;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async stop(): Promise<number | null> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return this.ended;
    await this.connection.sendRequest(ShutdownRequest.type);
    await this.connection.sendNotification(ExitNotification.type);
    const impatience = setTimeout(() => this.#child.kill('SIGKILL'), patience);
    const code = await this.ended;
    clearTimeout(impatience);
    return code;
  }
}

function initialize(connection: MessageConnection, uri: string, options: ServerOptions, settings: unknown) {
  return connection.sendRequest(InitializeRequest.type, {
    processId: options.processId === undefined ? process.pid : options.processId,
    clientInfo: { name: 'opscope tests' },
    rootUri: uri,
    workspaceFolders: [{ uri, name: 'tree' }],
    capabilities: {
      ...usualCapabilities,
      general: { positionEncodings: [...(options.encodings ?? ['utf-16'])] },
      ...options.capabilities,
    },
    initializationOptions: settings,
  });
}

/** Starts `opscope lsp --stdio` from dist/ and initialises it. */
export function startServer(options: ServerOptions): Promise<TestServer> {
  return clientOf(new ServerProcess(resolve(options.root), options.env ?? {}), options);
}

/** Initialises a server, and speaks with it. */
export async function clientOf(server: Serving, options: ServerOptions): Promise<TestServer> {
  const root = resolve(options.root);
  const cacheFolder = options.cacheFolder ?? mkdtempSync(join(tmpdir(), 'opscope-cache-'));
  let settings: Readonly<Record<string, unknown>> = { ...options.settings, cacheFolder };
  const { connection } = server;
  const mailbox = new Mailbox();
  const asked: Notification[] = [];
  const versions = new Map<string, number>();
  const document = (path: string) => ({ uri: pathToFileURL(join(root, path)).href });

  connection.onNotification((method, params) => mailbox.receive({ method, params }));
  connection.onUnhandledProgress((params) => mailbox.receive({ method: '$/progress', params }));
  answerServer(
    connection,
    () => settings,
    (request) => {
      asked.push(request);
      mailbox.receive(request);
    },
  );
  connection.listen();
  const initialized = await initialize(connection, pathToFileURL(root).href, options, settings);
  await connection.sendNotification(InitializedNotification.type, {});

  return {
    initialized,
    request: connection.sendRequest,
    notify: connection.sendNotification,
    document,
    async open(path, text = readFileSync(join(root, path), 'utf8'), languageId = 'c') {
      versions.set(path, 1);
      const textDocument = { ...document(path), languageId, version: 1, text };
      await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
    },
    async change(path, edit) {
      const version = (versions.get(path) ?? 0) + 1;
      versions.set(path, version);
      const contentChanges = typeof edit === 'string' ? [{ text: edit }] : edit;
      const textDocument = { ...document(path), version };
      await connection.sendNotification(DidChangeTextDocumentNotification.type, { textDocument, contentChanges });
    },
    waitFor: (method, accept = () => true) => mailbox.waitFor(method, accept),
    unread: (method) => mailbox.unread(method),
    asked,
    async configure(changed) {
      settings = { ...changed, cacheFolder };
      await connection.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
    },
    stderr: () => server.stderr(),
    pid: server.pid,
    ended: server.ended,
    async stop() {
      const code = await server.stop();
      if (options.cacheFolder === undefined) rmSync(cacheFolder, { recursive: true, force: true });
      return code;
    },
  };
}
