/** A change adds a dispatch site: one more place where every memory type's function runs. */

import { reacher } from '../resolve/graph/reachers.ts';
import type { OpsIndex } from '../resolve/ops/ops.ts';
import type { MemberCall } from '../resolve/uses/hook-uses.ts';
import { evidenceAt, type Raised, type Rule } from './rule.ts';
import { filledSlots } from './tables.ts';

export const dispatchAdded: Rule = {
  id: 'dispatch-added',
  severity: 'info',
  title: 'A change adds a call through a hook',
  precision: 'high',
  tags: ['ops-table', 'review'],
  *find({ ops, before }) {
    // Only a review has a state before.
    for (const each of before ? ops : []) {
      const old = before?.ops.find(({ name }) => name === each.name);
      if (old) yield* added(each, old);
    }
  },
};

function* added(ops: OpsIndex, before: OpsIndex): Iterable<Raised> {
  const left = new Map<string, number>();
  for (const call of before.uses().calls) left.set(siteKey(call), (left.get(siteKey(call)) ?? 0) + 1);
  for (const call of ops.uses().calls) {
    const known = left.get(siteKey(call)) ?? 0;
    left.set(siteKey(call), known - 1);
    if (known > 0 || !ops.is(call.struct)) continue;
    const fillers = filledSlots(ops).filter(({ slot }) => slot.field === call.field);
    const region = call.file.regionAt(call.at);
    yield {
      message:
        `${call.inFunction}() now dispatches ${call.field} of struct ${ops.name}, which it did not before: ` +
        `every memory type's ${call.field} runs here too. Say in the change what it may rely on.`,
      file: call.file,
      at: call.at,
      end: call.end,
      function: region ? (reacher(call.file, region)?.name ?? null) : null,
      evidence: fillers.map(({ name, table, slot }) =>
        evidenceAt(`${name}() runs for ${table.name}`, table.file, slot.at),
      ),
    };
  }
}

/** What a site is known by: code moves, and files are renamed. */
function siteKey({ field, inFunction }: MemberCall): string {
  return `${inFunction} ${field}`;
}
