/** Call graphs, and what ioctls reach. */
import type { CancellationToken } from 'vscode-languageserver';
import { dotText } from '../../features/graph/dot.ts';
import { type GraphQuestion, graph, namesakes, nameToAsk, noGraph } from '../../features/graph/graph.ts';
import { graphDifference } from '../../features/graph/graph-difference.ts';
import { reach } from '../../features/graph/ioctl-reach.ts';
import { mermaidText } from '../../features/graph/mermaid.ts';
import { memoryTypesOf, picture, withoutTypes } from '../../features/graph/picture.ts';
import { svgText } from '../../features/graph/svg.ts';
import { callItemsAt } from '../../features/hierarchy/items.ts';
import type { GraphAnswer, ReachAnswer } from '../../model/graph-answers.ts';
import type { GraphAtParams, GraphParams, GraphResult, GraphSubject, ReachParams } from '../../protocol/requests.ts';
import { Resolver } from '../../resolve/ops/ops.ts';
import { worked } from '../cancellation.ts';
import type { Session } from '../session.ts';
import { inTree } from '../trees.ts';
import { fileOf, offsetIn } from './at-file.ts';

const FORMS: Readonly<Record<NonNullable<GraphParams['format']>, (graph: GraphAnswer) => string>> = {
  svg: svgText,
  dot: dotText,
  mermaid: mermaidText,
};

/** `opscope/graph`. */
export function graphAnswer(
  session: Session,
  params: GraphParams,
  token: CancellationToken,
): GraphResult | null | Promise<GraphResult | null> {
  const tree = params.tree === undefined ? session.main : session.trees.named(params.tree);
  const question = questionOf(params);
  if (!tree || !question) return null;
  if (params.sides) return differenceOf(session, params.sides, question, params, token);
  const several = namesakes(tree.resolver(), question);
  const ops = params.ops ?? session.settings.ops;
  const whole =
    several.length > 0 ? noGraph(tree.info) : graph(tree.resolver(), ops, question, params.depth ?? null, tree.info);
  return whole && resultOf(whole, params, several);
}

/** The graphs of two sides as one; null where neither has anything of the name. */
async function differenceOf(
  session: Session,
  { a, b }: NonNullable<GraphParams['sides']>,
  question: GraphQuestion,
  params: GraphParams,
  token: CancellationToken,
): Promise<GraphResult | null> {
  const ops = params.ops ?? session.settings.ops;
  const sides = [await session.sides.get(session, a, token), await session.sides.get(session, b, token)] as const;
  return worked(token, () => {
    const [before, after] = sides.map(({ snapshot, tree }) =>
      graph(Resolver.of(snapshot), ops, question, params.depth ?? null, tree),
    );
    if (!before && !after) return null;
    const [one, other] = [before ?? noGraph(sides[0].tree), after ?? noGraph(sides[1].tree)];
    return resultOf(graphDifference(one, other, [sides[0].name, sides[1].name]), params, []);
  });
}

/** A graph as a panel shows it. */
function resultOf(whole: GraphAnswer, params: GraphParams, several: GraphResult['namesakes']): GraphResult {
  const shown = withoutTypes(whole, params.hide ?? []);
  const text = params.format === undefined ? null : FORMS[params.format](shown);
  return {
    graph: shown,
    picture: picture(shown, params.room ?? null),
    memoryTypes: memoryTypesOf(whole),
    namesakes: several,
    text,
  };
}

/** The question that a subject is; null where it says none. */
export function questionOf({ ioctl, hook, from, to }: GraphSubject): GraphQuestion | null {
  if (ioctl !== undefined) return { k: 'ioctl', name: ioctl };
  if (hook !== undefined) return { k: 'hook', name: hook };
  if (from !== undefined) return { k: 'from', name: from };
  return to === undefined ? null : { k: 'to', name: to };
}

/** `opscope/graphAt`: the ioctl of the case, the hook, or what the function calls. */
export function graphSubject(session: Session, { textDocument, position }: GraphAtParams): GraphSubject | null {
  const at = fileOf(session, textDocument);
  if (!at) return null;
  const { resolver, file } = at;
  const [item] = callItemsAt(resolver, session.settings, file, offsetIn(at, position));
  const tree = inTree(session.main, at.tree);
  switch (item?.kind) {
    case undefined:
      return null;
    case 'ioctl':
      return { ioctl: item.name, ...tree };
    case 'hook':
      return { hook: item.name, ...tree };
    case 'function':
      return { from: nameToAsk(resolver, item.name, item.at.file), ...tree };
  }
}

/** `opscope/reach`. */
export function reachAnswer({ main, settings }: Session, params: ReachParams | null): ReachAnswer | null {
  return main && reach(main.resolver(), params?.ops ?? settings.ops, main.info, params?.async === true);
}
