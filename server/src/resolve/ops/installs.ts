/** Where tables are installed: slots of other tables that point at them, and assignments. */
import { pattern } from '../../base/patterns.ts';
import { wordsOf } from '../../base/words.ts';
import type { SourceFile } from '../../index/file.ts';
import type { Expr } from '../../model/ir.ts';
import type { Expressions } from '../language/expressions.ts';
import { type Place, placeIn } from '../language/place.ts';
import { Scope, walk } from '../language/scope.ts';
import type { OpsTable } from '../tables/tables.ts';
import { assignmentOf } from '../uses/callee.ts';

/** A place that points another table, or an object at run time, at a table. */
export interface Install {
  readonly table: OpsTable;
  /** The table whose slot points at it; null for an assignment. */
  readonly into: string | null;
  readonly inFunction: string | null;
  readonly member: string;
  readonly file: SourceFile;
  readonly at: number;
}

/** Tables by their names, in order. */
export function tablesByName(tables: readonly OpsTable[]): ReadonlyMap<string, readonly OpsTable[]> {
  const found = new Map<string, OpsTable[]>();
  for (const table of tables) {
    const known = found.get(table.name);
    if (known) known.push(table);
    else found.set(table.name, [table]);
  }
  return found;
}

/** The tables that a file can name and has the names of. */
function namedIn(file: SourceFile, tables: ReadonlyMap<string, readonly OpsTable[]>): ReadonlyMap<string, OpsTable> {
  const found = new Map<string, OpsTable>();
  for (const name of wordsOf(file.text, tables)) {
    const table = tables.get(name)?.findLast((each) => !each.isStatic || each.file === file);
    if (table) found.set(name, table);
  }
  return found;
}

/** The installations that a file makes of some tables, which are given by their names. */
export function installsIn(
  expressions: Expressions,
  file: SourceFile,
  tables: ReadonlyMap<string, readonly OpsTable[]>,
): Install[] {
  const byName = namedIn(file, tables);
  if (byName.size === 0) return [];
  const word = pattern`\b${byName.keys()}\b`;
  const found: Install[] = [];
  for (const region of file.regions) {
    if (region.kind !== 'object' && region.kind !== 'function') continue;
    if (!word.test(file.text.slice(region.start, region.end))) continue;
    const { variables, functions } = file.lower(region);
    for (const variable of variables) {
      if (variable.init) slotInstalls(variable.init, variable.name, file, byName, found);
    }
    for (const fn of functions) {
      const place = placeIn(file, new Scope(fn, file));
      walk(fn.body ?? [], (expr) => assignInstall(expressions, expr, fn.name, place, byName, found));
    }
  }
  return found;
}

/** `.member = &table` anywhere in an initialiser. */
function slotInstalls(
  init: Expr,
  into: string,
  file: SourceFile,
  tables: ReadonlyMap<string, OpsTable>,
  found: Install[],
): void {
  if (init.k !== 'init') return;
  for (const item of init.items) {
    const member = item.path.findLast((each) => each.k === 'field');
    const table = tables.get(pointedName(item.value) ?? '');
    if (table && table.name !== into) {
      found.push({ table, into, inFunction: null, member: member?.name ?? '', file, at: member?.at ?? item.at });
    } else slotInstalls(item.value, into, file, tables, found);
  }
}

function assignInstall(
  expressions: Expressions,
  expr: Expr,
  inFunction: string,
  place: Place,
  tables: ReadonlyMap<string, OpsTable>,
  found: Install[],
): void {
  const { left, right } = assignmentOf(expr) ?? {};
  if (left?.k !== 'member' || !right) return;
  for (const name of pointedNames(right)) {
    const table = tables.get(name);
    if (!table || expressions.local(name, expr.at, place)) continue;
    found.push({ table, into: null, inFunction, member: left.name, file: place.file, at: left.nameAt });
  }
}

/** The name behind `&name`, `name` and casts of them. */
function pointedName(expr: Expr): string | null {
  if (expr.k === 'cast' || (expr.k === 'unary' && expr.op === '&')) return pointedName(expr.arg);
  return expr.k === 'id' ? expr.name : null;
}

function pointedNames(expr: Expr): string[] {
  if (expr.k === 'cond') return [...(expr.yes ? pointedNames(expr.yes) : []), ...pointedNames(expr.no)];
  const name = pointedName(expr);
  return name === null ? [] : [name];
}
