/** Code that can be a module handles page-table internals. */
import type { SourceFile } from '../index/file.ts';
import type { Snapshot } from '../index/snapshot.ts';
import type { ModuleStatus } from '../kbuild/status.ts';
import type { FindingEvidence } from '../model/findings.ts';
import type { Region } from '../syntax/region.ts';
import { candidates, PGTABLE_WANTED } from './candidates.ts';
import { type Identifier, identifiersIn } from './identifiers.ts';
import { PGTABLE_NAMES, PGTABLE_TAGS, type PgtableGroup } from './pgtable.ts';
import { evidenceAt, type Raised, type Rule } from './rule.ts';

export const pgtableInModule: Rule = {
  id: 'pgtable-in-module',
  severity: 'warning',
  title: 'Code that can be a module handles page-table internals',
  precision: 'very-high',
  tags: ['module', 'page-table'],
  *find(scope) {
    const wanted = scope.everyGroup ? PGTABLE_NAMES : PGTABLE_WANTED;
    for (const path of candidates(scope.snapshot, scope.paths, scope.everyGroup)) {
      if (!path.endsWith('.c')) continue;
      const status = scope.kbuild().status(path);
      const file = status.moduleOn.length > 0 ? scope.snapshot.file(path) : null;
      if (file) yield* inFile(scope.snapshot, file, status, wanted);
    }
  },
};

/** The uses of one group in one function. */
interface Uses {
  readonly group: PgtableGroup;
  readonly region: Region;
  readonly all: Identifier[];
}

function* inFile(
  snapshot: Snapshot,
  file: SourceFile,
  status: ModuleStatus,
  wanted: ReadonlyMap<string, PgtableGroup>,
): Iterable<Raised> {
  const own = new OwnNames(snapshot, file);
  for (const region of file.regions) {
    if (region.kind === 'include') continue;
    const uses = new Map<string, Uses>();
    for (const each of identifiersIn(file.text, region.start, region.end, wanted)) {
      const group = wanted.get(each.name);
      if (!group || !isUse(each, group) || own.has(each.name)) continue;
      const known = uses.get(group.id);
      if (known) known.all.push(each);
      else uses.set(group.id, { group, region, all: [each] });
    }
    for (const each of uses.values()) yield raised(file, each, status);
  }
}

/** Whether an identifier is used as one of its group, and is not a variable or a tag of the same name. */
export function isUse(each: Identifier, group: PgtableGroup): boolean {
  if (group.kind === 'calls') return each.called && each.before !== 'struct';
  return PGTABLE_TAGS.has(each.name) === (each.before === 'struct');
}

function raised(file: SourceFile, uses: Uses, status: ModuleStatus): Raised {
  const { group, region, all } = uses;
  const [first] = all;
  const at = first?.at ?? region.start;
  const inFunction = region.kind === 'function' && region.name !== '' ? region.name : null;
  const subject = inFunction === null ? 'This file' : `${inFunction}()`;
  const { does, why, instead } = said(file, uses);
  return {
    message: `${subject} ${does} and ${status.cut ? 'may' : 'can'} be part of a module: ${why}. Instead, ${instead}.`,
    file,
    group: group.id,
    severity: group.severity === 'off' ? 'hint' : group.severity,
    at,
    end: at + (first?.name.length ?? 0),
    function: inFunction,
    evidence: [...all.map((each) => evidenceAt(label(each.name), file, each.at)), ...kbuildEvidence(status)],
  };
}

/** What is said of the uses. */
function said(
  { text }: SourceFile,
  { group, all }: Uses,
): Pick<PgtableGroup, 'why' | 'instead'> & { readonly does: string } {
  const names = [...new Set(all.map((each) => label(each.name)))].join(', ');
  // No entry is touched where only the size of one is asked for.
  const isSize = all.every(({ at }) => /\bsizeof\s*\(\s*$/.test(text.slice(Math.max(0, at - 20), at)));
  if (isSize) {
    const why = 'how many entries a table has is up to the architecture';
    return { does: `takes the size of page-table types (${names})`, why, instead: 'count in pages' };
  }
  const { why, instead, title, kind } = group;
  return { does: `${kind === 'types' ? 'handles page-table types' : title} (${names})`, why, instead };
}

function label(name: string): string {
  return PGTABLE_NAMES.get(name)?.kind === 'calls' ? `${name}()` : PGTABLE_TAGS.has(name) ? `struct ${name}` : name;
}

/** How the file comes to be a module. */
export function kbuildEvidence(status: ModuleStatus): readonly FindingEvidence[] {
  const { why, config, includedBy, cut } = status;
  if (cut) return [{ message: `not known for certain: ${cut.message}`, file: cut.file, line: cut.line }];
  if (why === null) return [];
  const by = includedBy === null ? '' : `, through ${includedBy} which includes it`;
  const message =
    config === null
      ? `always part of a module${by}`
      : `${config} can make it part of a module on ${arches(status)}${by}`;
  return [{ message, file: why.file, line: why.line }];
}

/** The architectures on which it is; a symbol of one says nothing of the others. */
function arches({ moduleOn, why }: ModuleStatus): string {
  const own = /^arch\/(\w+)\//.exec(why?.file ?? '')?.[1];
  const others = moduleOn.filter((each) => each !== own);
  if (own === undefined || others.length === moduleOn.length) return listed(moduleOn);
  return others.length === 0 ? own : `${own}; others do on ${listed(others)}`;
}

function listed(names: readonly string[]): string {
  return names.length > 6 ? `${names.length} architectures` : names.join(', ');
}

/** Names that a file, or a header beside it, declares itself: those are not the kernel's. */
export class OwnNames {
  readonly #files: readonly SourceFile[];

  constructor(snapshot: Snapshot, file: SourceFile) {
    const found = new Set([file]);
    for (const each of found) {
      for (const include of each.includes()) {
        const path = include.startsWith('"') ? snapshot.includes.resolve(include, each.path, file.path) : null;
        const header = path !== null && !/^(?:include|arch|mm)\//.test(path) ? snapshot.file(path) : null;
        if (header) found.add(header);
      }
    }
    this.#files = [...found];
  }

  has(name: string): boolean {
    return this.#files.some((file) => file.symbols(name).length > 0);
  }
}
