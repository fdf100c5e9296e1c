/** Functions that return the address of a table: what a caller is given where nothing installs one. */
import { addTo, pushTo } from '../../base/add-to.ts';
import { pattern } from '../../base/patterns.ts';
import { WordSet } from '../../base/words.ts';
import type { SourceFile } from '../../index/file.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { Expr, FunctionDecl } from '../../model/ir.ts';
import { walk } from '../language/scope.ts';
import type { OpsTable } from '../tables/tables.ts';
import { assignmentOf } from '../uses/callee.ts';
import { kept } from '../uses/handed.ts';
import { type OpsIndex, Resolver } from './ops.ts';

/** A function that can return the address of a table. */
export interface TableReturn {
  readonly table: OpsTable;
  readonly inFunction: string;
  readonly file: SourceFile;
  /** Offset of the table's name. */
  readonly at: number;
}

/** The functions that return the address of a table. */
export function returnsOf(ops: OpsIndex, table: OpsTable): readonly TableReturn[] {
  return ops.resolver.snapshot.get(RETURNS, ops.name).get(table) ?? [];
}

const RETURNS = query('functions that return tables', (snapshot: Snapshot, name: string) => {
  const byName = new Map<string, OpsTable[]>();
  const files = new Set<SourceFile>();
  for (const table of Resolver.of(snapshot).ops(name).tables()) {
    if (table.name === '' || table.macro !== null) continue;
    pushTo(byName, table.name, table);
    files.add(table.file);
  }
  const shared = [...byName].flatMap(([each, tables]) => (tables.some(({ isStatic }) => !isStatic) ? [each] : []));
  for (const path of shared.length > 0 ? snapshot.search(shared) : []) {
    const file = snapshot.file(path);
    if (file) files.add(file);
  }
  const found = new Map<OpsTable, TableReturn[]>();
  const names = new WordSet(byName.keys());
  for (const each of [...files].flatMap((file) => returnsIn(file, namedIn(file, names, byName))))
    pushTo(found, each.table, each);
  return found;
});

/** The tables whose names a file has in it. */
function namedIn(file: SourceFile, names: WordSet, byName: ReadonlyMap<string, readonly OpsTable[]>) {
  const found = new Map<string, readonly OpsTable[]>();
  for (const name of names.of(file.text)) {
    const tables = byName.get(name)?.filter((each) => !each.isStatic || each.file === file) ?? [];
    if (tables.length > 0) found.set(name, tables);
  }
  return found;
}

/** The functions of a file that return one of some tables, given by the names of their objects. */
function returnsIn(file: SourceFile, byName: ReadonlyMap<string, readonly OpsTable[]>): TableReturn[] {
  if (byName.size === 0) return [];
  const word = pattern`\b${byName.keys()}\b`;
  return file.regions.flatMap((region) => {
    const text = region.kind === 'function' ? file.text.slice(region.start, region.end) : '';
    if (!text.includes('return') || !word.test(text)) return [];
    return file.lower(region).functions.flatMap((fn) => returnsOfFunction(file, fn, byName));
  });
}

function returnsOfFunction(
  file: SourceFile,
  fn: FunctionDecl,
  byName: ReadonlyMap<string, readonly OpsTable[]>,
): TableReturn[] {
  const found = new Map<OpsTable, TableReturn>();
  for (const { name, path, at } of returned(fn)) {
    const table = byName.get(name)?.find((each) => each.path === path && (!each.isStatic || each.file === file));
    if (table && !found.has(table)) found.set(table, { table, inFunction: fn.name, file, at });
  }
  return [...found.values()];
}

/** An object whose address is returned, or that of a part of it, by name. */
interface Addressed {
  readonly name: string;
  readonly path: string;
  readonly at: number;
}

/** What a function returns the address of; of a variable that it returns what is assigned to that. */
function returned(fn: FunctionDecl): readonly Addressed[] {
  const body = fn.body ?? [];
  const values = returnValues(body).flatMap(alternatives);
  const names = new Set(values.flatMap((each) => (each.k === 'id' ? [each.name] : [])));
  const assigned: Expr[] = [];
  walk(body, (expr) => {
    const { left, right } = assignmentOf(expr) ?? {};
    if (left?.k === 'id' && right && names.has(left.name)) addTo(assigned, alternatives(right));
  });
  return [...values, ...assigned, ...firstValues(fn, names)].flatMap((each) => addressed(each) ?? []);
}

/** What the variables begin with that are returned. */
function firstValues({ body }: FunctionDecl, names: ReadonlySet<string>): readonly Expr[] {
  return kept(body ?? [], (stmt) =>
    stmt.k === 'var' ? stmt.vars.flatMap(({ name, init }) => (init && names.has(name) ? [init] : [])) : [],
  ).flatMap(alternatives);
}

function returnValues(body: NonNullable<FunctionDecl['body']>): readonly Expr[] {
  return kept(body, (stmt) => (stmt.k === 'return' && stmt.value ? [stmt.value] : []));
}

/** What an expression can be worth: through casts, `?:`, and the members of a struct that is made there. */
function alternatives(expr: Expr): readonly Expr[] {
  switch (expr.k) {
    case 'cast':
      return alternatives(expr.arg);
    case 'cond':
      return [...(expr.yes ? alternatives(expr.yes) : []), ...alternatives(expr.no)];
    case 'comma':
      return alternatives(expr.right);
    case 'literal':
      return alternatives(expr.init);
    case 'init':
      return expr.items.flatMap(({ value }) => alternatives(value));
    default:
      return [expr];
  }
}

/** `&shmem_uffd_ops`, `&backend.ops`; null for anything else. */
function addressed(expr: Expr): Addressed | null {
  if (expr.k === 'cast') return addressed(expr.arg);
  return expr.k === 'unary' && expr.op === '&' ? named(expr.arg) : null;
}

function named(expr: Expr): Addressed | null {
  if (expr.k === 'id') return { name: expr.name, path: '', at: expr.at };
  const of = expr.k === 'member' && !expr.arrow ? named(expr.of) : null;
  return of && expr.k === 'member' ? { ...of, path: `${of.path}.${expr.name}` } : null;
}
