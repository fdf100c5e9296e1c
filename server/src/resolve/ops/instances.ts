/** Tables of templates: what stands at one place is another table in each instance. */
import { asWritten } from '../language/macros/instances.ts';
import type { OpsTable } from '../tables/tables.ts';

/** A table of an instance with the places of the file as it is written. Names are those of the instance. */
export function writtenTable(table: OpsTable): OpsTable {
  const { written } = table.file;
  if (!written) return table;
  const slots = table.slots.map((slot) => {
    const value = slot.value.k === 'function' ? { ...slot.value, at: written.at(slot.value.at) } : slot.value;
    return { ...slot, value, at: written.at(slot.at) };
  });
  return { ...asWritten(table), end: written.at(table.end), slots };
}

/** The tables that are not among those of earlier instances: what no macro tells apart is the same in each. */
export function newTables(tables: readonly OpsTable[], known: readonly OpsTable[]): readonly OpsTable[] {
  return tables.filter(
    (table) => !known.some((each) => each.at === table.at && each.name === table.name && each.path === table.path),
  );
}
