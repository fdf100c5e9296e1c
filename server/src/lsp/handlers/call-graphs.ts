/** Call graphs and reach over the protocol. */
import type { Connection } from 'vscode-languageserver/node';
import { dotText } from '../../features/graph/dot.ts';
import { type GraphQuestion, graph, namesakes, nameToAsk, noGraph } from '../../features/graph/graph.ts';
import { reach } from '../../features/graph/ioctl-reach.ts';
import { mermaidText } from '../../features/graph/mermaid.ts';
import { memoryTypesOf, picture, withoutTypes } from '../../features/graph/picture.ts';
import { svgText } from '../../features/graph/svg.ts';
import { callItemsAt } from '../../features/hierarchy/items.ts';
import type { GraphAnswer, ReachAnswer } from '../../model/graph-answers.ts';
import type { GraphAtParams, GraphParams, GraphResult, GraphSubject, ReachParams } from '../../protocol/requests.ts';
import { cancellable } from '../route.ts';
import type { Session } from '../session.ts';
import { inTree } from '../trees.ts';

/** Registers the requests about graphs. `session` is null until the server is initialised. */
export function answerGraphs(connection: Connection, session: () => Session | null): void {
  connection.onRequest(
    'opscope/graph',
    cancellable((params: GraphParams) => graphResult(session(), params)),
  );
  connection.onRequest(
    'opscope/graphAt',
    cancellable((params: GraphAtParams) => subjectAt(session(), params)),
  );
  connection.onRequest(
    'opscope/reach',
    cancellable((params: ReachParams | null) => reachAnswer(session(), params?.ops)),
  );
}

const FORMS: Readonly<Record<NonNullable<GraphParams['format']>, (graph: GraphAnswer) => string>> = {
  svg: svgText,
  dot: dotText,
  mermaid: mermaidText,
};

function graphResult(session: Session | null, params: GraphParams): GraphResult | null {
  const tree = params.tree === undefined ? session?.main : session?.trees.at(params.tree);
  const question = questionOf(params);
  if (!session || !tree || !question) return null;
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

/** What a graph of a position is about: the ioctl of the case, the hook, or what the function calls. */
function subjectAt(session: Session | null, { textDocument, position }: GraphAtParams): GraphSubject | null {
  const found = session?.trees.of(textDocument.uri);
  const resolver = found?.tree.resolver();
  const file = found && resolver?.snapshot.file(found.path);
  if (!session || !resolver || !file) return null;
  const [item] = callItemsAt(resolver, session.settings, file, session.positions.offset(file, position));
  const tree = inTree(session.main, found.tree);
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

function reachAnswer(session: Session | null, ops: readonly string[] | undefined): ReachAnswer | null {
  const tree = session?.main;
  return session && tree ? reach(tree.resolver(), ops ?? session.settings.ops, tree.info) : null;
}
