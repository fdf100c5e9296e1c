/** Searches by name in all of a tree. */
import type { CancellationToken, WorkspaceSymbol, WorkspaceSymbolParams } from 'vscode-languageserver';
import type { NameKind, NameList, TreeName } from '../../features/editor/name-list.ts';
import { type OpsSymbol, opsSymbols, pastedSymbols } from '../../features/editor/symbols.ts';
import type { NamesParams, NamesResult } from '../../protocol/requests.ts';
import { RequestToken, worked } from '../cancellation.ts';
import type { Session } from '../session.ts';
import type { Tree } from '../tree.ts';
import { onWholeTree, until } from '../whole-tree.ts';

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

/**
 * `workspace/symbol`: in the tree of the workspace. Of the configured structs also the functions; of all others what is written.
 * Until the names are read, who asks again at each letter is told those that are known, marked as such, and who takes an
 * answer in parts has them first. All others wait.
 */
export async function workspaceSymbols(
  session: Session,
  params: WorkspaceSymbolParams,
  token: CancellationToken,
): Promise<WorkspaceSymbol[] | null> {
  const { main, asksSymbolsAgain } = session;
  const { partialResultToken } = params;
  if (!main || (main.isComplete && main.hasNames)) return whole(session, params, token);
  if (!asksSymbolsAgain && partialResultToken === undefined) return whole(session, params, token);
  const near = await worked(token, () => symbolsNear(session, main, writtenIn(params)));
  const convert = session.convert(main);
  if (near.length === 0) return whole(session, params, token);
  if (asksSymbolsAgain) {
    readNames(session, main);
    return near.map((each) => convert.symbol({ ...each, container: `${each.container}${SO_FAR}` }));
  }
  const first = near.map((each) => convert.symbol(each));
  if (partialResultToken !== undefined) session.partial(partialResultToken, first);
  const sent = new Set(first.map((each) => JSON.stringify(each)));
  const rest = ((await whole(session, params, token)) ?? []).filter((each) => !sent.has(JSON.stringify(each)));
  if (partialResultToken !== undefined && rest.length > 0) session.partial(partialResultToken, rest);
  return [];
}

/** What is written beside what a symbol belongs to where there may be others that are not known yet. */
const SO_FAR = ' · so far, names are still being read';

/** Has them read for the next question. */
function readNames({ reading }: Session, main: Tree): void {
  const read = reading.whole(main).then(() => main.names(() => undefined));
  // Whoever asks next is told why they cannot be read.
  read.catch(() => undefined);
}

/** The names of the configured structs as far as they are read, and those of the open files and the files beside them. */
function symbolsNear({ settings }: Session, main: Tree, written: string): readonly OpsSymbol[] {
  const resolver = main.resolver();
  const own = opsSymbols(resolver, settings, written);
  const hasHooks = new Map<string, boolean>();
  const isTable = (struct: string): boolean => {
    const known = hasHooks.get(struct) ?? resolver.ops(struct).hookNames().length > 0;
    hasHooks.set(struct, known);
    return known;
  };
  const found = written === '' ? [] : main.namesNear().search(KINDS, written, MOST).names;
  const near = found.filter(({ kind, struct }) => kind !== 'table' || struct === '' || isTable(struct));
  return withOthers(own, near);
}

const KINDS: readonly NameKind[] = ['hook', 'table', 'struct'];

function writtenIn({ query }: WorkspaceSymbolParams): string {
  return `${query}`.trim();
}

/** Symbols, and behind them the names that are not among them. */
function withOthers(own: readonly OpsSymbol[], names: readonly TreeName[]): readonly OpsSymbol[] {
  const known = new Set(own.map(placeOf));
  return [...own, ...names.map(symbolOf).filter((each) => !known.has(placeOf(each)))];
}

const whole = onWholeTree(allSymbols);

async function allSymbols(
  session: Session,
  params: WorkspaceSymbolParams,
  token: CancellationToken,
): Promise<WorkspaceSymbol[] | null> {
  const { main, settings } = session;
  if (!main) return null;
  const written = writtenIn(params);
  const list = written === '' ? null : await namesOf(main, token);
  return worked(token, () => {
    const own = opsSymbols(main.resolver(), settings, written);
    const all = withOthers(own, list?.search(KINDS, written, MOST).names ?? []);
    const named = all.length > 0 ? all : pastedSymbols(main.resolver(), written);
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
