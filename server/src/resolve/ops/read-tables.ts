/** Reads the tables of one struct in one file. */
import { addTo } from '../../base/add-to.ts';
import type { SourceFile } from '../../index/file.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import { Expressions } from '../language/expressions.ts';
import { compiledAs } from '../language/macros/instances.ts';
import { objectsIn } from '../tables/objects.ts';
import { type OpsFilter, type OpsTable, TableReader } from '../tables/tables.ts';
import { newTables, writtenTable } from './instances.ts';
import type { MayHold } from './table-text.ts';

/** The tables of the structs that count, in the regions that may hold one, in the order of the text. */
export function readTables(
  { snapshot, expressions }: { readonly snapshot: Snapshot; readonly expressions: Expressions },
  file: SourceFile,
  is: OpsFilter,
  mayHold: MayHold,
): readonly OpsTable[] {
  const found: OpsTable[] = [];
  for (const each of compiledAs(snapshot, file)) {
    const own = each.file === file ? expressions : new Expressions(each.snapshot);
    for (const { object, place } of objectsIn(each.snapshot, own, each.file, mayHold)) {
      const tables = new TableReader(own, is, object, place).read();
      addTo(found, each.file === file ? tables : newTables(tables.map(writtenTable), found));
    }
  }
  return found;
}
