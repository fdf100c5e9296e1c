/** The parser, loaded from the files that lie beside the bundle. */
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Lowerer } from '../syntax/lower.ts';
import { loadParser } from '../syntax/parser.ts';
import { readAsset } from './files/installed.ts';

/** Loads tree-sitter and its C grammar from a folder. Rejects when either .wasm is missing. */
export async function loadLowerer(folder: string): Promise<Lowerer> {
  compileLater();
  const grammar = readAsset(folder, 'tree-sitter-c.wasm');
  return new Lowerer(await loadParser({ runtime: join(folder, 'web-tree-sitter.wasm'), grammar }));
}

/** The major versions of V8 that are known to have the flag: another would say on stderr that it has not. */
const KNOWN = { first: 11, last: 14 };

/**
 * V8 compiles the grammar once more, with all of its optimisations, when it has been run a little. That takes half a second of
 * processor time, most of it for the lexer, which is one function of thousands of states; what it saves is a few per cent of
 * parsing. Most processes end before they have that back, so it has to have run some hundred times longer.
 */
function compileLater(): void {
  const major = Number.parseInt(process.versions.v8, 10);
  if (major >= KNOWN.first && major <= KNOWN.last) setFlagsFromString('--wasm-tiering-budget=1000000000');
}
