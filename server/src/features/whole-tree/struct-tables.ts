/** The tables of one struct as threads find them: as plain data, which another thread makes tables of again. */
import type { Snapshot } from '../../index/snapshot.ts';
import { type OpsIndex, Resolver } from '../../resolve/ops/ops.ts';
import { readTables } from '../../resolve/ops/read-tables.ts';
import { mayHoldBy, type TableWords } from '../../resolve/ops/table-text.ts';
import type { OpsTable } from '../../resolve/tables/tables.ts';

/** Which tables are wanted: what tells them, without a search. */
export interface StructWanted {
  /** The struct's names. */
  readonly names: readonly string[];
  /** Where it is defined: the offset in a file. */
  readonly file: string;
  readonly at: number;
  readonly words: TableWords;
}

/** A table of the struct, by the paths of its files. */
type TableData = Omit<OpsTable, 'struct' | 'file' | 'unit'> & { readonly file: string; readonly unit: string };

/** The tables of each of some files; null for a file whose tables cannot be told so. */
export type StructTables = readonly (readonly TableData[] | null)[];

/** What threads are to look for; null where the tree has no such struct. */
export function structWanted(ops: OpsIndex): StructWanted | null {
  const definition = ops.definition();
  if (!definition) return null;
  const { words } = ops.tableText();
  return { names: ops.names(), file: definition.file.path, at: definition.at, words };
}

/** Reads one file after the other. */
export class StructReader {
  readonly #wanted: StructWanted;
  readonly #mayHold;

  constructor(wanted: StructWanted) {
    this.#wanted = wanted;
    this.#mayHold = mayHoldBy(wanted.words);
  }

  /** The tables of a file; null for one that cannot be read, and where one is of a namesake, of a struct in the struct, or of a template. */
  read(snapshot: Snapshot, path: string): readonly TableData[] | null {
    const { names, file, at } = this.#wanted;
    const source = snapshot.file(path);
    if (!source) return null;
    const may = ({ name, title }: OpsTable['struct']): boolean => names.includes(name === '' ? title : name);
    const tables = readTables(Resolver.of(snapshot), source, may, this.#mayHold);
    const isPlain = (table: OpsTable): boolean =>
      table.struct.file.path === file &&
      table.struct.at === at &&
      [table.file, table.unit].every((each) => snapshot.file(each.path) === each);
    if (!tables.every(isPlain)) return null;
    return tables.map(({ struct: _, ...table }) => ({ ...table, file: table.file.path, unit: table.unit.path }));
  }
}

/** Takes over what threads found in files of a tree. */
export function takeTables(ops: OpsIndex, paths: readonly string[], found: StructTables): void {
  const { snapshot } = ops.resolver;
  const struct = ops.definition();
  paths.forEach((path, i) => {
    const source = snapshot.file(path);
    const tables = (found[i] ?? null)?.map((each) => {
      const [file, unit] = [snapshot.file(each.file), snapshot.file(each.unit)];
      return struct && file && unit ? { ...each, struct, file, unit } : null;
    });
    if (source && tables?.every((each) => each !== null)) ops.takeTables(source, tables);
  });
}
