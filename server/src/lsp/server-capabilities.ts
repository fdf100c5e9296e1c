/** What the server says that it can do. */
import {
  CodeActionKind,
  type InitializeParams,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import { abilitiesOf } from './client-abilities.ts';
import { GO_TO } from './handlers/code-actions.ts';
import { COMMANDS } from './handlers/commands.ts';
import type { Encoding } from './positions.ts';

/** To one client, with the position encoding that was agreed on. */
export function capabilitiesFor(params: InitializeParams, encoding: Encoding): ServerCapabilities {
  return {
    positionEncoding: encoding,
    // The document library counts UTF-16; with UTF-8 positions whole texts are exchanged instead of ranges.
    textDocumentSync: {
      openClose: true,
      change: encoding === 'utf-16' ? TextDocumentSyncKind.Incremental : TextDocumentSyncKind.Full,
      save: true,
    },
    implementationProvider: true,
    definitionProvider: true,
    referencesProvider: true,
    hoverProvider: true,
    completionProvider: { triggerCharacters: ['.'] },
    codeLensProvider: { resolveProvider: true },
    callHierarchyProvider: true,
    typeHierarchyProvider: true,
    inlayHintProvider: true,
    workspaceSymbolProvider: true,
    documentSymbolProvider: { label: 'opscope' },
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, GO_TO] },
    executeCommandProvider: { commands: [...COMMANDS] },
    ...(abilitiesOf(params).pulls
      ? { diagnosticProvider: { identifier: 'opscope', interFileDependencies: true, workspaceDiagnostics: false } }
      : {}),
  };
}
