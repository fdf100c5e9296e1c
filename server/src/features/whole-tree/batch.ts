/** Every ops struct at once: the tables and dispatch sites of a list of files, one file after the other. */
import { addTo } from '../../base/add-to.ts';
import { visit } from '../../index/visit.ts';
import type { DispatchSite, TableRow } from '../../model/answers.ts';
import type { Gap } from '../../model/gaps.ts';
import { Resolver } from '../../resolve/ops/ops.ts';
import type { OpsTable } from '../../resolve/tables/tables.ts';
import { fileDispatch } from './file-dispatch.ts';
import { fileTables, tableRow } from './file-tables.ts';
import type { HookFacts } from './join-targets.ts';

/** What is wanted of every ops struct. Most tables of some structs with hooks fill none of them, and hold values alone. */
export type Everything = 'tables' | 'tables with functions' | 'dispatch';

/** Answers for one list of files. */
export interface Batch {
  readonly tables: readonly TableRow[];
  /** How many tables are left out of them, since they have no function in a slot. */
  readonly withoutFunction: number;
  readonly dispatch: readonly DispatchSite[];
  /** By file, in the order of the dispatch sites: what they can reach is found when all files have been read. */
  readonly facts: readonly HookFacts[];
  /** What the answers go without, by what was read so far. */
  readonly gaps: readonly Gap[];
}

/** Reads the files in order; each is let go of when it is done, but for headers that others include. */
export function readBatch(resolver: Resolver, paths: readonly string[], wanted: Everything): Batch {
  return { ...readFiles(resolver, paths, wanted), gaps: resolver.snapshot.gaps.all() };
}

/** The same without what is missing: to collect that looks at all that was read so far. */
export function readFiles(resolver: Resolver, paths: readonly string[], wanted: Everything): Omit<Batch, 'gaps'> {
  const tables: TableRow[] = [];
  const dispatch: DispatchSite[] = [];
  const facts: HookFacts[] = [];
  let withoutFunction = 0;
  for (const path of paths) {
    visit(resolver.snapshot, path, (file, seen) => {
      const unit = Resolver.of(seen);
      if (wanted === 'dispatch') {
        const read = fileDispatch(unit, file);
        addTo(dispatch, read.sites);
        facts.push(read.facts);
        return;
      }
      const all = fileTables(unit, file);
      const wantedOnes = wanted === 'tables' ? all : all.filter(hasFunction);
      withoutFunction += all.length - wantedOnes.length;
      addTo(
        tables,
        wantedOnes.map((table) => tableRow(unit, table)),
      );
    });
  }
  return { tables, withoutFunction, dispatch, facts };
}

function hasFunction({ slots }: OpsTable): boolean {
  return slots.some(({ value }) => value.k === 'function');
}
