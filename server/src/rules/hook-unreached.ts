/** A hook that nothing calls, or that no ioctl reaches for the memory type that fills it. */
import { Reach } from '../resolve/graph/reach.ts';
import { rootsOf } from '../resolve/graph/roots.ts';
import type { OpsIndex } from '../resolve/ops/ops.ts';
import type { OpsTable } from '../resolve/tables/tables.ts';
import { AssumedRuns } from './assumed-runs.ts';
import { evidenceAt, type Raised, type Rule } from './rule.ts';
import { assume, filledSlots, groups, hasManyTables, manyTables, typeOf } from './tables.ts';
import { undispatched } from './undispatched.ts';

export const hookUnreached: Rule = {
  id: 'hook-unreached',
  severity: 'info',
  title: 'Nothing calls a hook, or no ioctl reaches it for a memory type that fills it',
  precision: 'medium',
  tags: ['ops-table'],
  *find({ ops }) {
    for (const each of ops) {
      if (filledSlots(each).length === 0 || hasManyTables(each)) continue;
      yield* undispatched(each);
      yield* unreached(each);
    }
  },
  leftOut: (scope) => manyTables('hook-unreached', scope),
};

function* unreached(ops: OpsIndex): Iterable<Raised> {
  const reach = Reach.of(ops.resolver, [ops.name]);
  if (reachesAll(reach, ops)) return;
  const reached = reachedHooks(reach, ops);
  const byIoctlsOnly = new Map([...reached.keys()].map((field) => [field, startsInIoctls(reach, field)]));
  for (const { table, slot, name } of filledSlots(ops)) {
    const tables = reached.get(slot.field);
    // A hook that no ioctl reaches for any type is called from elsewhere.
    if (!tables || tables.has(table) || !byIoctlsOnly.get(slot.field)) continue;
    const types = [...new Set([...tables].map((each) => typeOf(ops, each)))].sort();
    yield {
      message: `No ioctl reaches ${slot.field} of ${typeOf(ops, table)}: ${name}() is never called through it. It is reached for ${types.join(', ')}.`,
      file: table.file,
      at: slot.at,
      end: slot.at + slot.field.length,
      function: null,
      evidence: [evidenceAt(`${table.name} fills ${slot.field}`, table.file, table.at)],
    };
  }
}

/** Whether every way to the calls of a hook starts in an ioctl: what page faults call, too, needs no ioctl. */
function startsInIoctls(reach: Reach, field: string): boolean {
  const ioctls = new Set(reach.entries.map(({ body }) => body.id));
  const sites = reach.sites.all.filter(({ fields }) => fields.includes(field));
  return rootsOf(reach, sites)?.every(({ id }) => ioctls.has(id)) ?? false;
}

/** Whether runs that were made for another rule reached every hook, though they went less far: then these do. */
function reachesAll({ entries }: Reach, ops: OpsIndex): boolean {
  const runs = AssumedRuns.of(ops);
  const roots = entries.map(({ body }) => body);
  const made = groups(ops, ops.tables()).map((tables) => runs.made(tables, roots));
  return filledSlots(ops).every(({ table, slot }) => made.some((each) => each?.calledOf(table).has(slot.field)));
}

/** Which hooks the ioctls call, and for which tables: asked for a mapping of each memory type in turn. */
function reachedHooks(reach: Reach, ops: OpsIndex): ReadonlyMap<string, ReadonlySet<OpsTable>> {
  const found = new Map<string, Set<OpsTable>>();
  for (const tables of groups(ops, ops.tables())) {
    // A hook that always succeeds today may fail tomorrow: what comes behind its failure is reached.
    const assumption = assume(ops, tables, false);
    const interpreter = reach.assuming(assumption);
    for (const { body } of reach.entries) interpreter.run(body, []);
    // What is cut short could have reached anything.
    if (interpreter.exhausted) return new Map();
    for (const table of ops.tables()) {
      for (const field of assumption.calledOf(table)) found.set(field, (found.get(field) ?? new Set()).add(table));
    }
  }
  return found;
}
