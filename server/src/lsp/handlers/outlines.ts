/** The outline of a file, beside that of other servers: ops tables and their slots, and nothing else. */
import {
  type CancellationToken,
  type DocumentSymbol,
  type DocumentSymbolParams,
  type SymbolInformation,
  SymbolKind,
  type TextDocumentIdentifier,
} from 'vscode-languageserver';
import { label } from '../../base/visible.ts';
import { type OutlineRow, outline } from '../../features/editor/outline.ts';
import { worked } from '../cancellation.ts';
import type { Session } from '../session.ts';
import { type AtFile, fileOf, positionAt } from './at-file.ts';

const KINDS: Readonly<Record<OutlineRow['kind'], SymbolKind>> = {
  table: SymbolKind.Object,
  function: SymbolKind.Method,
  value: SymbolKind.Constant,
};

/** So long lenses and hints, which are asked for with the outline when a file is opened, go first, in ms: they are what is looked at. */
const AFTER_MS = 100;

/** `textDocument/documentSymbol`. */
export async function documentSymbols(
  session: Session,
  { textDocument }: DocumentSymbolParams,
  token: CancellationToken,
): Promise<DocumentSymbol[] | SymbolInformation[] | null> {
  await new Promise((resolve) => setTimeout(resolve, AFTER_MS));
  return worked(token, () => symbolsOf(session, textDocument));
}

function symbolsOf(session: Session, document: TextDocumentIdentifier): DocumentSymbol[] | SymbolInformation[] | null {
  const at = fileOf(session, document);
  if (!at) return null;
  const rows = outline(at.resolver, at.file);
  if (session.abilities.nestedSymbols) return rows.map((row) => symbol(at, row));
  return rows.flatMap((row) => flat(at, row, ''));
}

function symbol(at: AtFile, row: OutlineRow): DocumentSymbol {
  const place = (offset: number) => positionAt(at.session, at.file, offset);
  return {
    name: label(row.name) || '[]',
    detail: label(row.detail),
    kind: KINDS[row.kind],
    range: { start: place(row.start), end: place(row.end) },
    selectionRange: { start: place(row.nameAt), end: place(row.nameEnd) },
    ...(row.rows.length > 0 ? { children: row.rows.map((each) => symbol(at, each)) } : {}),
  };
}

/** For clients that show no rows below rows. */
function flat(at: AtFile, row: OutlineRow, container: string): SymbolInformation[] {
  const { name, kind, range } = symbol(at, { ...row, rows: [] });
  const location = { uri: at.convert.uri(at.file.path), range };
  const own: SymbolInformation = { name, kind, location, ...(container === '' ? {} : { containerName: container }) };
  return [own, ...row.rows.flatMap((each) => flat(at, each, name))];
}
