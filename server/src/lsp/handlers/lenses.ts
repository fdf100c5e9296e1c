/** Lenses of ops tables, hooks and ioctls. */
import type { CancellationToken, CodeLens, CodeLensParams } from 'vscode-languageserver';
import { label } from '../../base/visible.ts';
import { type Lens, lenses } from '../../features/editor/lens.ts';
import { ioctlLenses, ioctlLensTitle } from '../../features/graph/ioctl-lens.ts';
import { opsNamesIn } from '../../features/ops-names.ts';
import type { GraphSubject } from '../../protocol/requests.ts';
import type { Session } from '../session.ts';
import { inTree } from '../trees.ts';
import { soFar } from '../whole-tree.ts';
import { type AtFile, fileOf } from './at-file.ts';

/** `textDocument/codeLens`. */
export function codeLenses(
  session: Session,
  { textDocument }: CodeLensParams,
  token: CancellationToken,
): CodeLens[] | null | Promise<CodeLens[]> {
  if (session.patches.has(textDocument.uri)) return session.patches.lenses(textDocument.uri, token);
  const at = fileOf(session, textDocument);
  if (!at) return null;
  const { resolver, file, convert } = at;
  const { settings } = session;
  const ops = opsNamesIn(resolver, session, file);
  const ioctls = settings.lens.ioctls ? ioctlLenses(resolver, settings.ops, file) : [];
  return [
    ...lenses(resolver, { ...settings, ops }, settings.lens, file).map((each) => convert.lens(shownLens(at, each))),
    ...ioctls.map((each) => convert.ioctlLens(each)),
  ];
}

function shownLens({ tree }: AtFile, lens: Lens): Lens {
  return lens.isOfTree ? { ...lens, title: soFar(tree, lens.title) } : lens;
}

/**
 * `codeLens/resolve`: the lens of an ioctl with what it says. That takes running the ioctl, so only lenses that are seen are
 * asked for it.
 */
export function resolvedLens(session: Session, lens: CodeLens): CodeLens {
  const asked = lens.data as { readonly uri: string; readonly ioctl: string } | undefined;
  const at = asked && fileOf(session, { uri: asked.uri });
  const title = at && ioctlLensTitle(at.resolver, session.settings.ops, at.file, asked.ioctl);
  // The case is gone: an edit is on its way, and new lenses after it.
  if (!asked || !title) return unresolvedLens(lens);
  const subject: GraphSubject = { ioctl: asked.ioctl, ...inTree(session.main, at.tree) };
  return {
    ...lens,
    command: { title: label(soFar(at.tree, title)), command: 'opscope.showGraph', arguments: [subject] },
  };
}

/** A lens that says nothing. */
export function unresolvedLens(lens: CodeLens): CodeLens {
  return { ...lens, command: { title: '', command: '' } };
}
