/** A hook that some table leaves unset is called where nothing checks it. */

import type { Gap } from '../model/gaps.ts';
import { Reach } from '../resolve/graph/reach.ts';
import { Ways } from '../resolve/graph/roots.ts';
import type { Body } from '../resolve/ops/bodies.ts';
import type { OpsIndex } from '../resolve/ops/ops.ts';
import type { Site } from '../resolve/run/sites.ts';
import type { OpsTable } from '../resolve/tables/tables.ts';
import { AssumedRuns, keyOf, type NullCallFrom } from './assumed-runs.ts';
import { nullTables } from './null-table.ts';
import { evidenceAt, inScope, type Raised, type Rule } from './rule.ts';
import { groups, hasManyTables, isSet, manyTables, namedTables, typeOf } from './tables.ts';

/** How often functions are run for one struct; structs that half the kernel fills have more ways than can be tried. */
const MAX_RUNS = 60;

export const hookUnguarded: Rule = {
  id: 'hook-unguarded',
  severity: 'warning',
  title: 'A hook that some table leaves unset is called unchecked',
  precision: 'medium',
  tags: ['ops-table'],
  *find({ ops, paths }) {
    for (const each of ops) {
      if (hasManyTables(each) || each.definition() === null) continue;
      yield* inOps(each, paths);
      yield* nullTables(each);
    }
  },
  leftOut: (scope) => manyTables('hook-unguarded', scope),
};

/** A call that can jump to NULL. */
interface Unguarded {
  readonly site: Site;
  readonly field: string;
  readonly tables: Set<OpsTable>;
  /** A function from which the call is reached so. */
  readonly from: Body;
}

function* inOps(ops: OpsIndex, paths: readonly string[]): Iterable<Raised> {
  if (ops.definition() === null) return;
  const reach = Reach.of(ops.resolver, [ops.name]);
  const sites = reach.sites.all.filter(({ call }) => !call.guarded && inScope(call.file.path, paths));
  const runs = AssumedRuns.of(ops);
  const trials = new Trials(runs, sites);
  for (const field of new Set(sites.flatMap((site) => site.fields))) {
    const named = namedTables(ops);
    const unset = named.filter((table) => !isSet(table, field));
    // What is set at run time is in no table.
    const assigned = ops.uses().assignments.some((each) => each.field === field);
    if (unset.length === 0 || assigned) continue;
    const here = sites.filter((site) => site.fields.includes(field));
    if (trials.isOver) {
      ops.resolver.snapshot.gaps.add(tooManyRuns(ops));
      break;
    }
    const ways = Ways.to(reach, here);
    if (ways === null) continue;
    const set = named.filter((table) => !unset.includes(table));
    // A mapping whose table has the hook may be given a table by name that has not.
    const choices = [...groups(ops, unset), ...groups(ops, set)];
    for (const tables of choices) trials.run(tables, ways.starts);
    if (ways.areIn(runs.entered(ways.starts))) continue;
    const unmet = ways.unmet();
    for (const tables of choices) trials.run(tables, unmet);
  }
  for (const each of trials.found()) yield raised(ops, each);
}

function tooManyRuns({ name }: OpsIndex): Gap {
  const what = `the rule ${hookUnguarded.id}, for struct ${name},`;
  return { k: 'cut', what, file: null, line: null, bound: `${MAX_RUNS} runs of functions` };
}

/** Runs functions for mappings with one table or another, and notes where they call what is unset. */
class Trials {
  readonly #runs: AssumedRuns;
  readonly #sites: readonly Site[];
  readonly #found = new Map<string, Unguarded>();
  /** Hooks have the same roots more often than not: what was run once need not be run again. */
  readonly #done = new Set<string>();

  constructor(runs: AssumedRuns, sites: readonly Site[]) {
    this.#runs = runs;
    this.#sites = sites;
  }

  /** Whether no more can be tried. */
  get isOver(): boolean {
    return this.#done.size >= MAX_RUNS;
  }

  /** In order of their places. */
  found(): readonly Unguarded[] {
    return [...this.#found.values()].sort((a, b) => a.site.call.at - b.site.call.at);
  }

  /** Runs the roots for a mapping with one of the tables. */
  run(tables: readonly OpsTable[], roots: readonly Body[]): void {
    const key = keyOf(tables, roots);
    if (tables.length === 0 || roots.length === 0 || this.isOver || this.#done.has(key)) return;
    this.#done.add(key);
    for (const calls of this.#runs.nullCalls(tables, roots)) {
      // Tables differ in what else they fill, and so in which way they take.
      if (tables.length > 1 && calls.some(({ table }) => tables.includes(table))) {
        for (const table of tables) this.run([table], roots);
        return;
      }
      for (const each of calls) this.#note(each);
    }
  }

  #note({ file, at, field, table, from }: NullCallFrom): void {
    const site = this.#sites.find(({ call }) => call.file === file && call.at === at);
    if (!site) return;
    const key = `${file.path}:${at}:${field}`;
    const known = this.#found.get(key) ?? { site, field, tables: new Set(), from };
    known.tables.add(table);
    this.#found.set(key, known);
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
