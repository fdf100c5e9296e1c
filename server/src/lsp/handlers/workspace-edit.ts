/** What actions change, in the form that the client understands. */

import type { Range, SnippetTextEdit, TextDocumentEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import { pushTo } from '../../base/add-to.ts';
import type { Action, Edit } from '../../features/findings/actions.ts';
import { type AtFile, positionAt } from './at-file.ts';

/** An action's edits: with placeholders where the client can have them. */
export function workspaceEdit(at: AtFile, { edits }: Action): WorkspaceEdit {
  const byUri = new Map<string, Edit[]>();
  for (const edit of edits) {
    pushTo(byUri, at.convert.uri(edit.file.path), edit);
  }
  const hasPlaceholders = edits.some(({ placeholder }) => placeholder !== null);
  if (at.session.abilities.snippets && hasPlaceholders) {
    return { documentChanges: [...byUri].map(([uri, all]) => documentEdit(at, uri, all)) };
  }
  const changes = [...byUri].map(([uri, all]) => [uri, all.map((edit) => textEdit(at, edit))] as const);
  return { changes: Object.fromEntries<TextEdit[]>(changes) };
}

function documentEdit(at: AtFile, uri: string, edits: readonly Edit[]): TextDocumentEdit {
  return {
    textDocument: { uri, version: null },
    edits: edits.map((edit): TextEdit | SnippetTextEdit => {
      const value = snippet(edit);
      return value === null ? textEdit(at, edit) : { range: rangeOf(at, edit), snippet: { kind: 'snippet', value } };
    }),
  };
}

/** An edit by itself. */
export function textEdit(at: AtFile, edit: Edit): TextEdit {
  return { range: rangeOf(at, edit), newText: edit.text };
}

function rangeOf({ session }: AtFile, { file, at, end }: Edit): Range {
  return { start: positionAt(session, file, at), end: positionAt(session, file, end) };
}

/** An edit's text as a snippet; null where there is nothing to type over. */
function snippet({ text, placeholder }: Edit): string | null {
  if (placeholder === null) return null;
  const at = text.lastIndexOf(placeholder);
  const escaped = (part: string): string => part.replace(/[\\$}]/g, '\\$&');
  return `${escaped(text.slice(0, at))}\${1:${escaped(placeholder)}}${escaped(text.slice(at + placeholder.length))}`;
}
