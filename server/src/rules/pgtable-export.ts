/** A function with page-table types in its signature is exported to modules. */
import type { SourceFile } from '../index/file.ts';
import type { Snapshot } from '../index/snapshot.ts';
import type { FindingEvidence } from '../model/findings.ts';
import { candidates } from './candidates.ts';
import { EXPORTS, type Export } from './exports.ts';
import { type Identifier, identifiersIn } from './identifiers.ts';
import { PGTABLE_TAGS, PGTABLE_TYPES } from './pgtable.ts';
import { evidenceAt, type Raised, type Rule } from './rule.ts';
import { sourcesAt } from './sources.ts';

const TYPES = new Set(PGTABLE_TYPES);

export const pgtableExport: Rule = {
  id: 'pgtable-export',
  severity: 'info',
  title: 'A function with page-table types in its signature is exported to modules',
  precision: 'very-high',
  tags: ['module', 'page-table'],
  *find({ snapshot, paths }) {
    for (const path of candidates(snapshot, paths)) {
      if (!path.endsWith('.c') || !/\bEXPORT_\w*SYMBOL/.test(snapshot.read(path) ?? '')) continue;
      const file = snapshot.file(path);
      for (const each of file ? snapshot.get(EXPORTS, file) : []) {
        const types = file ? signatureTypes(file, each.name) : [];
        if (types.length > 0) yield raised(each, types, inlineCaller(snapshot, each));
      }
    }
  },
};

function raised(each: Export, types: readonly Identifier[], inline: FindingEvidence | null): Raised {
  const { name, file, at, restriction } = each;
  const names = [...new Set(types.map((type) => type.name))].join(', ');
  const only = restriction === '' ? 'every module' : restriction;
  const instead = inline
    ? 'Headers call it inline, so that modules which use those need it.'
    : 'Export a function that takes a folio, a pfn or an address.';
  return {
    message: `${name}() has ${names} in its signature and is exported to ${only}. ${instead}`,
    file,
    // It comes with the inline functions, which are what pgtable-in-module looks for.
    ...(inline ? { severity: 'hint' as const } : {}),
    at,
    end: at + name.length,
    function: name,
    evidence: [...types.map((type) => evidenceAt(type.name, file, type.at)), ...(inline ? [inline] : [])],
  };
}

/** Where a header of the kernel, or of the architecture, calls an exported function in code of its own; null if none does. */
function inlineCaller(snapshot: Snapshot, { name, file: definedIn }: Export): FindingEvidence | null {
  const [own] = /^arch\/\w+\//.exec(definedIn.path) ?? [];
  const ofArch = own === undefined ? [] : (sourcesAt(snapshot.source, `${own}include`) ?? []);
  const headers = [...snapshot.search([name]), ...snapshot.source.among(ofArch, [name], [name])];
  for (const path of headers.filter((each) => each.endsWith('.h'))) {
    const header = snapshot.file(path);
    for (const each of header?.regions ?? []) {
      if (header === null || (each.kind !== 'function' && each.kind !== 'define') || each.name === name) continue;
      for (const use of identifiersIn(header.text, Math.max(each.start, each.brace), each.end, new Set([name])))
        if (use.called) return evidenceAt(`${each.name}() calls ${name}()`, header, use.at);
    }
  }
  return null;
}

/** The page-table types between the start of a function's definition and its body. */
function signatureTypes(file: SourceFile, name: string): readonly Identifier[] {
  const symbol = file.symbols(name).find((each) => each.kind === 'function');
  if (!symbol || symbol.region.brace < 0) return [];
  const { start, brace } = symbol.region;
  const all = [...identifiersIn(file.text, start, brace, TYPES)];
  return all.filter((each) => !PGTABLE_TAGS.has(each.name) || each.before === 'struct');
}
