import { LanguageClient } from 'vscode-languageclient/node';

/** Failures go to the output channel only: `Server` says them once, in words that help, where the library says several. */
export class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}
