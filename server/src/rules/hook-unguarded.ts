/** A hook that some table leaves unset is called where nothing checks it. */
import type { Body } from '../resolve/graph/bodies.ts';
import { Reach } from '../resolve/graph/reach.ts';
import { rootsOf } from '../resolve/graph/roots.ts';
import type { Site } from '../resolve/graph/sites.ts';
import type { OpsIndex } from '../resolve/ops.ts';
import type { OpsTable } from '../resolve/tables.ts';
import { evidenceAt, type Raised, type Rule } from './rule.ts';
import { assume, groups, isNamed, isSet, typeOf } from './tables.ts';

/** How often functions are run for one struct; structs that half the kernel fills have more ways than can be tried. */
const MAX_RUNS = 60;

export const hookUnguarded: Rule = {
  id: 'hook-unguarded',
  severity: 'warning',
  title: 'A hook that some table leaves unset is called unchecked',
  *find({ ops }) {
    for (const each of ops) yield* inOps(each);
  },
};

/** A call that can jump to NULL. */
interface Unguarded {
  readonly site: Site;
  readonly field: string;
  readonly tables: Set<OpsTable>;
  /** A function from which the call is reached so. */
  readonly from: Body;
}

function* inOps(ops: OpsIndex): Iterable<Raised> {
  if (ops.definition() === null) return;
  const reach = Reach.of(ops.resolver, [ops.name]);
  const sites = reach.sites.all.filter(({ call }) => !call.guarded);
  const found = new Map<string, Unguarded>();
  const trials: Trials = { reach, ops, sites, found, left: MAX_RUNS };
  for (const field of new Set(sites.flatMap((site) => site.fields))) {
    const named = ops.tables().filter(isNamed);
    const unset = named.filter((table) => !isSet(table, field));
    // What is set at run time is in no table.
    const assigned = ops.uses().assignments.some((each) => each.field === field);
    if (unset.length === 0 || assigned) continue;
    const ways = sites.filter((site) => site.fields.includes(field));
    const roots = trials.left > 0 ? rootsOf(reach, ways) : null;
    if (roots === null) continue;
    for (const tables of groups(ops, unset)) tryTables(trials, tables, roots);
    // A mapping whose table has the hook may be given a table by name that has not.
    for (const tables of groups(
      ops,
      named.filter((table) => !unset.includes(table)),
    ))
      tryTables(trials, tables, roots);
  }
  for (const each of [...found.values()].sort((a, b) => a.site.call.at - b.site.call.at)) yield raised(ops, each);
}

/** What is tried, and what came of it. */
interface Trials {
  readonly reach: Reach;
  readonly ops: OpsIndex;
  readonly sites: readonly Site[];
  readonly found: Map<string, Unguarded>;
  left: number;
}

/** Runs the roots for a mapping with one of the tables, and notes where they call what is unset. */
function tryTables(trials: Trials, tables: readonly OpsTable[], roots: readonly Body[]): void {
  if (tables.length === 0 || trials.left-- <= 0) return;
  const { reach, ops, sites, found } = trials;
  const assumption = assume(ops, tables, true);
  const interpreter = reach.assuming(assumption);
  for (const root of roots) {
    const before = assumption.nullCalls.length;
    interpreter.run(root, []);
    const fresh = assumption.nullCalls.slice(before);
    // Tables differ in what else they fill, and so in which way they take.
    if (tables.length > 1 && fresh.some(({ table }) => tables.includes(table))) {
      for (const table of tables) tryTables(trials, [table], roots);
      return;
    }
    for (const { file, at, field, table } of fresh) {
      const site = sites.find(({ call }) => call.file === file && call.at === at);
      if (!site) continue;
      const key = `${file.path}:${at}:${field}`;
      const known = found.get(key) ?? { site, field, tables: new Set(), from: root };
      known.tables.add(table);
      found.set(key, known);
    }
  }
}

function raised(ops: OpsIndex, { site, field, tables, from }: Unguarded): Raised {
  const { call } = site;
  const types = [...tables].map((table) => typeOf(ops, table));
  const way = from.file === call.file && from.fn.at <= call.at && call.at < from.fn.end;
  return {
    message:
      `${call.inFunction}() calls ${field} without a check, but ${types.join(', ')} ` +
      `${types.length === 1 ? 'leaves' : 'leave'} it unset: the call would jump to NULL. ` +
      'Check the hook first, or make every table fill it.',
    file: call.file,
    at: call.at,
    end: call.end,
    function: call.inFunction,
    evidence: [
      ...[...tables].map((table) => evidenceAt(`${table.name} leaves ${field} unset`, table.file, table.at)),
      ...(way ? [] : [evidenceAt(`nothing checks it on a way from ${from.name}()`, from.file, from.fn.nameAt)]),
    ],
  };
}
