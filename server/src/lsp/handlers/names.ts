/** Searches by name in all of a tree. */
import type { CancellationToken, WorkspaceSymbol, WorkspaceSymbolParams } from 'vscode-languageserver';
import type { NameList, TreeName } from '../../features/editor/name-list.ts';
import { type OpsSymbol, opsSymbols, pastedSymbols } from '../../features/editor/symbols.ts';
import type { NamesParams, NamesResult } from '../../protocol/requests.ts';
import { RequestToken, worked } from '../cancellation.ts';
import type { Session } from '../session.ts';
import type { Tree } from '../tree.ts';
import { until } from '../whole-tree.ts';

/** As many symbols are sent: whoever wants others writes more letters. */
const MOST = 200;

/** The answer outside a kernel tree. */
export const NO_NAMES: NamesResult = { tree: null, names: [], more: 0 };

/** `opscope/names`. */
export async function treeNames(
  { main }: Session,
  { kind, query }: NamesParams,
  token: CancellationToken,
): Promise<NamesResult> {
  if (!main) return NO_NAMES;
  const list = await namesOf(main, token);
  return { tree: main.info, ...list.search([kind], `${query}`.trim(), MOST) };
}

/** The names of a tree, once they are read. Rejects when the request is cancelled. */
async function namesOf(tree: Tree, token: CancellationToken): Promise<NameList> {
  const at = (count: number): void => {
    if (token instanceof RequestToken) token.say(`reading the names of hooks and tables: ${count} files`);
  };
  return until(tree.names(at), token);
}

/** `workspace/symbol`: in the tree of the workspace. Of the configured structs also the functions; of all others what is written. */
export async function workspaceSymbols(
  session: Session,
  { query }: WorkspaceSymbolParams,
  token: CancellationToken,
): Promise<WorkspaceSymbol[] | null> {
  const { main, settings } = session;
  if (!main) return null;
  const written = `${query}`.trim();
  const list = written === '' ? null : await namesOf(main, token);
  return worked(token, () => {
    const own = opsSymbols(main.resolver(), settings, written);
    const known = new Set(own.map(placeOf));
    const others = (list?.search(['hook', 'table', 'struct'], written, MOST).names ?? [])
      .map(symbolOf)
      .filter((each) => !known.has(placeOf(each)));
    const named = own.length + others.length > 0 ? [...own, ...others] : pastedSymbols(main.resolver(), written);
    const convert = session.convert(main);
    return named.map((each) => convert.symbol(each));
  });
}

function placeOf({ name, at }: OpsSymbol): string {
  return `${at.file}:${at.line} ${name}`;
}

function symbolOf({ name, kind, struct, file, line, column }: TreeName): OpsSymbol {
  const container = struct === '' ? (kind === 'struct' ? file : 'functions') : `struct ${struct}`;
  return { name, kind, container, at: { file, line, column, endColumn: column + name.length } };
}
