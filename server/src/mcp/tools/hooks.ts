/** `implementations`, `dispatch_sites` and `matrix`: who fills hooks, and who calls through them. */

import { didYouMean } from '../../base/nearest.ts';
import { UsageError } from '../../cli/io.ts';
import { dispatchText } from '../../cli/lists.ts';
import { shown } from '../../cli/shown.ts';
import { PLAIN } from '../../cli/style.ts';
import { matrixText } from '../../cli/texts/matrix.ts';
import { functionSpot } from '../../features/editor/locations.ts';
import { dispatchSites } from '../../features/tables/dispatch-sites.ts';
import { matrix } from '../../features/tables/matrix.ts';
import { SCHEMA } from '../../model/answers.ts';
import type { Implementation, OpsIndex } from '../../resolve/ops/ops.ts';
import { memoryType } from '../../resolve/tables/memory-type.ts';
import { tableCondition } from '../../resolve/tables/table-condition.ts';
import type { OpsTable } from '../../resolve/tables/tables.ts';
import { within } from '../../syntax/conditionals.ts';
import { asked, hookNamed, NAME, OPS, oneStruct } from '../names.ts';
import { rowsOf, shapeOf } from '../output-schemas.ts';
import { PAGING, paged } from '../page.ts';
import { reply, takes, tool } from '../tool.ts';

const HOOK = NAME.describe('The hook: FIELD, or STRUCT.FIELD of any struct.');

export const implementationsTool = tool(
  {
    name: 'implementations',
    title: 'Implementations of a hook',
    description:
      'Every function that fills a hook, by table or at run time: where it is, for which memory type, under which condition.',
    input: takes({ hook: HOOK, ...OPS, ...PAGING }),
    output: rowsOf('implementation'),
  },
  (tree, { hook, ops }) => {
    const about = asked(tree, ops);
    const named = hookNamed(about, hook);
    if (!named) {
      const hooks = about.settings.ops.flatMap((each) => about.resolver.ops(each).hookNames());
      throw new UsageError(`no hook ${hook} in ${about.settings.ops.join(', ')}${didYouMean(hook, hooks)}`);
    }
    const { field } = named;
    return { hook: `${named.ops.name}.${field}`, rows: implementationsOf(named.ops, field) };
  },
  ({ hook, rows }, paging, tree) => {
    const { items, page } = paged(rows, paging);
    const lines = items.map((each) =>
      shown`${each.file}:${each.line}  ${each.function}()  ${each.memoryType ?? `set in ${each.setIn ?? 'a function'}()`}  ${each.table ?? ''}  ${each.slot.file}:${each.slot.line}  ${each.condition ?? ''}`.trimEnd(),
    );
    const none = page.total === 0 ? [shown`Nothing fills ${hook} in the folders that are read.`] : [];
    return reply({ schema: SCHEMA, tree: tree.tree, rows: items }, page, [...lines, ...none], tree);
  },
);

function implementationsOf(ops: OpsIndex, field: string) {
  return ops.implementations(field).map((each) => implementation(ops, field, each));
}

function implementation(ops: OpsIndex, field: string, each: Implementation) {
  const { endColumn: _, ...place } = functionSpot(ops.resolver, each);
  const { table, file, at } = each;
  return {
    struct: ops.name,
    field,
    function: each.function,
    ...place,
    table: table && table.name + table.path,
    memoryType: table && memoryType(table, ops.name),
    setIn: each.inFunction,
    slot: { file: file.path, ...file.point(at) },
    condition: conditionOf(ops, table, at),
  };
}

/** The condition of a table and of the slot in it, as hover tells it; null for none. */
function conditionOf({ resolver }: OpsIndex, table: OpsTable | null, at: number): string | null {
  const slot = table?.slots.find(({ value }) => value.k === 'function' && value.at === at);
  return within(table && tableCondition(resolver.snapshot, table), slot?.condition ?? null);
}

export const dispatchSitesTool = tool(
  {
    name: 'dispatch_sites',
    title: 'Calls through hooks',
    description:
      'Every call through a hook of an ops struct: the function around it, what it can reach, and whether the hook is checked for NULL on the way.',
    input: takes({
      hook: HOOK.optional().describe('One hook (FIELD or STRUCT.FIELD); all hooks of the struct when left out.'),
      ...OPS,
      ...PAGING,
    }),
    output: rowsOf('dispatchSite'),
  },
  (tree, { hook, ops }) => {
    const about = asked(tree, ops);
    const named = hook === undefined ? null : hookNamed(about, hook);
    if (hook !== undefined && !named) {
      const hooks = about.settings.ops.flatMap((each) => about.resolver.ops(each).hookNames());
      throw new UsageError(`no hook ${hook} in ${about.settings.ops.join(', ')}${didYouMean(hook, hooks)}`);
    }
    const structs = named ? [named.ops] : about.settings.ops.map((each) => about.resolver.ops(each));
    return structs.flatMap(dispatchSites).filter(({ field }) => !named || field === named.field);
  },
  (sites, paging, tree) => {
    const { items, page } = paged(sites, paging);
    const lines = items.map((site) => dispatchText(site, PLAIN).trimEnd());
    const none = page.total === 0 ? ['No call in the folders that are read.'] : [];
    return reply({ schema: SCHEMA, tree: tree.tree, rows: items }, page, [...lines, ...none], tree);
  },
);

export const matrixTool = tool(
  {
    name: 'matrix',
    title: 'Hooks by memory types',
    description:
      'All tables of one ops struct: which function is in which hook, what is unset, and where each table is installed.',
    input: takes({ ...OPS, ...PAGING }),
    output: shapeOf('matrix'),
  },
  (tree, { ops }) => matrix(oneStruct(tree, ops), tree.tree),
  (answer, paging, tree) => {
    const { items, page } = paged(answer.tables, paging);
    const part = { ...answer, tables: items };
    return reply(part, page, [matrixText(part, { colour: false, width: WIDTH })], tree);
  },
);

/** A wider matrix is told table by table. */
const WIDTH = 160;
