/** Inlay hints at dispatch sites: the memory types that a call can reach. */
import type { SourceFile } from '../../index/file.ts';
import type { Resolver } from '../../resolve/ops/ops.ts';
import { memoryType } from '../../resolve/tables/memory-type.ts';
import { definedOps, type QuerySettings } from '../query.ts';
import { targets } from '../tables/dispatch-sites.ts';

/** A hint behind a hook's name in a call. */
export interface Hint {
  readonly line: number;
  readonly column: number;
  readonly label: string;
  /** The functions behind the label. */
  readonly tooltip: string;
}

const MAX_NAMES = 4;

/** The hints of a file, by line. */
export function dispatchHints(resolver: Resolver, settings: QuerySettings, file: SourceFile): readonly Hint[] {
  const found: Hint[] = [];
  for (const ops of definedOps(resolver, settings.ops)) {
    for (const call of ops.uses().calls) {
      if (call.file !== file) continue;
      const functions = new Set(targets(ops, call));
      const types = new Set(
        ops.tables().flatMap((table) => {
          const reached = table.slots.some((slot) => slot.value.k === 'function' && functions.has(slot.value.name));
          return reached ? [memoryType(table, ops.name)] : [];
        }),
      );
      const names = [...types];
      const more = names.length - MAX_NAMES;
      const label =
        names.length === 0 ? 'nobody' : names.slice(0, MAX_NAMES).join(', ') + (more > 0 ? `, +${more}` : '');
      found.push({ ...file.point(call.end), label: `→ ${label}`, tooltip: [...functions].join('\n') });
    }
  }
  return found.sort((a, b) => a.line - b.line || a.column - b.column);
}
