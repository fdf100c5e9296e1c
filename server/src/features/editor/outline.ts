/** The outline of a file: its ops tables and arrays of functions, with what their slots hold. */
import { largest, smallest } from '../../base/extremes.ts';
import { wordAt } from '../../base/words.ts';
import type { SourceFile } from '../../index/file.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import { Resolver } from '../../resolve/ops/ops.ts';
import type { OpsTable, Slot } from '../../resolve/tables/tables.ts';
import { fileTables } from '../whole-tree/file-tables.ts';

/** A row of an outline. Offsets are the file's. */
export interface OutlineRow {
  readonly name: string;
  readonly detail: string;
  readonly kind: 'table' | 'function' | 'value';
  /** All of it, from where to where. */
  readonly start: number;
  readonly end: number;
  /** Its name. */
  readonly nameAt: number;
  readonly nameEnd: number;
  readonly rows: readonly OutlineRow[];
}

/** The rows of a file, in its order. */
export function outline(resolver: Resolver, file: SourceFile): readonly OutlineRow[] {
  return resolver.snapshot.get(OUTLINE, file);
}

const OUTLINE = query('outline of a file', (snapshot: Snapshot, file: SourceFile): readonly OutlineRow[] => {
  const objects = new Map<string, [OpsTable, ...OpsTable[]]>();
  for (const table of fileTables(Resolver.of(snapshot), file)) {
    // What a file that is included writes is in that file's outline.
    if (table.file !== file || !isTold(table)) continue;
    const key = table.name === '' ? `${table.at}` : `${startOf(table)} ${table.name} ${table.inFunction}`;
    const known = objects.get(key);
    if (known) known.push(table);
    else objects.set(key, [table]);
  }
  return [...objects.values()].map(objectRow).sort((a, b) => a.start - b.start);
});

/** Whether a table is one to look for: an object of the file, even with nothing set, or a local that has a function. */
function isTold({ slots, path, inFunction }: OpsTable): boolean {
  // Locals are often state with a hook that is mostly unset, which a macro fills with values: an iterator in each function.
  if (inFunction !== null) return slots.some((slot) => slot.value.k === 'function');
  return path === '' || slots.length > 0;
}

/** Where the region begins that a table is in. */
function startOf({ file, at }: OpsTable): number {
  return file.regionAt(at)?.start ?? at;
}

/** An object: the table that it is, or those that it has in elements and members. */
function objectRow(tables: readonly [OpsTable, ...OpsTable[]]): OutlineRow {
  const [{ struct, name, inFunction, file, at }] = tables;
  const rows = tables.flatMap((table) => (table.path === '' ? slotRows(table) : partRows(table)));
  const nameAt = nameOf(tables);
  const nameEnd = nameAt + name.length;
  // A local is a part of its function's region only.
  const region = inFunction === null ? file.regionAt(at) : null;
  return {
    name: name === '' ? `(struct ${struct.title})` : name,
    detail: struct.array === undefined ? `struct ${struct.title}` : 'functions',
    kind: 'table',
    start: startOfAll(rows, Math.min(region?.start ?? nameAt, nameAt)),
    end: endOfAll([...tables, ...rows], Math.max(region?.end ?? nameEnd, nameEnd)),
    nameAt,
    nameEnd,
    rows: rows.sort((a, b) => a.start - b.start),
  };
}

function startOfAll(rows: readonly { readonly start: number }[], before: number): number {
  return smallest(
    rows.map((row) => row.start),
    before,
  );
}

function endOfAll(rows: readonly { readonly end: number }[], behind: number): number {
  return largest(
    rows.map((row) => row.end),
    behind,
  );
}

/** Where an object's name stands: a table that is an element or a member of it is told by its own place. */
function nameOf([first, ...others]: readonly [OpsTable, ...OpsTable[]]): number {
  const own = [first, ...others].find(({ path }) => path === '');
  if (own) return own.at;
  const { file, name, at, inFunction } = first;
  if (inFunction !== null) return Math.max(0, file.text.lastIndexOf(name, at));
  const found = wordAt(file.text, name, startOf(first), at);
  return found < 0 ? at : found;
}

/** An element or a member that is a table; an element of an array of functions is a slot itself. */
function partRows(table: OpsTable): OutlineRow[] {
  const { path, struct, at, end } = table;
  if (struct.array !== undefined) return slotRows(table);
  const rows = slotRows(table);
  const [start, last] = [startOfAll(rows, at), endOfAll(rows, end)];
  return [
    { name: path, detail: `struct ${struct.title}`, kind: 'table', start, end: last, nameAt: at, nameEnd: at, rows },
  ];
}

function slotRows(table: OpsTable): OutlineRow[] {
  return table.slots.map((slot) => slotRow(table, slot));
}

function slotRow({ file, end, path }: OpsTable, { at, value, field, condition }: Slot): OutlineRow {
  const text = value.k === 'function' ? value.name : value.k === 'null' ? 'NULL' : value.text;
  const nameEnd = at + field.length;
  const line = file.text.indexOf('\n', at);
  // A slot takes its line, up to the end of the table.
  const last = Math.min(line < 0 ? file.text.length : line, Math.max(end, nameEnd));
  return {
    name: field === '' ? path : field,
    detail: condition === null ? text : `${text} (${condition})`,
    kind: value.k === 'function' ? 'function' : 'value',
    start: at,
    end: Math.max(nameEnd, last),
    nameAt: at,
    nameEnd,
    rows: [],
  };
}
