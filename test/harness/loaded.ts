/** The parser, for what runs inside the process of a test: loaded once. */
import { join } from 'node:path';
import { loadLowerer } from '../../server/src/host/assets.ts';
import type { Lowerer } from '../../server/src/syntax/lower.ts';
import { projectRoot } from './root.ts';

/** Where the parser and the programs lie that threads run. */
export const assets = join(projectRoot, 'dist');

let loaded: Promise<Lowerer> | null = null;

export function lowerer(): Promise<Lowerer> {
  loaded ??= loadLowerer(assets);
  return loaded;
}
