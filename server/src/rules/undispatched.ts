/** Hooks that tables fill and that nothing calls. */
import type { OpsIndex } from '../resolve/ops/ops.ts';
import { handedHooks } from '../resolve/uses/handed.ts';
import { evidenceAt, type Raised } from './rule.ts';
import { type FilledSlot, filledSlots } from './tables.ts';

/** The hooks of a struct that no code calls, copies, hands over or returns. */
export function undispatchedHooks(ops: OpsIndex): ReadonlySet<string> {
  const { calls, copies } = ops.uses();
  const handed = handedHooks(ops.resolver, (struct) => ops.is(struct), ops.hookNames());
  const used = new Set([...calls, ...copies, ...handed].map(({ field }) => field));
  return new Set(ops.hookNames().filter((name) => !used.has(name)));
}

/** One finding for each such hook, at the first slot that fills it. */
export function* undispatched(ops: OpsIndex): Iterable<Raised> {
  const byField = new Map<string, FilledSlot[]>();
  for (const field of undispatchedHooks(ops)) byField.set(field, []);
  for (const filled of filledSlots(ops)) byField.get(filled.slot.field)?.push(filled);
  for (const [field, slots] of byField) if (slots[0]) yield raised(ops, field, slots[0], slots);
}

function raised(ops: OpsIndex, field: string, { table, slot }: FilledSlot, slots: readonly FilledSlot[]): Raised {
  const { folders } = ops.resolver.snapshot.settings;
  const where = folders.length === 0 ? '' : ` in ${folders.join(', ')}`;
  const names = [...new Set(slots.map(({ name }) => `${name}()`))].sort();
  return {
    message:
      `Nothing${where} calls ${field} of struct ${ops.name}: ${names.join(', ')} ${names.length === 1 ? 'fills' : 'fill'} it ` +
      `and ${names.length === 1 ? 'is' : 'are'} never called through it. Call the hook, or drop it.`,
    file: table.file,
    at: slot.at,
    end: slot.at + field.length,
    function: null,
    evidence: slots.map((each) => evidenceAt(`${each.table.name} fills ${field}`, each.table.file, each.slot.at)),
  };
}
