/** The type hierarchy: an ops struct is above its tables, as an interface is above what implements it. */
import type { SourceFile } from '../../index/file.ts';
import type { StructDef } from '../../resolve/language/types.ts';
import type { OpsIndex, Resolver } from '../../resolve/ops/ops.ts';
import { memoryType } from '../../resolve/tables/memory-type.ts';
import type { OpsTable } from '../../resolve/tables/tables.ts';
import { anyTargetAt } from '../cursor/any-target.ts';
import { wordAt } from '../cursor/cursor.ts';
import type { Target } from '../cursor/target.ts';
import { tableSpot } from '../editor/locations.ts';
import { type Spot, spot } from '../places.ts';
import type { QuerySettings } from '../query.ts';

/** What an item stands for, as plain data: a struct, or a table of one. It goes to the editor and comes back. */
export interface TypeKey {
  readonly k: 'struct' | 'table';
  readonly struct: string;
}

/** An item of the hierarchy. */
export interface TypeItem {
  readonly name: string;
  readonly at: Spot;
  readonly detail: string;
  readonly key: TypeKey;
}

/** What an offset is on: an ops struct by its name or a hook, a table by its name or a slot; empty where it is neither. */
export function typeItemsAt(
  resolver: Resolver,
  settings: QuerySettings,
  file: SourceFile,
  offset: number,
): readonly TypeItem[] {
  const named = structNamedAt(resolver, file, offset);
  if (named) return structItem(resolver.ops(named.name));
  const target = anyTargetAt(resolver, settings, file, offset);
  return target ? itemsOf(target, file) : [];
}

function itemsOf(target: Target, file: SourceFile): readonly TypeItem[] {
  if (target.k === 'table') return [tableItem(target.ops, target.table)];
  if (target.k === 'struct') return structItem(target.ops);
  if (target.k === 'field') {
    const own = tablesWithSlotAt(target.ops, file, target.at);
    return own.length > 0 ? own : structItem(target.ops);
  }
  if (target.k !== 'function') return [];
  const all = [...new Set(target.fills.map(({ ops }) => ops))];
  return all.flatMap((ops) => tablesWithSlotAt(ops, file, target.at));
}

/** The tables one of whose slots, or the function in it, stands at an offset. */
function tablesWithSlotAt(ops: OpsIndex, file: SourceFile, at: number): readonly TypeItem[] {
  return ops
    .tables()
    .filter((table) => table.file === file && table.slots.some((slot) => slot.at === at || valueAt(slot) === at))
    .map((table) => tableItem(ops, table));
}

function valueAt({ value }: OpsTable['slots'][number]): number | null {
  return value.k === 'function' ? value.at : null;
}

/** The struct with hooks that is named at an offset, in a declaration of whatever; null where there is none. */
function structNamedAt(resolver: Resolver, file: SourceFile, offset: number): StructDef | null {
  const word = wordAt(file.text, offset);
  if (!word || !/\bstruct\s+$/.test(file.text.slice(Math.max(0, word.at - 16), word.at))) return null;
  const { types } = resolver.expressions;
  const struct = types.structByTag(word.text, file);
  return struct && struct.name !== '' && types.isOps(struct) ? struct : null;
}

/** What is above an item: a table's struct. */
export function supertypesOf(resolver: Resolver, { k, struct }: TypeKey): readonly TypeItem[] {
  return k === 'table' ? structItem(resolver.ops(struct)) : [];
}

/** What is below an item: a struct's tables. */
export function subtypesOf(resolver: Resolver, { k, struct }: TypeKey): readonly TypeItem[] {
  const ops = resolver.ops(struct);
  return k === 'struct' ? ops.tables().map((table) => tableItem(ops, table)) : [];
}

function structItem(ops: OpsIndex): readonly TypeItem[] {
  const struct = ops.definition();
  if (!struct) return [];
  const at = spot(struct.file, struct.at, ops.name.length);
  return [{ name: ops.name, at, detail: struct.file.path, key: { k: 'struct', struct: ops.name } }];
}

function tableItem(ops: OpsIndex, table: OpsTable): TypeItem {
  const type = memoryType(table, ops.name);
  return {
    name: `${table.name}${table.path}` || type,
    at: tableSpot(table),
    detail: `${type} · ${table.file.path}`,
    key: { k: 'table', struct: ops.name },
  };
}
