/** From the cursor, or from a name, to other places. */
import type {
  DefinitionParams,
  ImplementationParams,
  Location,
  ReferenceParams,
  WorkspaceSymbol,
  WorkspaceSymbolParams,
} from 'vscode-languageserver';
import { definitions, implementations, references } from '../../features/editor/locations.ts';
import { opsSymbols } from '../../features/editor/symbols.ts';
import type { Session } from '../session.ts';
import { cursorOf } from './at-file.ts';

/** `textDocument/implementation`. */
export function implementation(session: Session, params: ImplementationParams): Location[] | null {
  const at = cursorOf(session, params);
  return at?.convert.locations(implementations(at.target)) ?? null;
}

/** `textDocument/definition`. */
export function definition(session: Session, params: DefinitionParams): Location[] | null {
  const at = cursorOf(session, params);
  return at?.convert.locations(definitions(at.target, at.file)) ?? null;
}

/** `textDocument/references`. */
export function referencesTo(session: Session, params: ReferenceParams): Location[] | null {
  const at = cursorOf(session, params);
  return at?.convert.locations(references(at.target, at.file, params.context.includeDeclaration)) ?? null;
}

/** `workspace/symbol`: in the tree of the workspace. */
export function workspaceSymbols(session: Session, { query }: WorkspaceSymbolParams): WorkspaceSymbol[] | null {
  if (!session.main) return null;
  const convert = session.convert(session.main);
  return opsSymbols(session.main.resolver(), session.settings, query).map((each) => convert.symbol(each));
}
