/** `callers` and `callees`: one step of the call hierarchy, through hooks too. */
import { atOnce } from '../../base/steps.ts';
import type { OpenTree } from '../../cli/io.ts';
import { shown } from '../../cli/shown.ts';
import { callersOf, callsOf } from '../../features/hierarchy/hierarchy.ts';
import type { CallKey, CallStep } from '../../features/hierarchy/items.ts';
import type { Spot } from '../../features/places.ts';
import { SCHEMA } from '../../model/answers.ts';
import { type Asked, asked, callKeys, NAME, OPS } from '../names.ts';
import { rowsOf } from '../output-schemas.ts';
import { PAGING, type Paging, paged } from '../page.ts';
import { type Reply, reply, takes, tool } from '../tool.ts';

const INPUT = takes({
  symbol: NAME.describe(
    'A function (FUNCTION, or FILE:FUNCTION where several have the name), a hook (STRUCT.FIELD), or an ioctl.',
  ),
  ...OPS,
  ...PAGING,
});

interface Input extends Paging {
  readonly symbol: string;
  readonly ops?: string | undefined;
}

export const callersTool = tool(
  {
    name: 'callers',
    title: 'Callers',
    description:
      'What calls a function, directly, through a hook that it fills, or as the case of an ioctl; what dispatches a hook. One step: ask again for the next.',
    input: INPUT,
    output: rowsOf('callStep'),
  },
  (tree, input) => steps(tree, input, ({ resolver, settings }, key) => atOnce(callersOf(resolver, settings, key))),
  part,
);

export const calleesTool = tool(
  {
    name: 'callees',
    title: 'Callees',
    description:
      'What a function calls, directly and through hooks; what fills a hook; what the case of an ioctl runs. One step: ask again for the next.',
    input: INPUT,
    output: rowsOf('callStep'),
  },
  (tree, input) => steps(tree, input, ({ resolver, settings }, key) => callsOf(resolver, settings, key)),
  part,
);

function steps(
  tree: OpenTree,
  { symbol, ops }: Input,
  next: (about: Asked, key: CallKey) => readonly CallStep[],
): readonly Row[] {
  const about = asked(tree, ops);
  return callKeys(about, symbol).flatMap((key) => next(about, key).map(row));
}

type Row = ReturnType<typeof row>;

function part(rows: readonly Row[], paging: Paging, tree: OpenTree): Reply {
  const { items, page } = paged(rows, paging);
  const lines = items.map(({ name, kind, file, line, detail, calls }) => {
    const places = calls.map((each) => `${each.file}:${each.line}`).join(', ');
    return shown`${file}:${line}  ${name}${kind === 'function' ? '()' : ''}  ${detail === file ? '' : detail}  ${places === '' ? '' : `at ${places}`}`.trimEnd();
  });
  const none = page.total === 0 ? ['None in the folders that are read.'] : [];
  return reply({ schema: SCHEMA, tree: tree.tree, rows: items }, page, [...lines, ...none], tree);
}

function row({ item, calls }: CallStep) {
  const { name, kind, detail, at } = item;
  return { kind, name, ...placeOf(at), detail, calls: calls.map(placeOf) };
}

function placeOf({ file, line, column }: Spot) {
  return { file, line, column };
}
