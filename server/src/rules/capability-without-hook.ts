/** A table claims a capability and leaves the hook for it unset. */
import { bitIn, NEEDS_HOOK } from './capabilities.ts';
import { evidenceAt, type Rule } from './rule.ts';
import { isSet, typeOf } from './tables.ts';

export const capabilityWithoutHook: Rule = {
  id: 'capability-without-hook',
  severity: 'warning',
  title: 'A capability bit is set without its hook',
  precision: 'high',
  tags: ['ops-table'],
  *find({ ops }) {
    for (const each of ops) {
      const fields = new Set(each.hookNames());
      for (const table of each.tables()) {
        for (const slot of table.slots) {
          const text = slot.value.k === 'value' ? slot.value.text : '';
          for (const { bits, hooks } of NEEDS_HOOK) {
            const bit = bitIn(text, bits);
            const [hook] = hooks.filter((name) => fields.has(name));
            if (bit === null || hook === undefined || hooks.some((name) => isSet(table, name))) continue;
            yield {
              message: `${typeOf(each, table)} claims ${bit} but leaves ${hook} unset. Fill the hook or drop the bit.`,
              file: table.file,
              at: slot.at,
              end: slot.at + slot.field.length,
              function: null,
              evidence: [evidenceAt(`${table.name} leaves ${hook} unset`, table.file, table.at)],
            };
          }
        }
      }
    }
  },
};
