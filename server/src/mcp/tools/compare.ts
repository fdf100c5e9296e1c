/** `compare`: two states of the tree, or two series on it, claim by claim. */
import * as z from 'zod';
import { didYouMean } from '../../base/nearest.ts';
import { compared } from '../../cli/compare.ts';
import { compareText, evidenceText } from '../../cli/compare-text.ts';
import { type OpenTree, UsageError } from '../../cli/io.ts';
import { DEFAULT_OPS } from '../../cli/options.ts';
import { PLAIN } from '../../cli/style.ts';
import { COMPARE_GROUPS, type CompareAnswer, type CompareMetric } from '../../model/compare-answers.ts';
import { keyOf } from '../kept.ts';
import { NAME, OPS } from '../names.ts';
import { shapeOf } from '../output-schemas.ts';
import { PAGING, type Paging, paged } from '../page.ts';
import { given, PATCH } from '../patches.ts';
import { type Reply, reply, takes, tool } from '../tool.ts';

const SIDE = NAME.describe(
  '`.` for the tree as it is, a revision, or NAME@SIDE: a series of `patches` on one of those.',
);

export const compareTool = tool(
  {
    name: 'compare',
    title: 'Compare two proposals',
    description:
      'Two states of the tree side by side, counted claim by claim: size, hooks, what a new type takes, exports, page tables in the core, dispatches, reach, findings. Hooks and ioctls that are the same on both sides are left out; evidence lists what is behind one row.',
    input: takes({
      a: SIDE,
      b: SIDE,
      base: SIDE.optional().describe('A third side, that both came from.'),
      patches: z
        .record(NAME, PATCH)
        .optional()
        .describe('Texts of series, by names for sides: {"v2": "From ..."} for v2@HEAD.'),
      only: z
        .array(z.enum(COMPARE_GROUPS))
        .max(COMPARE_GROUPS.length)
        .optional()
        .describe('Groups of rows; all when left out.'),
      type: NAME.optional().describe('The memory type that the rows on a new type are about.'),
      evidence: NAME.optional().describe('The id of one row: all that was counted for it.'),
      ...OPS,
      ...PAGING,
    }),
    output: shapeOf('compare'),
    // The rows that are told with all that was counted are of the same comparison.
    async same(tree, { offset: _, limit: __, evidence: ___, ...question }) {
      const { a, b, base = '.', patches = {} } = question;
      return keyOf(
        tree,
        question,
        [a, b, base].map((side) => ontoIn(side, Object.keys(patches))),
      );
    },
  },
  async (tree, { a, b, base, patches = {}, only, type, ops }) => {
    const options = { base, for: type, ...(only ? { only: only.join() } : {}) };
    const structs = ops === undefined ? DEFAULT_OPS : [ops];
    return (await compared(given(tree, patches), { rest: [a, b], options }, structs)).answer;
  },
  (answer, { evidence, ...paging }, tree) => {
    return evidence === undefined ? overview(answer, paging, tree) : rowOf(answer, evidence, paging, tree);
  },
);

/** What a side is made of: behind the name of one of the series that come with the question, or as it is written. */
function ontoIn(side: string, series: readonly string[]): string {
  const name = series.find((each) => side.startsWith(`${each}@`));
  return name === undefined ? side : side.slice(name.length + 1);
}

/** So many things that were counted are told of a row in the overview. */
const FEW = 5;

/** As many of each other list. */
const MANY = 60;

function overview(answer: CompareAnswer, paging: Paging, tree: OpenTree): Reply {
  const { items, page } = paged(answer.metrics.map(shortened), paging);
  const { hooks, reach, findings } = answer;
  const [differing, reached] = [hooks, reach].map((all) => all.filter(({ change }) => change !== 'same'));
  const lists = { hooks: differing?.length ?? 0, reach: reached?.length ?? 0, introduced: findings.introduced.length };
  const cuts = Object.entries(lists).flatMap(([name, count]) =>
    count > MANY ? [`${count - MANY} of the ${name} are left out: ask for fewer groups with only`] : [],
  );
  const part: CompareAnswer = {
    ...answer,
    metrics: items,
    hooks: hooks.filter(({ change }) => change !== 'same').slice(0, MANY),
    reach: reach.filter(({ change }) => change !== 'same').slice(0, MANY),
    findings: {
      ...findings,
      introduced: findings.introduced.slice(0, MANY),
      removed: findings.removed.slice(0, MANY),
    },
    notes: [...answer.notes, SHORT, ...cuts],
  };
  return reply(part, page, [compareText(part, PLAIN).trimEnd()], tree);
}

const SHORT = `of each row ${FEW} things that were counted are told, and of hooks and reach those that differ: evidence has all of a row`;

function shortened(metric: CompareMetric): CompareMetric {
  const values = Object.entries(metric.values).map(([name, { value, items }]) => {
    return [name, { value, items: items.slice(0, FEW) }] as const;
  });
  return { ...metric, values: Object.fromEntries(values) };
}

/** One row with all that was counted for it, in parts. */
function rowOf(answer: CompareAnswer, id: string, paging: Paging, tree: OpenTree): Reply {
  const metric = answer.metrics.find((each) => each.id === id);
  if (!metric) {
    const ids = answer.metrics.map((each) => each.id);
    throw new UsageError(`evidence ${id}: there is no such row${didYouMean(id, ids)}`);
  }
  const all = Object.entries(metric.values).flatMap(([side, { items }]) => items.map((item) => ({ side, item })));
  const { items, page } = paged(all, paging);
  const values = Object.entries(metric.values).map(([name, { value }]) => {
    const own = items.filter(({ side }) => side === name).map(({ item }) => item);
    return [name, { value, items: own }] as const;
  });
  const row = { ...metric, values: Object.fromEntries(values) };
  const none = { hooks: [], reach: [], findings: { ...answer.findings, introduced: [], removed: [] } };
  return reply({ ...answer, ...none, metrics: [row] }, page, [evidenceText(row, PLAIN).trimEnd()], tree);
}
