/** A table fills one hook of a pair and leaves the other unset. */
import { evidenceAt, type Rule } from './rule.ts';
import { isSet, typeOf } from './tables.ts';

/** Hooks that undo each other: data. */
const PAIRS: readonly { readonly does: string; readonly undoes: string }[] = [
  { does: 'filemap_add', undoes: 'filemap_remove' },
];

export const hookPair: Rule = {
  id: 'hook-pair',
  severity: 'warning',
  title: 'A table fills one hook of a pair only',
  precision: 'high',
  tags: ['ops-table'],
  *find({ ops }) {
    for (const each of ops) {
      const fields = new Set(each.hookNames());
      for (const { does, undoes } of PAIRS) {
        if (!fields.has(does) || !fields.has(undoes)) continue;
        for (const table of each.tables()) {
          if (isSet(table, does) === isSet(table, undoes)) continue;
          const [set, unset] = isSet(table, does) ? [does, undoes] : [undoes, does];
          const slot = table.slots.find(({ field }) => field === set);
          const at = slot?.at ?? table.at;
          yield {
            message: `${typeOf(each, table)} fills ${set} but not ${unset}: ${undoes} takes back what ${does} did. Fill both or neither.`,
            file: table.file,
            at,
            end: at + set.length,
            function: null,
            evidence: [evidenceAt(`${table.name} leaves ${unset} unset`, table.file, table.at)],
          };
        }
      }
    }
  },
};
