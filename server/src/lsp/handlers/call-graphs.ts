/** Call graphs, and what ioctls reach. */
import { dotText } from '../../features/graph/dot.ts';
import { type GraphQuestion, graph, namesakes, nameToAsk, noGraph } from '../../features/graph/graph.ts';
import { reach } from '../../features/graph/ioctl-reach.ts';
import { mermaidText } from '../../features/graph/mermaid.ts';
import { memoryTypesOf, picture, withoutTypes } from '../../features/graph/picture.ts';
import { svgText } from '../../features/graph/svg.ts';
import { callItemsAt } from '../../features/hierarchy/items.ts';
import type { GraphAnswer, ReachAnswer } from '../../model/graph-answers.ts';
import type { GraphAtParams, GraphParams, GraphResult, GraphSubject, ReachParams } from '../../protocol/requests.ts';
import type { Session } from '../session.ts';
import { inTree } from '../trees.ts';
import { fileOf, offsetIn } from './at-file.ts';

const FORMS: Readonly<Record<NonNullable<GraphParams['format']>, (graph: GraphAnswer) => string>> = {
  svg: svgText,
  dot: dotText,
  mermaid: mermaidText,
};

/** `opscope/graph`. */
export function graphAnswer(session: Session, params: GraphParams): GraphResult | null {
  const tree = params.tree === undefined ? session.main : session.trees.named(params.tree);
  const question = questionOf(params);
  if (!tree || !question) return null;
  const several = namesakes(tree.resolver(), question);
  const ops = params.ops ?? session.settings.ops;
  const whole =
    several.length > 0 ? noGraph(tree.info) : graph(tree.resolver(), ops, question, params.depth ?? null, tree.info);
  if (!whole) return null;
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

function questionOf({ ioctl, hook, from, to }: GraphSubject): GraphQuestion | null {
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
  return main && reach(main.resolver(), params?.ops ?? settings.ops, main.info);
}
