/** `opscope.explainText` and `opscope.linkText`: what a hover says, as text, and the address of a line on the web. */
import { explanationText } from '../../cli/texts/explanation.ts';
import { briefly } from '../../features/editor/brief.ts';
import { asText, type ExplanationText, explain } from '../../features/editor/explain.ts';
import { explainHeldCall, heldCallAt } from '../../features/editor/held-call.ts';
import { whatMayBeMeant } from '../../features/names-there-are.ts';
import { webLink } from '../../features/web-link.ts';
import type { Session } from '../session.ts';
import type { Tree } from '../tree.ts';
import { cursorOf, fileOf, offsetIn } from './at-file.ts';
import { failed, mainTree, type TextArguments } from './text-arguments.ts';

/** What is known of a name, or of what the cursor is on. Throws what a person is told where there is nothing. */
export function explainText(session: Session, asked: TextArguments): string {
  const found = asked.textDocument ? atCursor(session, asked) : named(session, asked);
  return found.map((each) => `${explanationText(each)}`).join('');
}

function named(session: Session, { name }: TextArguments): readonly ExplanationText[] {
  if (typeof name !== 'string') throw failed('name a hook, a function, a table or an ioctl');
  const resolver = mainTree(session).resolver();
  const found = explain(resolver, session.settings, name);
  if (found.length > 0) return found;
  throw failed(`${name} is not in this tree${whatMayBeMeant(resolver, session.settings.ops, name)}`);
}

function atCursor(session: Session, { textDocument, position }: TextArguments): readonly ExplanationText[] {
  if (!textDocument || !position) throw failed('name a textDocument and a position');
  const at = cursorOf(session, { textDocument, position });
  if (at) return [asText(briefly(at.target, at.file, session.settings))];
  const inFile = fileOf(session, textDocument);
  const call = inFile && heldCallAt(inFile.resolver, inFile.file, offsetIn(inFile, position));
  if (call) return [asText(explainHeldCall(call))];
  throw failed('nothing that opscope knows is at the cursor');
}

/** The address of the line that the cursor is in, or of a line of a file of the tree. */
export function linkText(session: Session, { textDocument, position, file, line }: TextArguments): string {
  const { link } = session.settings;
  if (typeof file === 'string') return addressIn(mainTree(session), link, file, Number(line) || 1);
  if (!textDocument) throw failed('name a file, or a textDocument and a position');
  const found = session.trees.of(textDocument.uri);
  if (!found) throw failed('this file is not in a Linux kernel tree');
  return addressIn(found.tree, link, found.path, (position?.line ?? 0) + 1);
}

function addressIn({ info }: Tree, template: string, path: string, line: number): string {
  return webLink(template, info.version, path, line);
}
