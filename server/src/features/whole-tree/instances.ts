/** What the instances of a template say, as what one file says. */
import type { DispatchSite, TableRow } from '../../model/answers.ts';
import type { OpsTable } from '../../resolve/tables/tables.ts';
import type { BatchPart } from './batch.ts';
import type { FileFacts } from './file-facts.ts';
import type { HookFacts } from './hook-facts.ts';

/** What one text says, and the tables in it that no row is of. */
export interface TextPart extends BatchPart {
  readonly omitted: readonly OpsTable[];
}

/** The parts of the instances of one template without what one before it said: what no macro tells apart is the same in each. */
export function withoutRepeats(parts: readonly TextPart[]): readonly BatchPart[] {
  if (parts.length === 1) return parts;
  const met = new Set<string>();
  const isNew = (row: unknown): boolean => {
    const key = JSON.stringify(row);
    return !met.has(key) && met.add(key).has(key);
  };
  return parts.map((part) => freshPart(part, isNew));
}

/** Rows and what is said of each, in the same order, are left out together. */
function freshPart(part: TextPart, isNew: (row: unknown) => boolean): BatchPart {
  const tables = part.tables.map((row: TableRow) => isNew(row));
  const sites = part.dispatch.map((row: DispatchSite) => isNew(row));
  const facts = part.facts.map((each): HookFacts => ({ ...each, sites: each.sites.filter((_, i) => sites[i]) }));
  const beside = part.beside?.map(
    (each): FileFacts => ({
      ...each,
      structsOf: each.structsOf.filter((_, i) => tables[i]),
      functions: each.functions.filter((one) => isNew(one)),
      calls: each.calls.filter((call) => isNew(call)),
    }),
  );
  return {
    ...part,
    withoutFunction: part.omitted.filter((table) => isNew(placeOf(table))).length,
    tables: part.tables.filter((_, i) => tables[i]),
    dispatch: part.dispatch.filter((_, i) => sites[i]),
    facts,
    ...(beside && { beside }),
  };
}

/** What a table is known by that has no row. */
function placeOf({ file, at, name, path, struct, condition }: OpsTable): unknown {
  return [file.point(at), name, path, struct.title, condition];
}
