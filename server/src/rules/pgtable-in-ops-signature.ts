/** A hook's signature hands page-table types to whoever fills it. */
import { identifiersIn } from './identifiers.ts';
import { PGTABLE_TAGS, PGTABLE_TYPES } from './pgtable.ts';
import { evidenceAt, type Rule } from './rule.ts';
import { filledSlots } from './tables.ts';

const TYPES = new Set(PGTABLE_TYPES);

export const pgtableInOpsSignature: Rule = {
  id: 'pgtable-in-ops-signature',
  severity: 'warning',
  title: "A hook's signature has a page-table type",
  precision: 'very-high',
  tags: ['ops-table', 'page-table'],
  *find({ ops }) {
    for (const each of ops) {
      for (const { owner, member } of each.fields()) {
        const all = [...identifiersIn(owner.file.text, member.at, member.end, TYPES)];
        const types = new Set(
          all.flatMap(({ name, before }) => (PGTABLE_TAGS.has(name) && before !== 'struct' ? [] : [name])),
        );
        if (types.size === 0 || member.name === null) continue;
        const fillers = filledSlots(each).filter(({ slot }) => slot.field === member.name);
        yield {
          message:
            `${member.name} hands ${[...types].join(', ')} to every memory type that fills it, modules too. ` +
            'Pass a folio and an address, and keep page tables in the core.',
          file: owner.file,
          at: member.nameAt,
          end: member.nameAt + member.name.length,
          function: null,
          evidence: fillers.map(({ name, slot, table }) => evidenceAt(`${name}() fills it`, table.file, slot.at)),
        };
      }
    }
  },
};
