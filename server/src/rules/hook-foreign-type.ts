/** A memory type's hook asks for another memory type. */
import type { Body } from '../resolve/ops/bodies.ts';
import type { OpsIndex } from '../resolve/ops/ops.ts';
import { identifiersIn } from './identifiers.ts';
import { PREDICATES } from './memory-types.ts';
import { evidenceAt, type Rule } from './rule.ts';
import { filledSlots, typeOf } from './tables.ts';

export const hookForeignType: Rule = {
  id: 'hook-foreign-type',
  severity: 'info',
  title: "A memory type's hook tests for another memory type",
  precision: 'high',
  tags: ['layering'],
  *find({ ops }) {
    for (const each of ops) {
      const typesOf = typesByBody(each);
      for (const { table, slot, body } of filledSlots(each)) {
        // A default that several types share is nobody's own.
        if (!body || body.file !== table.file) continue;
        const types = typesOf.get(body) ?? new Set();
        for (const use of identifiersIn(body.file.text, body.fn.at, body.fn.end, PREDICATES)) {
          const asked = PREDICATES.get(use.name) ?? '';
          if (!use.called || types.size > 1 || types.has(asked)) continue;
          yield {
            message: `${body.name}() fills ${slot.field} for ${[...types].join()} and asks ${use.name}(): ${asked} has hooks of its own.`,
            file: body.file,
            at: use.at,
            end: use.at + use.name.length,
            function: body.name,
            evidence: [evidenceAt(`fills ${slot.field} of ${table.name}`, table.file, slot.at)],
          };
        }
      }
    }
  },
};

/** The memory types whose hooks a function fills. */
function typesByBody(ops: OpsIndex): ReadonlyMap<Body, ReadonlySet<string>> {
  const found = new Map<Body, Set<string>>();
  for (const { table, body } of filledSlots(ops))
    if (body) found.set(body, (found.get(body) ?? new Set()).add(typeOf(ops, table)));
  return found;
}
