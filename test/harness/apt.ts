import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The path of a command on PATH, or undefined. */
export function findCommand(name: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}

/** Runs apt-get with nothing to answer, waiting for another apt on the machine to finish. */
function aptGet(...args: string[]): void {
  execFileSync('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=300', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/**
 * Makes sure that Debian packages are there, installing them when this runs as root.
 * @param needs by package: the command it brings, or the absolute path of a file of it
 */
export function ensurePackages(needs: Readonly<Record<string, string>>): void {
  const present = (what: string) => (what.startsWith('/') ? existsSync(what) : findCommand(what) !== undefined);
  const missing = Object.keys(needs).filter((name) => !present(needs[name] ?? name));
  if (missing.length === 0) return;
  if (findCommand('apt-get') === undefined || process.getuid?.() !== 0) {
    throw new Error(`these tests need ${missing.join(', ')}; as root: apt-get install ${missing.join(' ')}`);
  }
  process.stderr.write(`installing ${missing.join(', ')}\n`);
  aptGet('update');
  aptGet('install', '--yes', '--no-install-recommends', ...missing);
}
