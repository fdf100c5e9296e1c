/** Exports: two numbers that both can be right: what a side exports, and what it would have to. */
import type { CompareItem } from '../../model/compare-answers.ts';
import { EXPORTS } from '../../rules/exports.ts';
import { type NeededSymbol, neededSymbols } from '../../rules/hook-unexported-call.ts';
import type { Differences } from './differences.ts';
import type { Facts } from './facts.ts';
import { type Group, itemAt, type Row, sorted } from './rows.ts';

export const exports_: Group = {
  name: 'exports',
  *rows(facts, against) {
    if (against) {
      const { differences } = against;
      const [now, before] = [exportsIn(facts, differences), exportsIn(against.facts, differences)];
      yield { id: 'export.gained', claim: 'symbols exported that were not', items: missing(now, before) };
      yield { id: 'export.lost', claim: 'symbols that are exported no more', items: missing(before, now) };
    }
    if (facts.hasStruct) yield* needed(facts);
  },
};

/** The exports in the files that differ, by name. */
function exportsIn(facts: Facts, { files }: Differences): ReadonlyMap<string, CompareItem> {
  const { snapshot } = facts.side;
  return new Map(
    files.flatMap(({ path }) => {
      const file = path.endsWith('.c') ? facts.file(path) : null;
      return file
        ? snapshot.get(EXPORTS, file).map((each) => [each.name, itemAt(each.name, file, each.at)] as const)
        : [];
    }),
  );
}

function missing(
  here: ReadonlyMap<string, CompareItem>,
  there: ReadonlyMap<string, CompareItem>,
): readonly CompareItem[] {
  return sorted([...here].flatMap(([name, item]) => (there.has(name) ? [] : [item])));
}

/** What would have to be exported were each file with a table a module, the core's own files excepted. */
function* needed(facts: Facts): Iterable<Row> {
  const core = new Set(facts.reach.core.map(({ path }) => path));
  const tables = facts.slots.map(({ table }) => table.file.path);
  const asModules = new Set(tables.filter((path) => path.endsWith('.c') && !core.has(path)));
  const all = [...neededSymbols({ ...facts.scope([]), asModules })];
  yield row('export.needed-by-slots', 'unexported functions that the tables of modules would name', all, 'slot');
  yield row('export.needed-by-calls', 'unexported functions that the hooks of modules would call', all, 'call');
}

function row(id: string, claim: string, all: readonly NeededSymbol[], by: NeededSymbol['by']): Row {
  const own = all.filter((each) => each.by === by);
  return {
    id,
    claim,
    value: new Set(own.map(({ name }) => name)).size,
    items: sorted(
      own.map(({ name, raised }) =>
        itemAt(`${name}()${raised.function ? `, by ${raised.function}()` : ''}`, raised.file, raised.at),
      ),
    ),
  };
}
