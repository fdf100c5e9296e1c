/** Where tables are installed: slots of other tables that point at them, and assignments. */
import { pattern } from '../../base/patterns.ts';
import { WordSet } from '../../base/words.ts';
import type { SourceFile } from '../../index/file.ts';
import type { Expr } from '../../model/ir.ts';
import { skipLiteral } from '../../syntax/skip.ts';
import type { Expressions } from '../language/expressions.ts';
import { isStore } from '../language/macros/known-values.ts';
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

/** Tables as they can be named: those of a file by itself, and those that others may name too. */
export class NamedTables {
  readonly #byName = new Map<string, OpsTable[]>();
  readonly #own = new Map<SourceFile, Set<string>>();
  /** Names that another file may mean a table by: of those in functions, only the files with tables are asked. */
  readonly #open = new Set<string>();
  readonly #shared = new Set<string>();
  /** All names: a set for each file would take longer to make than to use. */
  readonly #words: WordSet;

  constructor(tables: readonly OpsTable[]) {
    for (const table of tables) {
      const { name, file } = table;
      const known = this.#byName.get(name);
      if (known) known.push(table);
      else this.#byName.set(name, [table]);
      this.#own.set(file, (this.#own.get(file) ?? new Set()).add(name));
      if (!table.isStatic) (table.inFunction === null ? this.#shared : this.#open).add(name);
    }
    this.#words = new WordSet(this.#byName.keys());
  }

  /** The files that have tables. */
  get files(): Iterable<SourceFile> {
    return this.#own.keys();
  }

  /** The names of tables that stand outside of functions and are not static: who names one has to be looked for. */
  get shared(): readonly string[] {
    return [...this.#shared];
  }

  /** The tables that a file can name and has the names of; `hasShared` says whether it may have one that is not its own. */
  in(file: SourceFile, hasShared: boolean): ReadonlyMap<string, OpsTable> {
    const found = new Map<string, OpsTable>();
    const own = this.#own.get(file);
    for (const name of this.#words.of(file.text)) {
      if (!own?.has(name) && !this.#open.has(name) && !(hasShared && this.#shared.has(name))) continue;
      const table = this.#byName.get(name)?.findLast((each) => !each.isStatic || each.file === file);
      if (table) found.set(name, table);
    }
    return found;
  }
}

/** The installations that a file makes of some tables, which are given by their names. */
export function installsIn(
  expressions: Expressions,
  file: SourceFile,
  byName: ReadonlyMap<string, OpsTable>,
): Install[] {
  if (byName.size === 0) return [];
  const word = pattern`\b${byName.keys()}\b`;
  const found: Install[] = [];
  for (const region of file.regions) {
    if (region.kind !== 'object' && region.kind !== 'function') continue;
    const text = file.text.slice(region.start, region.end);
    if (!word.test(text) || (region.kind === 'function' && !setsOne(text, byName))) continue;
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

/** Whether a function may set something to one of the names: most hand a table to another function, and need not be parsed. */
function setsOne(text: string, names: { has(name: string): boolean }): boolean {
  const token = /[;{}"']|\/[/*]|[=!<>]=|=|\w+/g;
  let isSetting = false;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    const [sign] = found;
    if (sign === ';' || sign === '{' || sign === '}') isSetting = false;
    else if (sign === '=' || isStore(sign)) isSetting = true;
    else if (isSetting && names.has(sign)) return true;
    else token.lastIndex = Math.max(token.lastIndex, skipLiteral(text, found.index));
  }
  return false;
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
