/** Files of the sides of a comparison: on disk where a side is a folder, else read-only documents that the server has the text of. */
import { type ExtensionContext, type TextDocumentContentProvider, Uri, workspace } from 'vscode';
import type { CompareSide } from '../../server/src/protocol/requests.ts';
import type { Server } from './client.ts';

const SCHEME = 'opscope-side';

/** A side: what is written for it, and what the server says of it. */
export interface Side {
  readonly written: string;
  readonly told: CompareSide;
}

/** Where a file of a side can be opened. */
export function uriOn({ written, told }: Side, file: string): Uri {
  const { name, rev, applied, tree } = told;
  if (rev === null && applied.length === 0) return Uri.joinPath(Uri.file(tree.root), file);
  // The commit is part of it: a branch that moved on is another document.
  const query = JSON.stringify({ side: written, file, rev, applied: applied.length });
  return Uri.from({ scheme: SCHEME, path: `/${name.replace(/[/\\]+/g, '-')}/${file}`, query });
}

/** Serves the documents of sides that are nowhere on disk. */
export function serveSides(context: ExtensionContext, server: Server): void {
  const provider: TextDocumentContentProvider = {
    async provideTextDocumentContent({ query }) {
      const { side, file } = JSON.parse(query) as { readonly side: string; readonly file: string };
      const text = await server.sideText({ side, file });
      if (text === null) throw new Error(`${file} is not there on this side`);
      return text;
    },
  };
  context.subscriptions.push(workspace.registerTextDocumentContentProvider(SCHEME, provider));
}
