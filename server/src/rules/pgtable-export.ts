/** A function with page-table types in its signature is exported to modules. */
import type { SourceFile } from '../index/file.ts';
import { candidates } from './candidates.ts';
import { exportsIn } from './exports.ts';
import { type Identifier, identifiersIn } from './identifiers.ts';
import { PGTABLE_TAGS, PGTABLE_TYPES } from './pgtable.ts';
import { evidenceAt, type Rule } from './rule.ts';

const TYPES = new Set(PGTABLE_TYPES);

export const pgtableExport: Rule = {
  id: 'pgtable-export',
  severity: 'info',
  title: 'A function with page-table types in its signature is exported to modules',
  *find({ snapshot, paths }) {
    for (const path of candidates(snapshot, paths)) {
      if (!path.endsWith('.c') || !/\bEXPORT_\w*SYMBOL/.test(snapshot.read(path) ?? '')) continue;
      const file = snapshot.file(path);
      for (const each of file ? exportsIn(file) : []) {
        const types = file ? signatureTypes(file, each.name) : [];
        if (types.length === 0) continue;
        const names = [...new Set(types.map(({ name }) => name))].join(', ');
        const only = each.restriction === '' ? 'every module' : each.restriction;
        yield {
          message: `${each.name}() has ${names} in its signature and is exported to ${only}. Export a function that takes a folio, a pfn or an address.`,
          file: each.file,
          at: each.at,
          end: each.at + each.name.length,
          function: each.name,
          evidence: types.map((type) => evidenceAt(type.name, each.file, type.at)),
        };
      }
    }
  },
};

/** The page-table types between the start of a function's definition and its body. */
function signatureTypes(file: SourceFile, name: string): readonly Identifier[] {
  const symbol = file.symbols(name).find((each) => each.kind === 'function');
  if (!symbol || symbol.region.brace < 0) return [];
  const { start, brace } = symbol.region;
  const all = [...identifiersIn(file.text, start, brace, TYPES)];
  return all.filter((each) => !PGTABLE_TAGS.has(each.name) || each.before === 'struct');
}
