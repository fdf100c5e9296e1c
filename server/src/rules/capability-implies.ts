/** A table sets a capability bit without another that it asks for. */
import type { OpsIndex } from '../resolve/ops/ops.ts';
import type { OpsTable, Slot } from '../resolve/tables/tables.ts';
import { bitIn, IMPLIES } from './capabilities.ts';
import { evidenceAt, type Raised, type Rule } from './rule.ts';
import { typeOf } from './tables.ts';

export const capabilityImplies: Rule = {
  id: 'capability-implies',
  severity: 'warning',
  title: 'A capability bit is set without one that it implies',
  precision: 'high',
  tags: ['ops-table'],
  *find({ ops }) {
    for (const each of ops) {
      // Which bits a struct has at all is seen from all its tables: a struct without a mask of ioctls implies none.
      const known = each
        .tables()
        .flatMap(({ slots }) => slots.map(text))
        .join(' ');
      for (const table of each.tables()) yield* missing(each, table, known);
    }
  },
};

function text(slot: Slot): string {
  return slot.value.k === 'value' ? slot.value.text : '';
}

function* missing(ops: OpsIndex, table: OpsTable, known: string): Iterable<Raised> {
  const all = table.slots.map(text).join(' ');
  for (const slot of table.slots) {
    for (const { bits, implied } of IMPLIES) {
      const bit = bitIn(text(slot), bits);
      if (bit === null || bitIn(known, implied) === null || bitIn(all, implied) !== null) continue;
      yield {
        message: `${typeOf(ops, table)} sets ${bit} without ${implied[0]}, which it implies. Set both or neither.`,
        file: table.file,
        at: slot.at,
        end: slot.at + slot.field.length,
        function: null,
        evidence: [evidenceAt(`no ${implied[0]} in ${table.name}`, table.file, table.at)],
      };
    }
  }
}
