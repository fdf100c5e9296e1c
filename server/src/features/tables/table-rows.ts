/** Tables as rows: what `opscope tables` prints. */
import type { TableRow } from '../../model/answers.ts';
import type { Resolver } from '../../resolve/ops/ops.ts';
import { matrix } from './matrix.ts';

/** Every initialised table of the given ops structs, by file and line. */
export function* tableRows(resolver: Resolver, ops: readonly string[]): Iterable<TableRow> {
  for (const name of ops) {
    const index = resolver.ops(name);
    const rows = matrix(index, { root: '', version: '' }).tables;
    const tables = index.tables();
    for (const [i, row] of rows.entries()) {
      const table = tables[i];
      if (!table) continue;
      const { memoryType, file, line, column, condition, hooks, installedIn } = row;
      const element = /^\[(.*?)\]/.exec(table.path)?.[1] ?? null;
      const struct = table.struct.name || name;
      yield {
        struct,
        name: table.name,
        index: element,
        path: table.path,
        memoryType,
        file,
        line,
        column,
        condition,
        hooks,
        installedIn,
      };
    }
  }
}
