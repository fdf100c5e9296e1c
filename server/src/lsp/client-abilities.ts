/** What the client says of itself when it starts the session. */
import type { InitializeParams } from 'vscode-languageserver/node';
import type { Settings } from '../protocol/requests.ts';
import type { Encoding } from './positions.ts';

/** What a client can do with diagnostics. */
export interface DiagnosticAbilities {
  /** Whether it asks for diagnostics; otherwise they are pushed. Never both. */
  readonly pulls: boolean;
  /** Whether it can be told to ask again. */
  readonly refreshes: boolean;
  readonly relatedInformation: boolean;
  readonly codeDescription: boolean;
  /** Whether it hands data of a diagnostic back. */
  readonly keepsData: boolean;
}

/** What the client can do, as far as answers differ by it. */
export interface ClientAbilities extends DiagnosticAbilities {
  /** Whether edits may have placeholders that the person types over. */
  readonly snippets: boolean;
  /** Whether it can be told to ask for lenses again. */
  readonly refreshesLenses: boolean;
  /** Whether an outline may have rows below rows. */
  readonly nestedSymbols: boolean;
  /** Whether it shows documents when it is asked to. */
  readonly showsDocuments: boolean;
}

/** What opscope's own client says beside the settings; other clients say nothing. */
export type ClientOptions = Pick<
  Settings,
  'cacheFolder' | 'trusted' | 'showsSettingProblems' | 'watchesFiles' | 'linksInHovers' | 'asksSymbolsAgain'
>;

export function abilitiesOf(params: InitializeParams | null): ClientAbilities {
  const { workspace, textDocument, window } = params?.capabilities ?? {};
  const { publishDiagnostics, diagnostic } = textDocument ?? {};
  const pulls = diagnostic !== undefined;
  const shown = pulls ? { ...publishDiagnostics, ...diagnostic } : publishDiagnostics;
  return {
    pulls,
    refreshes: workspace?.diagnostics?.refreshSupport ?? false,
    relatedInformation: shown?.relatedInformation ?? false,
    codeDescription: shown?.codeDescriptionSupport ?? false,
    keepsData: shown?.dataSupport ?? false,
    snippets: workspace?.workspaceEdit?.snippetEditSupport ?? false,
    refreshesLenses: workspace?.codeLens?.refreshSupport ?? false,
    nestedSymbols: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport ?? false,
    showsDocuments: window?.showDocument?.support ?? false,
  };
}

export function optionsOf(params: InitializeParams | null): ClientOptions {
  const given: unknown = params?.initializationOptions;
  return typeof given === 'object' && given !== null ? given : {};
}

/** Whether it shows how far something is. */
export function showsProgress(params: InitializeParams | null): boolean {
  return params?.capabilities.window?.workDoneProgress ?? false;
}

/** The first encoding that the client offers and that is known here; every client knows UTF-16. */
export function encodingOf(params: InitializeParams): Encoding {
  const offered = params.capabilities.general?.positionEncodings ?? [];
  return offered.find((each): each is Encoding => each === 'utf-8' || each === 'utf-16') ?? 'utf-16';
}
