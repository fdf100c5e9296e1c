/** What is installed with the program. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The bytes of a file that lies beside the bundle. Throws where it is missing. */
export function readAsset(folder: string, name: string): Buffer {
  return readFileSync(join(folder, name));
}

/** When the program was written to disk, in ms: one that is built anew has the version of the one before. */
export function builtAt(program: string): number {
  return statSync(program).mtimeMs;
}

/**
 * When the programs in a folder were put there, in ms: what one of them has read off a file, another one may read otherwise. Packages
 * say of all of their files that they are equally old, so that the time of modification does not tell.
 */
export function installedAt(folder: string): number {
  return statSync(join(folder, 'server.cjs')).ctimeMs;
}

/** Where the page about a rule is; null where it was not installed. */
export function rulePagePath(assets: string, rule: string): string | null {
  const path = join(assets, '../docs/rules', `${rule}.md`);
  return existsSync(path) ? path : null;
}
