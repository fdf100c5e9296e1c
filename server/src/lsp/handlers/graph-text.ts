/** `opscope.graphText`: a call graph as text, of what is named or of what the cursor is on. */
import type { CancellationToken } from 'vscode-languageserver';
import { treeText } from '../../cli/texts/graph.ts';
import { type GraphQuestion, graph, namesakes } from '../../features/graph/graph.ts';
import { whatMayBeMeant } from '../../features/names-there-are.ts';
import type { GraphSubject } from '../../protocol/requests.ts';
import type { Resolver } from '../../resolve/ops/ops.ts';
import type { Session } from '../session.ts';
import { soonest } from '../whole-tree.ts';
import { graphSubject, questionOf } from './call-graphs.ts';
import { failed, mainTree, opsIn, type TextArguments } from './text-arguments.ts';

const WHAT = 'an ioctl, a hook or a function';

/** The text. Throws what a person is told where there is none. */
export async function graphText(session: Session, asked: TextArguments, token: CancellationToken): Promise<string> {
  const main = mainTree(session);
  const subject = await subjectOf(session, asked, token);
  const tree = subject.tree === undefined ? main : (session.trees.named(subject.tree) ?? main);
  const resolver = tree.resolver();
  const ops = opsIn(session, resolver, asked.ops);
  const depth = typeof asked.depth === 'number' ? asked.depth : null;
  const questions = questionsOf(subject, asked.name);
  for (const question of questions) {
    const answer = graph(resolver, ops, only(resolver, question), depth, tree.info);
    if (answer) return `${treeText(answer)}`;
  }
  const name = `${questions[0]?.name}`;
  throw failed(`${WHAT} called ${name} is not in this tree${whatMayBeMeant(resolver, ops, name)}`);
}

/** A question that is about one thing. Throws where it can be about several. */
function only(resolver: Resolver, question: GraphQuestion): GraphQuestion {
  const several = namesakes(resolver, question).map((each) => `${each.file}:${each.function}`);
  if (several.length === 0) return question;
  throw failed(`${several.length} functions are called ${question.name}; name one of ${several.join(', ')}`);
}

async function subjectOf(session: Session, asked: TextArguments, token: CancellationToken): Promise<GraphSubject> {
  const { textDocument, position } = asked;
  if (!textDocument || !position) return asked;
  const subject = await soonest(graphSubject)(session, { textDocument, position }, token);
  if (subject) return subject;
  throw failed(`${WHAT} is not at the cursor`);
}

/** What the subject says that it is; a bare name is whichever there is. */
function questionsOf(subject: GraphSubject, name: unknown): readonly GraphQuestion[] {
  const question = questionOf(subject);
  if (question) return [question];
  if (typeof name !== 'string') throw failed(`name ${WHAT}`);
  return (['ioctl', 'hook', 'from'] as const).map((k) => ({ k, name }));
}
