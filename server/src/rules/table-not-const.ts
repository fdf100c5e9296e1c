/** An ops table can be written to. */
import type { SourceFile } from '../index/file.ts';
import type { Snapshot } from '../index/snapshot.ts';
import type { OpsTable } from '../resolve/tables/tables.ts';
import { identifiersIn } from './identifiers.ts';
import type { Rule } from './rule.ts';
import { isNamed } from './tables.ts';

export const tableNotConst: Rule = {
  id: 'table-not-const',
  severity: 'warning',
  title: 'An ops table is not const',
  precision: 'very-high',
  tags: ['ops-table'],
  *find({ ops, snapshot }) {
    for (const each of ops) {
      for (const table of each.tables()) {
        if (table.isConst || !isNamed(table) || table.path !== '' || table.macro !== null) continue;
        if (isWritten(snapshot, table)) continue;
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

/** Whether code sets members of a table, such as its owner: it cannot be const then. */
function isWritten(snapshot: Snapshot, { name, file, isStatic }: OpsTable): boolean {
  const others = isStatic ? [] : snapshot.search([name]).filter((path) => path !== file.path);
  const files = [file, ...others.flatMap((path) => snapshot.file(path) ?? [])];
  return files.some((each) => writes(each, name));
}

const MEMBER_SET = /^\s*(?:\[[^\]]*\]\s*)?(?:\.\s*\w+\s*)+=(?!=)/;

function writes({ text }: SourceFile, name: string): boolean {
  for (const { at } of identifiersIn(text, 0, text.length, new Set([name])))
    if (MEMBER_SET.test(text.slice(at + name.length, at + name.length + 200))) return true;
  return false;
}
