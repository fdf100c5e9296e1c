import type { ExtensionContext, LogOutputChannel } from 'vscode';
import { type ErrorHandler, type LanguageClientOptions, RevealOutputChannelOn } from 'vscode-languageclient/node';
import { KERNEL_C, PATCHES } from './documents.ts';
import { isSaidByFinding } from './finding-hovers.ts';
import { initialSettings } from './settings.ts';

/** What links in hovers may run. */
const HOVER_COMMANDS = ['opscope.showAll'] as const;

/** How the language client serves this window: which documents, what of their hovers, and who is told when it fails. */
export function clientOptions(
  context: ExtensionContext,
  outputChannel: LogOutputChannel,
  errorHandler: ErrorHandler,
): LanguageClientOptions {
  return {
    documentSelector: [...KERNEL_C, ...PATCHES].map((filter) => ({ ...filter })),
    outputChannel,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    // A function, so that a server started again after a crash begins with the settings of that moment.
    initializationOptions: () => initialSettings(context),
    middleware: {
      provideHover: (document, position, token, next) =>
        isSaidByFinding(document, position) ? null : next(document, position, token),
    },
    markdown: { isTrusted: { enabledCommands: HOVER_COMMANDS } },
    initializationFailedHandler: () => false,
    errorHandler,
  };
}
