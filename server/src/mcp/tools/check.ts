/** `check`: what the rules find in the tree, in what changed since a revision, or in a series of patches. */
import * as z from 'zod';
import { checkAnswer, checkText } from '../../cli/check.ts';
import { type OpenTree, UsageError } from '../../cli/io.ts';
import { reviewed } from '../../cli/review.ts';
import { reviewText } from '../../cli/review-text.ts';
import { PLAIN } from '../../cli/style.ts';
import type { CheckAnswer } from '../../features/findings/check.ts';
import type { Snapshot } from '../../index/snapshot.ts';
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
  },
  (tree, { paths = [], base, patch, ops, ...paging }) => {
    const structs = asked(tree, ops).settings.ops;
    if (patch === undefined) return findings(tree, paths, base, structs, paging);
    if (paths.length > 0) throw new UsageError('paths: with patch, what it changes is checked');
    return series(tree, patch, base, structs, paging);
  },
);

async function findings(
  tree: OpenTree,
  paths: readonly string[],
  base: string | undefined,
  ops: readonly string[],
  paging: Paging,
): Promise<Reply> {
  const ask = (): Promise<CheckAnswer> => checkAnswer(tree, { rest: paths, options: { base } }, ops);
  // What a revision is can change while no file does.
  const answer = base === undefined ? await kept(tree.snapshot, JSON.stringify([paths, ops]), ask) : await ask();
  const { items, page } = paged(answer.findings, paging);
  const part = { ...answer, findings: items };
  return reply(part, page, [checkText(part, PLAIN).trimEnd()], tree);
}

/** Findings of a state of the tree: the next part of them is asked for with the same question. */
const KEPT = new WeakMap<Snapshot, Map<string, CheckAnswer>>();

async function kept(snapshot: Snapshot, key: string, ask: () => Promise<CheckAnswer>): Promise<CheckAnswer> {
  const known = KEPT.get(snapshot) ?? new Map<string, CheckAnswer>();
  KEPT.set(snapshot, known);
  const answer = known.get(key) ?? (await ask());
  known.set(key, answer);
  return answer;
}

async function series(
  tree: OpenTree,
  patch: string,
  onto: string | undefined,
  ops: readonly string[],
  paging: Paging,
): Promise<Reply> {
  const found = await reviewed(given(tree, { patch }), { rest: ['patch'], options: { onto } }, ops);
  if (!found) throw new UsageError('patch: no patch in it');
  const { answer } = found.reviewed;
  const { items, page } = paged(answer.patches, paging);
  const part = { ...answer, patches: items };
  return reply(part, page, [reviewText(part, PLAIN).trimEnd()], tree);
}
