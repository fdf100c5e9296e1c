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
      const open = each.tables().filter((table) => !table.isConst && isNamed(table) && isPlain(table));
      const written = writtenTables(snapshot, open);
      for (const table of open) {
        if (written.has(table)) continue;
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

/** Whether a table is declared by itself, as it stands. */
function isPlain({ path, macro }: OpsTable): boolean {
  return path === '' && macro === null;
}

/** The tables of which code sets members, such as their owner: they cannot be const then. */
function writtenTables(snapshot: Snapshot, tables: readonly OpsTable[]): ReadonlySet<OpsTable> {
  const shared = tables.filter(({ isStatic }) => !isStatic).map(({ name }) => name);
  const files = new Set(tables.map(({ file }) => file));
  for (const path of shared.length > 0 ? snapshot.search(shared) : []) {
    const file = snapshot.file(path);
    if (file) files.add(file);
  }
  const names = new Set(tables.map(({ name }) => name));
  const written = new Map([...files].map((file) => [file, writtenIn(file, names)] as const));
  const anywhere = new Set([...written.values()].flatMap((each) => [...each]));
  return new Set(
    tables.filter(({ name, file, isStatic }) => (isStatic ? written.get(file) : anywhere)?.has(name) === true),
  );
}

const MEMBER_SET = /^\s*(?:\[[^\]]*\]\s*)?(?:\.\s*\w+\s*)+=(?!=)/;

/** The names of which a file sets members. */
function writtenIn({ text }: SourceFile, names: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { name, at } of identifiersIn(text, 0, text.length, names))
    if (MEMBER_SET.test(text.slice(at + name.length, at + name.length + 200))) found.add(name);
  return found;
}
