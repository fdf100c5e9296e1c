/** An ops table can be written to. */
import type { Rule } from './rule.ts';
import { isNamed } from './tables.ts';

export const tableNotConst: Rule = {
  id: 'table-not-const',
  severity: 'warning',
  title: 'An ops table is not const',
  *find({ ops }) {
    for (const each of ops) {
      for (const table of each.tables()) {
        if (table.isConst || !isNamed(table) || table.path !== '' || table.macro !== null) continue;
        yield {
          message: `${table.name} is not const: a stray write to it redirects every dispatch. Declare it const struct ${each.name}.`,
          file: table.file,
          at: table.at,
          end: table.at + table.name.length,
          function: null,
          evidence: [],
        };
      }
    }
  },
};
