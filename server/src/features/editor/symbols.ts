/** Workspace symbols: hooks, tables and the functions that fill them. */

import { wordAt } from '../../base/words.ts';
import { definingPasted } from '../../resolve/language/macros/pasted.ts';
import type { OpsIndex, Resolver } from '../../resolve/ops/ops.ts';
import { memoryType } from '../../resolve/tables/memory-type.ts';
import type { Spot } from '../places.ts';
import { definedOps, type QuerySettings } from '../query.ts';
import { functionSpot, memberSpot, tableSpot } from './locations.ts';

/** A named place that can be searched for. */
export interface OpsSymbol {
  readonly name: string;
  readonly kind: 'hook' | 'table' | 'function' | 'struct';
  /** What it belongs to: the struct of a hook, the memory type of a table. */
  readonly container: string;
  readonly at: Spot;
}

/** The symbols whose name has the letters of the query in order; all of them for an empty one. */
export function opsSymbols(resolver: Resolver, settings: QuerySettings, query: string): readonly OpsSymbol[] {
  const matches = matcher(query);
  return definedOps(resolver, settings.ops)
    .flatMap(allSymbols)
    .filter((symbol) => matches(symbol.name));
}

/** The functions and tables of a name that only pasting makes, as templates have them. */
export function pastedSymbols({ snapshot }: Resolver, name: string): readonly OpsSymbol[] {
  return definingPasted(snapshot, name).flatMap((file) =>
    file.symbols(name).map(({ kind, region }): OpsSymbol => {
      const { line, column } = file.point(Math.max(region.start, wordAt(file.text, name, region.start, region.end)));
      const at = { file: file.path, line, column, endColumn: column + name.length };
      return { name, kind: kind === 'object' ? 'table' : 'function', container: file.path, at };
    }),
  );
}

/** Whether a text has the letters of a query in order, as editors match symbols. */
function matcher(query: string): (text: string) => boolean {
  const letters = [...query.toLowerCase()];
  return (text) => {
    const lower = text.toLowerCase();
    let at = 0;
    return letters.every((letter) => {
      at = lower.indexOf(letter, at) + letter.length;
      return at >= letter.length;
    });
  };
}

function allSymbols(ops: OpsIndex): OpsSymbol[] {
  const hooks = ops.fields().map(
    (ref): OpsSymbol => ({
      name: ref.member.name ?? '',
      kind: 'hook',
      container: `struct ${ops.name}`,
      at: memberSpot(ref),
    }),
  );
  const tables = ops.tables().map(
    (table): OpsSymbol => ({
      name: table.name + table.path,
      kind: 'table',
      container: memoryType(table, ops.name),
      at: tableSpot(table),
    }),
  );
  const functions = new Map<string, OpsSymbol>();
  for (const field of ops.hookNames()) {
    for (const each of ops.implementations(field)) {
      functions.set(each.function, {
        name: each.function,
        kind: 'function',
        container: `${ops.name}.${field}`,
        at: functionSpot(ops.resolver, each),
      });
    }
  }
  return [...hooks, ...tables, ...functions.values()];
}
