/** A slot names a function that nothing defines, declares or makes. */
import { couldBeMade } from '../resolve/language/macros/could-be-made.ts';
import type { OpsIndex } from '../resolve/ops/ops.ts';
import type { OpsTable, Slot } from '../resolve/tables/tables.ts';
import type { Rule } from './rule.ts';
import { typeOf } from './tables.ts';

export const hookUndefined: Rule = {
  id: 'hook-undefined',
  severity: 'error',
  title: 'A slot names a function that does not exist',
  precision: 'high',
  tags: ['ops-table'],
  *find({ ops, snapshot }) {
    // What other folders declare is not known.
    if (snapshot.folders.length > 0) return;
    for (const each of ops) {
      for (const { table, slot, name, at } of each.tables().flatMap(written)) {
        if (exists(each, table, name)) continue;
        yield {
          message: `${slot.field} of ${typeOf(each, table)} is ${name}(), which nothing in this tree defines or declares.`,
          file: table.file,
          at,
          end: at + name.length,
          function: table.inFunction,
          evidence: [],
        };
      }
    }
  },
};

interface Written {
  readonly table: OpsTable;
  readonly slot: Slot;
  readonly name: string;
  readonly at: number;
}

/** The slots of a table in which a function's name is written out: not one that a macro puts there. */
function written(table: OpsTable): Written[] {
  return table.slots.flatMap((slot) => {
    if (slot.value.k !== 'function') return [];
    const { name, at } = slot.value;
    const isThere = table.file.text.startsWith(name, at) && !/\w/.test(table.file.text.charAt(at + name.length));
    return isThere ? [{ table, slot, name, at }] : [];
  });
}

function exists({ resolver }: OpsIndex, { unit, file }: OpsTable, name: string): boolean {
  const { snapshot, functions } = resolver;
  if (file.symbols(name).length > 0 || functions.find(name, unit) !== null) return true;
  return snapshot.everywhere(name).length > 0 || couldBeMade(snapshot, name, unit);
}
