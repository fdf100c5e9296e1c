/** Text as VS Code colours it: the real TextMate engine, with the stock C grammar and the project's injections. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createOnigScanner, createOnigString, loadWASM } from 'vscode-oniguruma';
import { INITIAL, parseRawGrammar, Registry } from 'vscode-textmate';
import { projectRoot } from '../harness/root.ts';

const require = createRequire(join(projectRoot, 'package.json'));
const wasm = readFileSync(join(dirname(require.resolve('vscode-oniguruma/package.json')), 'release/onig.wasm'));
const engine = loadWASM(wasm).then(() => ({ createOnigScanner, createOnigString }));

/** A grammar as the manifest contributes it. */
export interface Contribution {
  readonly scopeName: string;
  readonly path: string;
  readonly injectTo: readonly string[];
}

/** The grammars of the manifest. */
export function contributed(): readonly Contribution[] {
  const manifest = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    contributes: { grammars: readonly Contribution[] };
  };
  return manifest.contributes.grammars;
}

const STOCK: Readonly<Record<string, string>> = { 'source.c': 'c', 'source.cpp': 'cpp' };

function registry(injections: readonly Contribution[]): Registry {
  return new Registry({
    onigLib: engine,
    getInjections: (scope) =>
      injections.filter(({ injectTo }) => injectTo.includes(scope)).map((each) => each.scopeName),
    async loadGrammar(scope) {
      const stock = STOCK[scope];
      const own = injections.find(({ scopeName }) => scopeName === scope);
      const path = own ? join(projectRoot, own.path) : stock && require.resolve(`tm-grammars/grammars/${stock}.json`);
      return path ? parseRawGrammar(readFileSync(path, 'utf8'), path) : null;
    },
  });
}

/** A stretch of text with its scopes, the outermost first. */
export interface Token {
  readonly text: string;
  readonly scopes: readonly string[];
}

/** The tokens of a text, with the given injections. */
export async function tokens(
  text: string,
  injections: readonly Contribution[] = contributed(),
  scope = 'source.c',
): Promise<readonly Token[]> {
  const grammar = await registry(injections).loadGrammar(scope);
  if (!grammar) throw new Error(`no grammar ${scope}`);
  const found: Token[] = [];
  let state = INITIAL;
  for (const line of text.split('\n')) {
    const answer = grammar.tokenizeLine(line, state);
    state = answer.ruleStack;
    for (const { startIndex, endIndex, scopes } of answer.tokens)
      found.push({ text: line.slice(startIndex, endIndex), scopes });
    found.push({ text: '\n', scopes: [] });
  }
  return found;
}
