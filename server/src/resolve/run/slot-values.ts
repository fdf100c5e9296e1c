/** What the values in tables are worth: `.supported_ioctls = BIT(_UFFDIO_COPY)`. */
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import { placeIn } from '../language/place.ts';
import { Resolver } from '../ops/ops.ts';
import type { OpsTable } from '../tables/tables.ts';
import { type Bits, constant, meet, NO_BITS } from './bits.ts';
import { Constants } from './constants.ts';
import type { Choice } from './values.ts';

/** The bits that a member has in every one of some tables. */
export function slotBits(choices: readonly Choice[], field: string): Bits {
  const all = choices.map(({ ops, table }) => ops.resolver.snapshot.get(SLOT_BITS, table, field));
  return all.length === 0 ? NO_BITS : all.reduce(meet);
}

const SLOT_BITS = query('value of a slot', (snapshot: Snapshot, table: OpsTable, field: string): Bits => {
  // What is not const may be another value at run time.
  if (!table.isConst) return NO_BITS;
  const inside = table.slots.filter((slot) => /^\w*/.exec(slot.field)?.[0] === field);
  const [slot] = inside;
  if (!slot) return constant(0n);
  if (inside.length > 1 || slot.field !== field || slot.condition !== null) return NO_BITS;
  if (slot.value.k !== 'value') return slot.value.k === 'null' ? constant(0n) : NO_BITS;
  const resolver = Resolver.of(snapshot);
  const expr = resolver.expressions.uses.parse(slot.value.text);
  return new Constants(resolver).value(expr, { ...placeIn(table.file, null), text: slot.value.text });
});
