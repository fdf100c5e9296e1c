/** What each request answers: find the file, take a snapshot, ask the feature, convert. */
import {
  type CancellationToken,
  type CodeLens,
  type Connection,
  type HandlerResult,
  type Hover,
  LSPErrorCodes,
  type MarkupContent,
  type Position,
  ResponseError,
  type TextDocumentIdentifier,
} from 'vscode-languageserver/node';
import { Cancelled } from '../base/between.ts';
import { label } from '../base/visible.ts';
import { anyTargetAt } from '../features/cursor/any-target.ts';
import type { Target } from '../features/cursor/target.ts';
import { dispatchHints } from '../features/editor/hints.ts';
import { explainTarget } from '../features/editor/hover.ts';
import { lenses } from '../features/editor/lens.ts';
import { definitions, implementations, references } from '../features/editor/locations.ts';
import { siblings } from '../features/editor/siblings.ts';
import { opsSymbols } from '../features/editor/symbols.ts';
import { explainPgtable, pgtableUseAt } from '../features/findings/finding-hover.ts';
import { ioctlLenses, ioctlLensTitle } from '../features/graph/ioctl-lens.ts';
import { opsNamesIn } from '../features/ops-names.ts';
import { matrix } from '../features/tables/matrix.ts';
import type { SourceFile } from '../index/file.ts';
import type { SiblingsResult } from '../model/answers.ts';
import type { GraphSubject, MatrixParams, MatrixResult, SiblingsParams } from '../protocol/requests.ts';
import type { Resolver } from '../resolve/ops/ops.ts';
import type { Convert } from './convert.ts';
import { explanationMarkdown, type LineAddress, pointsMarkdown } from './markdown.ts';
import type { Session } from './session.ts';
import { worked } from './tokens.ts';
import { inTree, type Tree } from './trees.ts';

/** A request about a file: what its answer is made from. */
interface AtFile {
  readonly session: Session;
  readonly tree: Tree;
  readonly resolver: Resolver;
  readonly file: SourceFile;
  readonly convert: Convert;
}

type Answer<P, R> = (params: P, token: CancellationToken) => R;

/** Registers every request. `session` is null until the server is initialised. */
export function answerRequests(connection: Connection, session: () => Session | null): void {
  const atFile = (document: TextDocumentIdentifier): AtFile | null => {
    const now = session();
    const found = now?.trees.of(document.uri);
    if (!now || !found) return null;
    const resolver = found.tree.resolver();
    const file = resolver.snapshot.file(found.path);
    return file && { session: now, tree: found.tree, resolver, file, convert: now.convert(found.tree) };
  };
  const atCursor = <R>(
    params: { textDocument: TextDocumentIdentifier; position: Position },
    answer: (target: Target, at: AtFile) => R,
  ): R | null => {
    const at = atFile(params.textDocument);
    if (!at) return null;
    const target = anyTargetAt(
      at.resolver,
      at.session.settings,
      at.file,
      at.session.positions.offset(at.file, params.position),
    );
    return target && answer(target, at);
  };
  connection.onImplementation(
    cancellable((params) => atCursor(params, (target, { convert }) => convert.locations(implementations(target)))),
  );
  connection.onDefinition(
    cancellable((params) =>
      atCursor(params, (target, { convert, file }) => convert.locations(definitions(target, file))),
    ),
  );
  connection.onReferences(
    cancellable((params) =>
      atCursor(params, (target, { convert, file }) =>
        convert.locations(references(target, file, params.context.includeDeclaration)),
      ),
    ),
  );
  connection.onHover(
    cancellable((params) => {
      const found = atCursor(params, (target, at) =>
        hover(at, target, explanationMarkdown(explainTarget(target), addressOf(at))),
      );
      const at = found ? null : atFile(params.textDocument);
      return at ? pgtableHover(at, params.position) : found;
    }),
  );
  connection.onCodeLens(
    cancellable(({ textDocument }) => {
      const at = atFile(textDocument);
      if (!at) return null;
      const { resolver, file, convert } = at;
      const { settings, wantedOps } = at.session;
      const ops = opsNamesIn(resolver, wantedOps, file);
      const ioctls = settings.lens.ioctls ? ioctlLenses(resolver, settings.ops, file) : [];
      return [
        ...lenses(resolver, { ...settings, ops }, settings.lens, file).map((each) => convert.lens(each)),
        ...ioctls.map((each) => convert.ioctlLens(each)),
      ];
    }),
  );
  connection.onCodeLensResolve(cancellable((lens: CodeLens) => resolvedLens(lens, atFile)));
  connection.languages.inlayHint.on(
    cancellable(({ textDocument, range }) => {
      const at = atFile(textDocument);
      if (!at?.session.settings.inlayHints.dispatch) return null;
      return dispatchHints(at.resolver, at.session.settings, at.file)
        .filter((each) => each.line - 1 >= range.start.line && each.line - 1 <= range.end.line)
        .map((each) => at.convert.hint(at.file.path, each));
    }),
  );
  connection.onWorkspaceSymbol(
    cancellable(({ query }) => {
      const now = session();
      if (!now?.main) return null;
      const convert = now.convert(now.main);
      return opsSymbols(now.main.resolver(), now.settings, query).map((each) => convert.symbol(each));
    }),
  );
  connection.onRequest(
    'opscope/matrix',
    cancellable((params: MatrixParams | null): MatrixResult => matrices(session(), params?.ops)),
  );
  connection.onRequest(
    'opscope/siblings',
    cancellable((params: SiblingsParams): SiblingsResult | null =>
      atCursor(params, (target, { convert }) => siblings(target, (path) => convert.uri(path))),
    ),
  );
}

