/** What can be typed in an ops table: the hooks that it does not set yet. */
import { type CompletionItem, CompletionItemKind, type CompletionParams, type TextEdit } from 'vscode-languageserver';
import { label, visible, visibleLines } from '../../base/visible.ts';
import { type OfferedHook, unsetHooksAt } from '../../features/completion/unset-hooks.ts';
import type { Edit } from '../../features/findings/actions.ts';
import type { Session } from '../session.ts';
import { type AtFile, fileOf, offsetIn } from './at-file.ts';
import { textEdit } from './workspace-edit.ts';

/** `textDocument/completion`; null where there is nothing of opscope's to type. */
export function completions(session: Session, params: CompletionParams): CompletionItem[] | null {
  const at = fileOf(session, params.textDocument);
  if (!at) return null;
  const found = unsetHooksAt(at.resolver, at.file, offsetIn(at, params.position));
  return found.length > 0 ? found.map((each, i) => completion(at, each, i)) : null;
}

function completion(at: AtFile, { field, signature, doc, slot, stub }: OfferedHook, i: number): CompletionItem {
  const edit = (each: Edit): TextEdit => textEdit(at, each);
  return {
    label: label(field),
    kind: CompletionItemKind.Field,
    detail: visible(signature),
    // A string is plain text, which every client shows: comments are not written as Markdown.
    ...(doc === '' ? {} : { documentation: visibleLines(doc) }),
    // In the order of the struct.
    sortText: `${i}`.padStart(4, '0'),
    filterText: field,
    textEdit: edit(slot),
    ...(stub ? { additionalTextEdits: [edit(stub)] } : {}),
  };
}
