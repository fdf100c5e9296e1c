/** Two sides set beside each other, group by group; with a base, each is held against that. */
import { checkpoint } from '../../base/checkpoint.ts';
import { atOnce, type Steps } from '../../base/steps.ts';
import { SCHEMA } from '../../model/answers.ts';
import {
  COMPARE_GROUPS,
  type CompareAnswer,
  type CompareGroup,
  type CompareMetric,
  type CompareSide,
  type CompareValue,
  type CompareWay,
} from '../../model/compare-answers.ts';
import { compareHooks, sameHook } from './compare-hooks.ts';
import { core } from './core.ts';
import { differences } from './differences.ts';
import { dispatch } from './dispatch.ts';
import { exports_ } from './exports.ts';
import { Facts, order, type Side } from './facts.ts';
import { compareFindings, findingRows } from './findings.ts';
import { hooks } from './hooks.ts';
import { newType } from './new-type.ts';
import { pageTables } from './page-tables.ts';
import { compareReach, reachRows } from './reach.ts';
import type { Against, Group, Row } from './rows.ts';
import { size } from './size.ts';

const GROUPS: readonly Group[] = [size, hooks, newType, exports_, pageTables, core, dispatch, reachRows, findingRows];

/** What is asked of a comparison. */
export interface CompareQuery {
  readonly ops: string;
  /** The memory type that it is about; null for all. */
  readonly type: string | null;
  readonly groups: readonly CompareGroup[];
}

/** Compares two sides. */
export function compare(sides: readonly [Side, Side], base: Side | null, query: CompareQuery): CompareAnswer {
  return atOnce(compareSteps(sides, base, query));
}

/** The same in steps: a group of rows of one side is one. */
export function* compareSteps(
  sides: readonly [Side, Side],
  base: Side | null,
  query: CompareQuery,
): Steps<CompareAnswer> {
  const [a, b] = sides.map((side) => new Facts(side, query.ops, query.type));
  if (!a || !b) throw new Error('two sides are compared');
  const from = base && new Facts(base, query.ops, query.type);
  const asked = GROUPS.filter(({ name }) => query.groups.includes(name));
  const againstA = against(a, from ?? b);
  yield;
  const againstB = against(b, from ?? a);
  const columns: [Facts, ReadonlyMap<string, Asked>][] = [
    [a, yield* rowsOf(asked, a, againstA)],
    [b, yield* rowsOf(asked, b, againstB)],
  ];
  if (from) columns.push([from, yield* rowsOf(asked, from, null)]);
  const has = (group: CompareGroup): boolean => query.groups.includes(group);
  const answer = {
    schema: SCHEMA,
    ops: query.ops,
    sides: [a, b].map(({ side }) => sideOf(side)),
    base: base && sideOf(base),
    metrics: metrics(columns),
    hooks: has('hooks') ? compareHooks(from ? [a, b, from] : [a, b]) : [],
    reach: has('reach') ? compareReach([a, b], from) : [],
    findings: has('findings') ? compareFindings([a, b], from) : { introduced: [], removed: [], same: 0 },
    notes: notes(from ? [a, b, from] : [a, b], [againstA, againstB]),
  };
  return { ...answer, same: isSame(answer, [a.name, b.name]) };
}

function sideOf({ name, tree, rev, applied }: Side): CompareSide {
  return { name, tree, rev, applied };
}

function against(facts: Facts, other: Facts): Against {
  return { facts: other, differences: differences(facts, other) };
}

type Asked = Row & { readonly group: CompareGroup };

function* rowsOf(groups: readonly Group[], facts: Facts, other: Against | null): Steps<ReadonlyMap<string, Asked>> {
  const rows = new Map<string, Asked>();
  for (const group of groups) {
    checkpoint(() => `comparing: ${group.name} of ${facts.name}`);
    for (const row of group.rows(facts, other)) rows.set(row.id, { ...row, group: group.name });
    yield;
  }
  return rows;
}

/** The rows of all columns, in the order of the groups, rows of one group as they came first and those of single types or ioctls by name. */
function metrics(columns: readonly (readonly [Facts, ReadonlyMap<string, Asked>])[]): readonly CompareMetric[] {
  const rows = new Map<string, Asked>();
  for (const [, own] of columns) for (const [id, row] of own) if (!rows.has(id)) rows.set(id, row);
  const place = ({ group }: Asked): number => COMPARE_GROUPS.indexOf(group);
  return [...rows.values()]
    .sort((a, b) => place(a) - place(b) || order(a.id, b.id))
    .map(({ id, group, claim }) => ({
      id,
      group,
      claim,
      values: Object.fromEntries(
        columns.flatMap(([{ name }, own]) => {
          const row = own.get(id);
          return row ? [[name, valueIn(row)] as const] : [];
        }),
      ),
    }));
}

function valueIn({ value, items }: Row): CompareValue {
  return { value: value ?? items.length, items };
}

/** What a reader should know of the comparison itself. */
function notes(all: readonly Facts[], held: readonly Against[]): readonly string[] {
  const versions = all.map(({ side }) => side.tree.version);
  const told = all.map(({ name }, i) => `${name} ${versions[i] || 'no version'}`).join(', ');
  const without = all.filter(({ hasStruct }) => !hasStruct);
  return [
    ...(new Set(versions).size > 1
      ? [`The sides are of different versions of Linux (${told}): much of what differs is the version's.`]
      : []),
    ...(held.some(({ differences: { isPart } }) => isPart)
      ? [
          'Sizes and exports are those of the files that the struct is about: between versions nearly every file differs.',
        ]
      : []),
    ...without.map(
      ({ name, ops }) => `${name} has no struct ${ops.name}: its ioctls' direct calls are what is compared.`,
    ),
  ];
}

/** Whether nothing that is counted differs between the two sides. */
function isSame(answer: Omit<CompareAnswer, 'same'>, [a, b]: readonly [string, string]): boolean {
  const isAlike = ({ id, values }: CompareMetric): boolean => {
    // Lines are laid out: what they say is compared by other rows.
    if (id.startsWith('size.own-lines.')) return true;
    const [one, other] = [values[a], values[b]];
    // Held against each other, what differs is told of both: as many lines in as out.
    if (id === 'size.files' && answer.base === null) return one?.value === 0 && other?.value === 0;
    return one !== undefined && other !== undefined && one.value === other.value && messages(one) === messages(other);
  };
  const { findings, base } = answer;
  const ofBoth = base ? [] : [...findings.introduced, ...findings.removed];
  return (
    answer.metrics.every(isAlike) &&
    answer.hooks.every(({ in: { [a]: one, [b]: other } }) => sameHook(one, other)) &&
    answer.reach.every(({ in: { [a]: one, [b]: other } }) => reached(one) === reached(other)) &&
    ofBoth.length === 0
  );
}

/** What was counted, without the lines, which move. */
function messages({ items }: CompareValue): string {
  return [...items.map(({ file, message }) => `${file} ${message}`)].sort(order).join('\n');
}

function reached(way: CompareWay | null | undefined): string {
  return JSON.stringify(way?.targets.map(({ via, function: name, conditions }) => [via, name, conditions]) ?? null);
}
