/** `opscope tables` and `opscope dispatch`: one JSON object a line, or one line of text. */
import { dispatchSites } from '../features/tables/dispatch-sites.ts';
import { tableRows } from '../features/tables/table-rows.ts';
import type { Everything } from '../features/whole-tree/batch.ts';
import { TargetJoin } from '../features/whole-tree/join-targets.ts';
import { searchIncludedSources } from '../index/parts.ts';
import type { DispatchSite, TableRow } from '../model/answers.ts';
import { searchTableMacros } from '../resolve/language/macros/object-makers.ts';
import { Resolver } from '../resolve/ops/ops.ts';
import type { OpenTree, Output } from './io.ts';
import { placeText } from './places.ts';
import { Shown, shown } from './shown.ts';
import { type Cell, columns, type Paint, paintFor } from './style.ts';

/** Prints the tables or dispatch sites of every ops struct. */
export async function everythingCommand(
  tree: Pick<OpenTree, 'snapshot' | 'everything'>,
  wanted: Everything,
  format: 'text' | 'json',
  output: Output,
): Promise<number> {
  const paint = paintFor(output);
  const resolver = Resolver.of(tree.snapshot);
  searchTableMacros(resolver.snapshot);
  searchIncludedSources(resolver.snapshot);
  const join = new TargetJoin(tree.snapshot);
  let leftOut = 0;
  for await (const { tables, withoutFunction, dispatch, facts, gaps } of tree.everything(wanted)) {
    for (const gap of gaps) tree.snapshot.gaps.add(gap);
    await written(tables, (row) => (format === 'json' ? Shown.json(row) : tableText(row, paint)), output);
    join.add(dispatch, facts);
    leftOut += withoutFunction;
  }
  await written(join.sites(), (site) => (format === 'json' ? Shown.json(site) : dispatchText(site, paint)), output);
  if (leftOut > 0) output.err(shown`opscope: ${leftOutText(leftOut)}\n`);
  return 0;
}

function leftOutText(count: number): string {
  const tables = count === 1 ? '1 table without a function is' : `${count} tables without a function are`;
  return `${tables} left out; --with-values has them too`;
}

/** So many rows are written in one go. */
const AT_A_TIME = 256;

/** Writes rows as they come, and no faster than they are taken. */
async function written<T>(rows: Iterable<T>, form: (row: T) => Shown, output: Output): Promise<void> {
  let lines: Shown[] = [];
  const write = async (): Promise<void> => {
    output.out(Shown.joined(lines, ''));
    lines = [];
    await output.taken();
  };
  for (const row of rows) if (lines.push(form(row)) === AT_A_TIME) await write();
  if (lines.length > 0) await write();
}

/** Prints every initialised table. */
export async function tablesCommand(
  tree: OpenTree,
  ops: readonly string[],
  format: 'text' | 'json',
  output: Output,
): Promise<number> {
  const paint = paintFor(output);
  noteMissing(tree, ops, output);
  const rows = tableRows(Resolver.of(tree.snapshot), ops);
  await written(rows, (row) => (format === 'json' ? Shown.json(row) : tableText(row, paint)), output);
  return 0;
}

/** An empty answer may be that of a name that the tree does not have. */
function noteMissing({ snapshot, tree }: OpenTree, ops: readonly string[], output: Output): void {
  const resolver = Resolver.of(snapshot);
  const missing = ops.filter((name) => resolver.ops(name).definition() === null);
  if (missing.length > 0)
    output.err(shown`opscope: Linux ${tree.version} has no struct ${missing.join(' or ')} in the folders read\n`);
}

function tableText(row: TableRow, paint: Paint): Shown {
  const when = row.condition === null ? '' : `  ${row.condition}`;
  const index = row.struct === null ? row.path : row.index === null ? '' : `[${row.index}]`;
  const name = row.name + index;
  const what = row.struct === null ? 'function' : shown`struct ${row.struct}`;
  const lines = [shown`${paint.dim(placeText(row))} ${paint.bold(name)}  ${what}${paint.dim(when)}`];
  for (const [field, slot] of Object.entries(row.hooks)) {
    if (slot === null) continue;
    const value = 'function' in slot ? paint.good(slot.function) : slot.value;
    lines.push(field === '' ? shown`  ${value}` : shown`  .${paint.name(field)} = ${value}`);
  }
  return Shown.lines(lines);
}

/** Prints every dispatch site. */
export async function dispatchCommand(
  tree: OpenTree,
  ops: readonly string[],
  format: 'text' | 'json',
  output: Output,
): Promise<number> {
  const resolver = Resolver.of(tree.snapshot);
  const paint = paintFor(output);
  noteMissing(tree, ops, output);
  for (const name of ops) {
    const sites = dispatchSites(resolver.ops(name));
    if (format === 'json') await written(sites, (site) => Shown.json(site), output);
    else await written(columns(sites.map((site) => dispatchCells(site, paint))), (line) => shown`${line}\n`, output);
  }
  return 0;
}

/** A site in a line; those of a list that is known whole are in columns. */
function dispatchCells(site: DispatchSite, paint: Paint): Cell[] {
  const guard = site.guarded ? 'guarded' : site.checkedIn ? `checked in ${site.checkedIn.function}` : 'unguarded';
  const targets = site.targets.length === 0 ? 'nothing' : site.targets.join(', ');
  return [
    { text: placeText(site), paint: paint.dim },
    { text: `${site.function}()` },
    { text: calledThrough(site), paint: paint.name },
    { text: guard, paint: site.guarded ? paint.good : site.checkedIn ? undefined : paint.warn },
    { text: `-> ${targets}` },
  ];
}

/** A dispatch site in one line. */
export function dispatchText(site: DispatchSite, paint: Paint): Shown {
  return shown`${columns([dispatchCells(site, paint)])[0] ?? ''}\n`;
}

/** What a site calls: a member, an element of an array, or what a variable or parameter holds. */
function calledThrough({ kind, struct, field, through }: DispatchSite): string {
  if (struct !== null) return `${struct}.${field}`;
  if (kind !== 'array' && through === null) return `${kind} ${field}`;
  return field.includes('.') ? field : `${field}[]`;
}
