/** The tables of one file, whatever their struct, as rows. */
import { addTo } from '../../base/add-to.ts';
import { wordAt } from '../../base/words.ts';
import type { SourceFile } from '../../index/file.ts';
import type { HookSlot, Place, TableRow } from '../../model/answers.ts';
import { madeFunction } from '../../resolve/language/macros/declared-names.ts';
import { functionOfTemplate } from '../../resolve/language/macros/instances.ts';
import type { Resolver } from '../../resolve/ops/ops.ts';
import { tableFilter } from '../../resolve/tables/candidate-regions.ts';
import { memoryType } from '../../resolve/tables/memory-type.ts';
import { objectsIn } from '../../resolve/tables/objects.ts';
import { type OpsTable, type Slot, TableReader } from '../../resolve/tables/tables.ts';

/** The tables of a file, whatever their struct: those with a member that is a pointer to a function. */
export function fileTables({ expressions, snapshot }: Resolver, file: SourceFile): OpsTable[] {
  const tables: OpsTable[] = [];
  const mayHold = tableFilter(snapshot, file);
  const mayHoldMade = (text: string): boolean => mayHold(text, 'object');
  for (const { object, place } of objectsIn(snapshot, expressions, file, mayHold, mayHoldMade)) {
    addTo(tables, new TableReader(expressions, (struct) => expressions.types.isOps(struct), object, place).read());
  }
  return tables;
}

/** A table as a row: functions of other files are left open. */
export function tableRow(resolver: Resolver, table: OpsTable): TableRow {
  const { types } = resolver.expressions;
  const hooks: Record<string, HookSlot | null> = {};
  // Of a union one member is filled, and the others are not unset.
  if (table.struct.kind === 'struct') for (const ref of types.slots(table.struct)) hooks[ref.member.name ?? ''] = null;
  for (const slot of table.slots) hooks[slot.field] ??= hookSlot(resolver, table, slot);
  const { title, array } = table.struct;
  return {
    struct: array === undefined ? title : null,
    name: table.name,
    index: /^\[(.*?)\]/.exec(table.path)?.[1] ?? null,
    path: table.path,
    memoryType: memoryType(table, title),
    file: table.file.path,
    ...table.file.point(table.at),
    condition: table.condition,
    hooks,
    installedIn: [],
  };
}

/** A slot whose function is not defined in the table's own file is left at the slot; `placeFunctions` finds it. */
function hookSlot({ snapshot }: Resolver, table: OpsTable, slot: Slot): HookSlot | null {
  const { file, unit } = table;
  const { line, column } = file.point(slot.at);
  const common = { slotLine: line, slotColumn: column, condition: slot.condition };
  if (slot.value.k === 'null') return null;
  if (slot.value.k === 'value') return { value: slot.value.text, ...common };
  const name = slot.value.name;
  const at = definedBeside({ snapshot }, name, unit) ?? { file: '', line: 0, column: 0 };
  return { function: name, ...at, ...common };
}

/** Where a file defines a function itself, or by a macro; null for one of another file. */
export function definedBeside({ snapshot }: Pick<Resolver, 'snapshot'>, name: string, unit: SourceFile): Place | null {
  const own = unit.symbols(name).find((symbol) => symbol.kind === 'function');
  const made = own ? null : madeFunction(snapshot, name, unit);
  if (made) return { file: made.file.path, ...made.file.point(made.at) };
  const found = own ?? functionOfTemplate(snapshot, name, unit);
  if (!found) return null;
  const { file, region } = found;
  const at = Math.max(region.start, wordAt(file.text, name, region.start, region.brace));
  return { file: file.path, ...file.point(at) };
}

/** Fills in where functions are defined that are not in their table's own file; only then the rows are whole. */
export function placeFunctions(resolver: Resolver, rows: readonly TableRow[]): readonly TableRow[] {
  const names = new Set<string>();
  const isOpen = (slot: HookSlot | null): slot is Extract<HookSlot, { function: string }> =>
    slot !== null && 'function' in slot && slot.file === '';
  for (const row of rows) for (const slot of Object.values(row.hooks)) if (isOpen(slot)) names.add(slot.function);
  resolver.functions.prefetch(names);
  return rows.map((row) => {
    if (!Object.values(row.hooks).some(isOpen)) return row;
    const hooks = Object.entries(row.hooks).map(
      ([field, slot]) => [field, isOpen(slot) ? placed(resolver, row, slot) : slot] as const,
    );
    return { ...row, hooks: Object.fromEntries(hooks) };
  });
}

function placed(resolver: Resolver, row: TableRow, slot: Extract<HookSlot, { function: string }>): HookSlot {
  const place = resolver.functions.anywhere(slot.function);
  if (place) return { ...slot, file: place.file.path, ...place.file.point(place.at) };
  return { ...slot, file: row.file, line: slot.slotLine, column: slot.slotColumn };
}
