/** The parser, loaded from the files that lie beside the bundle. */
import { join } from 'node:path';
import { Lowerer } from '../syntax/lower.ts';
import { loadParser } from '../syntax/parser.ts';
import { readAsset } from './files/installed.ts';

/** Loads tree-sitter and its C grammar from a folder. Rejects when either .wasm is missing. */
export async function loadLowerer(folder: string): Promise<Lowerer> {
  const grammar = readAsset(folder, 'tree-sitter-c.wasm');
  return new Lowerer(await loadParser({ runtime: join(folder, 'web-tree-sitter.wasm'), grammar }));
}
