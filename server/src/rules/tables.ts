/** What the ops-contract rules ask of tables and hooks. */

import { pushTo } from '../base/add-to.ts';
import type { SourceFile } from '../index/file.ts';
import { query } from '../index/query.ts';
import type { Snapshot } from '../index/snapshot.ts';
import { Bodies, type Body } from '../resolve/ops/bodies.ts';
import { type OpsIndex, Resolver } from '../resolve/ops/ops.ts';
import { Assumption } from '../resolve/run/assumption.ts';
import { memoryType } from '../resolve/tables/memory-type.ts';
import type { OpsTable, Slot } from '../resolve/tables/tables.ts';
import { answerFor, isMarked, MEMORY_TYPES } from './memory-types.ts';
import type { CheckScope } from './rule.ts';

/** A slot that holds a function, with the function's definition where the tree has it. */
export interface FilledSlot {
  readonly table: OpsTable;
  readonly slot: Slot;
  readonly name: string;
  readonly body: Body | null;
}

/** The slots of a struct's tables that hold functions. */
export function filledSlots(ops: OpsIndex): readonly FilledSlot[] {
  return ops.resolver.snapshot.get(FILLED, ops.name);
}

const FILLED = query('filled slots', (snapshot: Snapshot, name: string): readonly FilledSlot[] => {
  const ops = Resolver.of(snapshot).ops(name);
  const bodies = new Bodies(ops.resolver);
  return ops.tables().flatMap((table) =>
    table.slots.flatMap((slot) => {
      if (slot.value.k !== 'function') return [];
      const { name } = slot.value;
      return [{ table, slot, name, body: bodies.anywhere(name, table.file)[0] ?? null }];
    }),
  );
});

/** Whether a table sets a slot to something; a slot that is set under a condition counts. */
export function isSet(table: OpsTable, field: string): boolean {
  return table.slots.some((slot) => slot.field === field && slot.value.k !== 'null');
}

/** What a message calls a table's memory type. */
export function typeOf(ops: OpsIndex, table: OpsTable): string {
  return memoryType(table, ops.name);
}

/** The core of a struct that memory types fill: files that dispatch through its hooks, or do so before or after a change. */
export function coreFiles(ops: OpsIndex, { core }: CheckScope): readonly SourceFile[] {
  const also = core?.get(ops.name);
  if (!also && !isOfMemoryTypes(ops)) return [];
  const { snapshot } = ops.resolver;
  const other = [...(also ?? [])].flatMap((path) => (snapshot.exists(path) ? (snapshot.file(path) ?? []) : []));
  return [...new Set([...dispatching(ops), ...other])];
}

function dispatching(ops: OpsIndex): readonly SourceFile[] {
  return ops.uses().calls.flatMap(({ file }) => (file.path.endsWith('.c') ? [file] : []));
}

/** The paths of the core, by the struct whose hooks it calls; none for one that no memory types fill. */
export function coreOf(all: readonly OpsIndex[]): ReadonlyMap<string, readonly string[]> {
  const own = all.filter(isOfMemoryTypes);
  return new Map(own.map((ops) => [ops.name, dispatching(ops).map(({ path }) => path)]));
}

/** Whether memory types fill a struct: what devices or notifiers fill has no hook to say a memory type's difference with. */
export function isOfMemoryTypes(ops: OpsIndex): boolean {
  const known = new Set(MEMORY_TYPES.map((each) => each.memoryType));
  return ops.tables().some((table) => known.has(typeOf(ops, table)));
}

/** Whether a table is named and stands at the top level, so that people can speak of it. */
export function isNamed(table: OpsTable): boolean {
  return table.name !== '' && table.inFunction === null;
}

/** More tables than that are of things that have little to do with each other. */
const MANY = 24;

/**
 * Whether a struct has too many tables for rules that run code for each: `write_begin` of one filesystem is called by that
 * filesystem alone, which the code does not say, so that what they would find is mostly wrong, after minutes.
 */
export function hasManyTables(ops: OpsIndex): boolean {
  return namedTables(ops).length > MANY;
}

/** What is said where a rule leaves such structs out. */
export function manyTables(rule: string, { ops }: CheckScope): readonly string[] {
  return ops.filter(hasManyTables).map((each) => {
    const count = namedTables(each).length;
    return `${rule} leaves out struct ${each.name}: it has ${count} tables, and the rule runs code for ${MANY} at most.`;
  });
}

/** The tables that people can speak of. */
export function namedTables(ops: OpsIndex): readonly OpsTable[] {
  return ops.tables().filter(isNamed);
}

/** The tables that code cannot tell apart by asking for their memory type. */
export function groups(ops: OpsIndex, tables: readonly OpsTable[]): readonly (readonly OpsTable[])[] {
  const found = new Map<string, OpsTable[]>();
  for (const table of tables) {
    const type = typeOf(ops, table);
    pushTo(found, isMarked(type) ? type : '', table);
  }
  return [...found.values()];
}

/** What is assumed of a mapping with one of some tables that code cannot tell apart. */
export function assume(ops: OpsIndex, tables: readonly OpsTable[], trustsHooks: boolean): Assumption {
  const [first] = tables;
  const type = first ? typeOf(ops, first) : '';
  return new Assumption(ops, tables, (name) => answerFor(name, type), trustsHooks);
}
