/** `check`: what the rules find in the tree, in what changed since a revision, or in a series of patches. */
import * as z from 'zod';
import { checkAnswer, checkText } from '../../cli/check.ts';
import { type OpenTree, UsageError } from '../../cli/io.ts';
import { reviewed } from '../../cli/review.ts';
import { reviewText } from '../../cli/review-text.ts';
import { PLAIN } from '../../cli/style.ts';
import type { CheckAnswer } from '../../features/findings/check.ts';
import type { ReviewAnswer } from '../../model/review-answers.ts';
import { keyOf } from '../kept.ts';
import { asked, NAME, OPS } from '../names.ts';
import { shapeOfOne } from '../output-schemas.ts';
import { PAGING, type Paging, paged } from '../page.ts';
import { given, PATCH } from '../patches.ts';
import { type Reply, reply, takes, tool } from '../tool.ts';
import { PATH } from './modules.ts';

export const checkTool = tool(
  {
    name: 'check',
    title: 'Check the contracts of ops tables',
    description:
      'What the rules find: page-table internals in modules, hooks called unchecked, tables without what they need, each with evidence. With base, what changed since then brings and takes away; with patch, the same of each patch of a series, applied in memory. The resources opscope://rules/RULE explain the rules.',
    input: takes({
      paths: z.array(PATH).max(100).optional().describe('Files and folders of the tree; all of it when left out.'),
      base: NAME.optional().describe('A revision: what changed since, or, with patch, what it is applied to.'),
      patch: PATCH.optional().describe('The text of a mailbox, a mail, or a diff.'),
      ...OPS,
      ...PAGING,
    }),
    output: shapeOfOne(['check', 'review']),
    async same(tree, { offset: _, limit: __, ...question }) {
      // A series may name a commit, which may be fetched meanwhile.
      if (question.patch !== undefined) return null;
      const { base } = question;
      return keyOf(tree, question, base === undefined ? [] : [base, 'HEAD']);
    },
  },
  async (tree, { paths = [], base, patch, ops }): Promise<CheckAnswer | ReviewAnswer> => {
    const structs = asked(tree, ops).settings.ops;
    if (patch === undefined) return checkAnswer(tree, { rest: paths, options: { base } }, structs);
    if (paths.length > 0) throw new UsageError('paths: with patch, what it changes is checked');
    return series(tree, patch, base, structs);
  },
  (answer, paging, tree) => ('findings' in answer ? findings(answer, paging, tree) : steps(answer, paging, tree)),
);

function findings(answer: CheckAnswer, paging: Paging, tree: OpenTree): Reply {
  const { items, page } = paged(answer.findings, paging);
  const part = { ...answer, findings: items };
  return reply(part, page, [checkText(part, PLAIN).trimEnd()], tree);
}

async function series(
  tree: OpenTree,
  patch: string,
  onto: string | undefined,
  ops: readonly string[],
): Promise<ReviewAnswer> {
  const found = await reviewed(given(tree, { patch }), { rest: ['patch'], options: { onto } }, ops);
  if (!found) throw new UsageError('patch: no patch in it');
  return found.reviewed.answer;
}

function steps(answer: ReviewAnswer, paging: Paging, tree: OpenTree): Reply {
  const { items, page } = paged(answer.patches, paging);
  const part = { ...answer, patches: items };
  return reply(part, page, [reviewText(part, PLAIN).trimEnd()], tree);
}