/** How hovers link to lines; null where the client would show the address. */
function addressOf({ session, convert }: AtFile): LineAddress | null {
  return session.linksInHovers ? (path, line) => `${convert.uri(path)}#L${line}` : null;
}

function hover(
  { session, file }: AtFile,
  { at, end }: { readonly at: number; readonly end: number },
  contents: MarkupContent,
): Hover {
  const position = (offset: number): Position => {
    const { line, column } = file.point(offset);
    return session.positions.position(file, line, column);
  };
  return { contents, range: { start: position(at), end: position(end) } };
}

/** Why a page-table internal is risky here; null where it is not, or is none. */
async function pgtableHover(at: AtFile, position: Position): Promise<Hover | null> {
  const { session, file, tree, resolver } = at;
  const use = pgtableUseAt(resolver.snapshot, file, session.positions.offset(file, position));
  const status = use && (await session.moduleStatus(tree, file.path));
  if (!status) return null;
  // Meanwhile there may be another.
  const found = explainPgtable(tree.resolver().snapshot, use, status, session.host.rulePage('pgtable-in-module'));
  return found && hover(at, use, pointsMarkdown(found.head, found.points));
}

/** The lens of an ioctl with what it says: that takes running the ioctl, so only lenses that are seen are asked for it. */
function resolvedLens(lens: CodeLens, atFile: (document: TextDocumentIdentifier) => AtFile | null): CodeLens {
  const asked = lens.data as { readonly uri: string; readonly ioctl: string } | undefined;
  const at = asked && atFile({ uri: asked.uri });
  const title = at && ioctlLensTitle(at.resolver, at.session.settings.ops, at.file, asked.ioctl);
  // The case is gone: an edit is on its way, and new lenses after it.
  if (!asked || !title) return { ...lens, command: { title: '', command: '' } };
  const subject: GraphSubject = { ioctl: asked.ioctl, ...inTree(at.session.main, at.tree) };
  return { ...lens, command: { title: label(title), command: 'opscope.showGraph', arguments: [subject] } };
}

/** Lets what has arrived meanwhile, such as a cancellation or an edit, go first. */
export function cancellable<P, R>(
  answer: Answer<P, R>,
): (params: P, token: CancellationToken) => Promise<R | ResponseError<void>> & HandlerResult<never, never> {
  const run = async (params: P, token: CancellationToken): Promise<R | ResponseError<void>> => {
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (token.isCancellationRequested) return cancelled();
    try {
      return await worked(token, () => answer(params, token));
    } catch (error) {
      if (error instanceof Cancelled) return cancelled();
      throw error;
    }
  };
  return run as (params: P, token: CancellationToken) => Promise<R | ResponseError<void>> & HandlerResult<never, never>;
}

function cancelled(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
}

function matrices(session: Session | null, ops: string | undefined): MatrixResult {
  const tree = session?.main;
  if (!session || !tree) return { tree: null, matrices: [] };
  const names = ops === undefined ? session.settings.ops : [ops];
  return { tree: tree.info, matrices: names.map((name) => matrix(tree.resolver().ops(name), tree.info)) };
}
