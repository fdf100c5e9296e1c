/** Every ops struct at once: the tables and dispatch sites of a list of files, one file after the other. */
import type { SourceFile } from '../../index/file.ts';
import { visit } from '../../index/visit.ts';
import type { DispatchSite, TableRow } from '../../model/answers.ts';
import type { Gap } from '../../model/gaps.ts';
import { compiledAs } from '../../resolve/language/macros/instances.ts';
import { Resolver } from '../../resolve/ops/ops.ts';
import type { OpsTable } from '../../resolve/tables/tables.ts';
import { fileDispatch } from './file-dispatch.ts';
import { FactReader, type FileFacts, withPlaces } from './file-facts.ts';
import { fileTables, tableRow } from './file-tables.ts';
import type { HookFacts } from './hook-facts.ts';
import { type TextPart, withoutRepeats } from './instances.ts';

/**
 * What is wanted of every ops struct; facts are tables, sites and what an export has besides. Most tables of some structs with hooks fill
 * none of them, and hold values alone.
 */
export type Everything = 'tables' | 'tables with functions' | 'dispatch' | 'facts' | 'facts with values';

/** Those that want tables without a function, too. */
const WITH_VALUES: readonly Everything[] = ['tables', 'facts with values'];

/** Answers for one list of files. */
export interface Batch {
  readonly tables: readonly TableRow[];
  /** How many tables are left out of them, since they have no function in a slot. */
  readonly withoutFunction: number;
  readonly dispatch: readonly DispatchSite[];
  /** By file, in the order of the dispatch sites: what they can reach is found when all files have been read. */
  readonly facts: readonly HookFacts[];
  /** By file, where facts are wanted. */
  readonly beside?: readonly FileFacts[];
  /** What the answers go without, by what was read so far. */
  readonly gaps: readonly Gap[];
}

/** A batch before it is said what it lacks: to collect that looks at all that was read so far. */
export type BatchPart = Omit<Batch, 'gaps'>;

/** Reads the files in order; each is let go of when it is done, but for headers that others include. */
export function readBatch(resolver: Resolver, paths: readonly string[], wanted: Everything): Batch {
  const parts = paths.map((path) => readFile(resolver, path, wanted));
  return { ...together(parts), gaps: resolver.snapshot.gaps.all() };
}

/** What one file says; `reader` knows which structs were told of. */
export function readFile(resolver: Resolver, path: string, wanted: Everything, reader = new FactReader()): BatchPart {
  const read: BatchPart[] = [];
  visit(resolver.snapshot, path, (file, seen) => {
    const parts = compiledAs(seen, file).map((each) => filePart(Resolver.of(each.snapshot), each.file, wanted, reader));
    read.push(together(withoutRepeats(parts)));
  });
  return together(read);
}

function filePart(unit: Resolver, file: SourceFile, wanted: Everything, reader: FactReader): TextPart {
  const tables = fileTables(unit, file);
  if (wanted === 'dispatch') {
    const { sites, facts } = fileDispatch(unit, file, tables);
    return { tables: [], withoutFunction: 0, omitted: [], dispatch: sites, facts: [facts] };
  }
  const isTold = (table: OpsTable): boolean => WITH_VALUES.includes(wanted) || hasFunction(table);
  const told = tables.filter(isTold);
  const rows = told.map((table) => tableRow(unit, table));
  const omitted = told.length < tables.length ? tables.filter((table) => !isTold(table)) : [];
  const withoutFunction = omitted.length;
  if (wanted === 'tables' || wanted === 'tables with functions')
    return { tables: rows, withoutFunction, omitted, dispatch: [], facts: [] };
  const { sites, facts, structs } = fileDispatch(unit, file, tables);
  const beside = reader.read(unit, file, told, structs);
  const all = { tables: rows, dispatch: sites, facts: [withPlaces(unit, file, facts)], beside: [beside] };
  return { ...all, withoutFunction, omitted };
}

function hasFunction({ slots }: OpsTable): boolean {
  return slots.some(({ value }) => value.k === 'function');
}

/** Parts as one, in their order. */
export function together(parts: readonly BatchPart[]): BatchPart {
  return {
    tables: parts.flatMap((each) => each.tables),
    dispatch: parts.flatMap((each) => each.dispatch),
    facts: parts.flatMap((each) => each.facts),
    withoutFunction: parts.reduce((sum, each) => sum + each.withoutFunction, 0),
    beside: parts.flatMap((each) => each.beside ?? []),
  };
}
