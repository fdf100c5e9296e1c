/** Starts and stops VS Code's server build, everything it writes being kept in a scratch folder. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onCleanUp } from '../cleanup.ts';
import { plainEnvironment } from '../plain.ts';
import { ensureVscodeHost } from './install.ts';

/** What a started server is to do. */
export interface ServerOptions {
  /** Takes extensions and tests to run from the address's `payload`; hides toasts. */
  readonly automation?: boolean;
  /** A packaged extension to install. */
  readonly vsix?: string;
  /** User settings beside those that keep VS Code quiet. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** What it hands on to extensions of the machine's environment; by default nothing that is somebody's own. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Where the server's log goes; dropped with the scratch folder by default. */
  readonly log?: string;
}

/** A running server. */
export interface VscodeServer {
  readonly port: number;
  /** The address of the workbench with a folder of this machine open. */
  address(folder: string | undefined, payload?: readonly (readonly [string, string])[]): string;
  /** The name by which the workbench knows a path of this machine. */
  uri(path: string): string;
  /** Resolves when the server has ended. */
  readonly ended: Promise<void>;
}

/**
 * Settings that keep VS Code from phoning home, from opening what nobody asked for, and, as it does in browsers, from
 * saving every edit at once.
 */
const quietSettings = {
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'workbench.startupEditor': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'git.enabled': false,
  'files.autoSave': 'off',
};

/** An environment less what an enclosing VS Code terminal puts there; the server would take it for its own. */
function serverEnvironment(scratch: string, given: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...given, TMPDIR: scratch, EXTENSIONS_GALLERY: '{"serviceUrl":""}' };
  for (const name of Object.keys(env)) if (/^(VSCODE_|ELECTRON_)/.test(name)) delete env[name];
  delete env['XDG_RUNTIME_DIR'];
  return env;
}

function serverArguments(scratch: string, token: string, options: ServerOptions): string[] {
  return [
    ...['--host', '127.0.0.1', '--port', '0', '--connection-token', token],
    ...['--accept-server-license-terms', '--telemetry-level', 'off', '--disable-workspace-trust'],
    ...['--server-data-dir', join(scratch, 'server'), '--user-data-dir', join(scratch, 'user')],
    ...['--extensions-dir', join(scratch, 'extensions')],
    ...(options.automation ? ['--enable-smoke-test-driver'] : []),
    ...(options.vsix ? ['--install-extension', options.vsix, '--start-server'] : []),
  ];
}

/** The port that the server says it listens on. */
function listeningPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (data: Buffer) => {
      output += data.toString();
      const match = /Extension host agent listening on (\d+)/.exec(output);
      if (match) resolve(Number(match[1]));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`VS Code's server ended at once with code ${code}:\n${output}`)));
  });
}

/** Stops a process group: kindly, and what is left after five seconds, unkindly. */
async function stopGroup(child: ChildProcess, ended: Promise<void>): Promise<void> {
  const signal = (name: NodeJS.Signals) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name);
    } catch {
      // The group is gone already.
    }
  };
  signal('SIGTERM');
  const impatience = setTimeout(() => signal('SIGKILL'), 5000);
  await ended;
  clearTimeout(impatience);
  signal('SIGKILL');
}

/** Starts a server on a free port; the registered clean-up stops it and removes what it wrote. */
export async function startVscodeServer(options: ServerOptions = {}): Promise<VscodeServer> {
  const host = ensureVscodeHost();
  const scratch = mkdtempSync(join(tmpdir(), 'opscope-vscode-'));
  onCleanUp(() => rmSync(scratch, { recursive: true, force: true, maxRetries: 5 }));
  for (const folder of ['user/User', 'home']) mkdirSync(join(scratch, folder), { recursive: true });
  writeFileSync(join(scratch, 'user/User/settings.json'), JSON.stringify({ ...quietSettings, ...options.settings }));
  const token = randomUUID();
  const child = spawn(host.node, [host.server, ...serverArguments(scratch, token, options)], {
    env: serverEnvironment(scratch, options.environment ?? plainEnvironment(join(scratch, 'home'))),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  onCleanUp(() => stopGroup(child, ended));
  const log = createWriteStream(options.log ?? join(scratch, 'server.log'));
  child.stdout.pipe(log);
  child.stderr.pipe(log, { end: false });
  const port = await listeningPort(child);
  return {
    port,
    ended,
    uri: (path) => `vscode-remote://127.0.0.1:${port}${path}`,
    address: (folder, payload = []) => {
      const url = new URL(`http://127.0.0.1:${port}/`);
      url.searchParams.set('tkn', token);
      url.searchParams.set(folder === undefined ? 'ew' : 'folder', folder ?? 'true');
      if (payload.length > 0) url.searchParams.set('payload', JSON.stringify(payload));
      return url.href;
    },
  };
}
