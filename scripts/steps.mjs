/** Steps that `npm start`, `npm test` and `npm run package` share. Node's own modules only: these run before `npm ci`. */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Where the packaged extension goes. */
export const vsixPath = join(root, `${name}-${version}.vsix`);

/** Where reports, logs and pictures of the tests go. */
export const artifacts = join(root, 'test-artifacts');

/** The sample kernel tree of the project. */
export const sampleTree = join(root, 'test/trees/sample');

/** What ends this process, and with it what it runs. */
const SIGNALS = ['SIGHUP', 'SIGINT', 'SIGTERM'];

/**
 * Ends this process, and with it what it runs, when its parent ends: npm hands a signal to the shell that it starts scripts with, and that
 * hands nothing on.
 */
export function endWithParent() {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && process.kill(process.pid, 'SIGTERM'), 250).unref();
}

/**
 * Runs a command of the machine or of node_modules; resolves to its exit code. What it says is shown, or goes to the end of
 * a log: all of it, or with `shown` only what it says to stderr.
 */
export function run(command, args, { env = {}, cwd = root, log, shown = false } = {}) {
  const path = `${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH}`;
  const file = log === undefined ? 'inherit' : openSync(log, 'a');
  const stdio = ['inherit', shown ? 'inherit' : file, file];
  const child = spawn(command, args, { cwd, stdio, env: { ...process.env, PATH: path, ...env } });
  if (file !== 'inherit') closeSync(file);
  const pass = (signal) => child.kill(signal);
  for (const signal of SIGNALS) process.on(signal, pass);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      for (const signal of SIGNALS) process.off(signal, pass);
      resolve(code ?? 1);
    });
  });
}

/** Like `run`, for a step without which there is no going on. */
export async function must(command, args, options) {
  const code = await run(command, args, options);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} failed with code ${code}`);
}

/** Whether node_modules holds what package-lock.json asks for. */
function installed() {
  try {
    const packagesOf = (file) => JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
    const present = packagesOf('node_modules/.package-lock.json');
    return Object.entries(packagesOf('package-lock.json')).every(
      ([path, { version, optional }]) => path === '' || optional || present[path]?.version === version,
    );
  } catch {
    return false;
  }
}

/** Installs the dependencies unless they are there. Their install scripts would only compile what is not used. */
export async function install(options) {
  if (!installed()) await must('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], options);
}

/** Builds dist/, and with `--tests` or `--host` what `scripts/build.mjs` says. */
export function build(args = [], options) {
  return must(process.execPath, [join(root, 'scripts/build.mjs'), ...args], options);
}
