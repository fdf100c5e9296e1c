/** A hook that no ioctl reaches for the memory type that fills it. */
import { reach } from '../features/reach.ts';
import { evidenceAt, type Rule } from './rule.ts';
import { filledSlots, typeOf } from './tables.ts';

export const hookUnreached: Rule = {
  id: 'hook-unreached',
  severity: 'info',
  title: 'No ioctl reaches a hook for a memory type that fills it',
  *find({ ops, resolver }) {
    for (const each of ops) {
      const filled = filledSlots(each);
      if (filled.length === 0) continue;
      const { ioctls } = reach(resolver, [each.name], { root: '', version: '' });
      const reached = new Map<string, Set<string>>();
      for (const { field, memoryTypes } of ioctls.flatMap(({ hooks }) => hooks)) {
        reached.set(field, new Set([...(reached.get(field) ?? []), ...memoryTypes]));
      }
      for (const { table, slot, name } of filled) {
        const types = reached.get(slot.field);
        const type = typeOf(each, table);
        // A hook that no ioctl reaches for any type is called from elsewhere.
        if (!types || types.has(type) || types.has('')) continue;
        yield {
          message: `No ioctl reaches ${slot.field} of ${type}: ${name}() is never called through it. It is reached for ${[...types].sort().join(', ')}.`,
          file: table.file,
          at: slot.at,
          end: slot.at + slot.field.length,
          function: null,
          evidence: [evidenceAt(`${table.name} fills ${slot.field}`, table.file, table.at)],
        };
      }
    }
  },
};
