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

/** Where the page about a rule is; null where it was not installed. */
export function rulePagePath(assets: string, rule: string): string | null {
  const path = join(assets, '../docs/rules', `${rule}.md`);
  return existsSync(path) ? path : null;
}
