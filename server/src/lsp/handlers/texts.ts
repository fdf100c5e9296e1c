/** Answers as plain text, for editors that run commands and know none of our requests: into a buffer of their own, or a mail. */
import type { CancellationToken } from 'vscode-languageserver';
import { folded } from '../../cli/texts/folded.ts';
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
  'opscope.matrixText': answering(matrixTexts),
  'opscope.graphText': answering(graphText),
  'opscope.reachText': answering(reachTexts),
  'opscope.explainText': answering(explainText),
  'opscope.linkText': (session, given) => linkText(session, argumentsIn(given)),
};

type Text = (session: Session, asked: TextArguments, token: CancellationToken) => string | Promise<string>;

/** Where a width is asked for, no line is wider that has a blank to divide it at. */
function answering(text: Text): Handler<unknown, string> {
  return onWholeTree(async (session, given, token) => {
    const asked = argumentsIn(given);
    const answer = await text(session, asked, token);
    const width = widthIn(asked);
    return width === null ? answer : folded(answer, width);
  });
}

function widthIn({ width }: TextArguments): number | null {
  const given = Number(width);
  return given > 0 ? given : null;
}

function matrixTexts(session: Session, asked: TextArguments): string {
  const { ops, name } = asked;
  const tree = mainTree(session);
  const resolver = tree.resolver();
  const names = opsIn(session, resolver, ops ?? name);
  const output = { colour: false, width: widthIn(asked) ?? WIDTH };
  const texts = names.map((each) => `${matrixText(matrix(resolver.ops(each), tree.info), output)}\n`);
  return texts.join('\n');
}

function reachTexts(session: Session, asked: TextArguments): string {
  const { ops, name } = asked;
  const tree = mainTree(session);
  const resolver = tree.resolver();
  const answer = reach(resolver, opsIn(session, resolver, ops ?? name), tree.info);
  return `${reachText(answer, { width: widthIn(asked) ?? Number.POSITIVE_INFINITY })}`;
}
