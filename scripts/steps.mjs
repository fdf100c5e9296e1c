/** Steps that `npm start`, `npm test` and `npm run package` share. Node's own modules only: these run before `npm ci`. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Where the packaged extension goes. */
export const vsixPath = join(root, `${name}-${version}.vsix`);

/** The sample kernel tree of the project. */
export const sampleTree = join(root, 'test/trees/sample');

/** Runs a command of the machine or of node_modules, showing what it says; resolves to its exit code. */
export function run(command, args, { env = {}, cwd = root } = {}) {
  const path = `${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH}`;
  const child = spawn(command, args, { cwd, stdio: 'inherit', env: { ...process.env, PATH: path, ...env } });
  const pass = (signal) => child.kill(signal);
  process.on('SIGINT', pass).on('SIGTERM', pass);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      process.off('SIGINT', pass).off('SIGTERM', pass);
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
export async function install() {
  if (!installed()) await must('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
}

/** Builds dist/, and with `--tests` or `--host` what `scripts/build.mjs` says. */
export function build(...args) {
  return must(process.execPath, [join(root, 'scripts/build.mjs'), ...args]);
}
