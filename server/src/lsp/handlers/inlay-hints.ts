/** What calls through hooks can reach, beside them. */
import type { InlayHint, InlayHintParams } from 'vscode-languageserver';
import { dispatchHints, type HintsWanted } from '../../features/editor/hints.ts';
import { AUTO } from '../../features/ops-names.ts';
import type { Session } from '../session.ts';
import { soFar } from '../whole-tree.ts';
import { fileOf } from './at-file.ts';

/** `textDocument/inlayHint`. */
export function inlayHints(session: Session, { textDocument, range }: InlayHintParams): InlayHint[] | null {
  const at = fileOf(session, textDocument);
  if (!at || !session.settings.inlayHints.dispatch) return null;
  const wanted: HintsWanted = {
    anyOps: session.wantedOps.includes(AUTO),
    lines: [range.start.line + 1, range.end.line + 1],
  };
  return dispatchHints(at.resolver, session.settings, at.file, wanted).map((each) =>
    at.convert.hint(at.file.path, { ...each, label: soFar(at.tree, each.label) }),
  );
}
