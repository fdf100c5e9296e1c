/** Answers as plain text, for editors that run commands and know none of our requests: into a buffer of their own, or a mail. */
import { matrixText } from '../../cli/texts/matrix.ts';
import { reachText } from '../../cli/texts/reach.ts';
import { reach } from '../../features/graph/ioctl-reach.ts';
import { matrix } from '../../features/tables/matrix.ts';
import type { Handler } from '../route.ts';
import type { Session } from '../session.ts';
import { onWholeTree } from '../whole-tree.ts';
import { explainText, linkText } from './cursor-texts.ts';
import { graphText } from './graph-text.ts';
import { argumentsIn, mainTree, opsIn, type TextArguments } from './text-arguments.ts';

/** As wide as a terminal that does not say how wide it is. */
const WIDTH = 120;

/** The commands, by name. */
export const TEXTS: Readonly<Record<string, Handler<unknown, string>>> = {
  'opscope.matrixText': onWholeTree((session, given) => matrixTexts(session, argumentsIn(given))),
  'opscope.graphText': onWholeTree((session, given, token) => graphText(session, argumentsIn(given), token)),
  'opscope.reachText': onWholeTree((session, given) => reachTexts(session, argumentsIn(given))),
  'opscope.explainText': onWholeTree((session, given) => explainText(session, argumentsIn(given))),
  'opscope.linkText': (session, given) => linkText(session, argumentsIn(given)),
};

function matrixTexts(session: Session, { ops, name, width = WIDTH }: TextArguments): string {
  const tree = mainTree(session);
  const names = opsIn(ops ?? name) ?? session.settings.ops;
  const output = { colour: false, width: Number(width) || WIDTH };
  const texts = names.map((each) => `${matrixText(matrix(tree.resolver().ops(each), tree.info), output)}\n`);
  return texts.join('\n');
}

function reachTexts(session: Session, { ops, name }: TextArguments): string {
  const tree = mainTree(session);
  return `${reachText(reach(tree.resolver(), opsIn(ops ?? name) ?? session.settings.ops, tree.info))}`;
}
