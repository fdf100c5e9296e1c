/** A hook that no ioctl reaches for the memory type that fills it. */
import { Reach } from '../resolve/graph/reach.ts';
import type { OpsIndex } from '../resolve/ops.ts';
import type { OpsTable } from '../resolve/tables.ts';
import { evidenceAt, type Raised, type Rule } from './rule.ts';
import { assume, filledSlots, groups, typeOf } from './tables.ts';

export const hookUnreached: Rule = {
  id: 'hook-unreached',
  severity: 'info',
  title: 'No ioctl reaches a hook for a memory type that fills it',
  *find({ ops }) {
    for (const each of ops) if (filledSlots(each).length > 0) yield* unreached(each);
  },
};

function* unreached(ops: OpsIndex): Iterable<Raised> {
  const reached = reachedHooks(ops);
  for (const { table, slot, name } of filledSlots(ops)) {
    const tables = reached.get(slot.field);
    // A hook that no ioctl reaches for any type is called from elsewhere.
    if (!tables || tables.has(table)) continue;
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

/** Which hooks the ioctls call, and for which tables: asked for a mapping of each memory type in turn. */
function reachedHooks(ops: OpsIndex): ReadonlyMap<string, ReadonlySet<OpsTable>> {
  const reach = Reach.of(ops.resolver, [ops.name]);
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
