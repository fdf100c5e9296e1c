/** What calls through hooks can reach, beside them. */
import type { InlayHint, InlayHintParams } from 'vscode-languageserver';
import { dispatchHints } from '../../features/editor/hints.ts';
import type { Session } from '../session.ts';
import { fileOf } from './at-file.ts';

/** `textDocument/inlayHint`. */
export function inlayHints(session: Session, { textDocument, range }: InlayHintParams): InlayHint[] | null {
  const at = fileOf(session, textDocument);
  if (!at || !session.settings.inlayHints.dispatch) return null;
  return dispatchHints(at.resolver, session.settings, at.file)
    .filter((each) => each.line - 1 >= range.start.line && each.line - 1 <= range.end.line)
    .map((each) => at.convert.hint(at.file.path, each));
}
