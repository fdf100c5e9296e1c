import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Something that tests use of the machine. */
export interface Need {
  /** The Debian package that brings it. */
  readonly package: string;
  /** Whether it is there. */
  readonly present: () => boolean;
}

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

const canInstall = () => findCommand('apt-get') !== undefined && process.getuid?.() === 0;

/** Makes sure that things are there, installing their Debian packages when this runs as root; else says what to install. */
export function ensurePackages(needs: readonly Need[]): void {
  const missing = needs.filter((need) => !need.present()).map((need) => need.package);
  if (missing.length === 0) return;
  if (!canInstall()) throw new Error(missing.map((name) => `missing: ${name} (apt-get install ${name})`).join('\n'));
  process.stdout.write(`installing ${missing.join(', ')}\n`);
  aptGet('update');
  aptGet('install', '--yes', '--no-install-recommends', ...missing);
}
