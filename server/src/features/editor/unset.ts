/** The tables that leave a hook unset. */
import type { OpsIndex } from '../../resolve/ops/ops.ts';
import { memoryType } from '../../resolve/tables/memory-type.ts';
import type { OpsTable } from '../../resolve/tables/tables.ts';
import { type Prose, say } from '../prose.ts';
import { listed, MAX_LISTED } from './hook-points.ts';

/** The tables of a struct that leave a hook unset. */
export function unsetIn(ops: OpsIndex, field: string): readonly OpsTable[] {
  return ops.tables().filter((table) => !table.slots.some((slot) => slot.field === field && slot.value.k !== 'null'));
}

/** `unset: hugetlb`: the first by name, and a count of the others. Nothing where all set it. */
export function unsetPoint(ops: OpsIndex, tables: readonly OpsTable[], most = MAX_LISTED): readonly Prose[] {
  if (tables.length === 0) return [];
  const names = tables.map((table) => ({ k: 'text', text: memoryType(table, ops.name) }) as const);
  return [say`unset: ${listed(names, most)}`];
}
