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

function raised(file: SourceFile, { group, region, all }: Uses, status: ModuleStatus): Raised {
  const [first] = all;
  const at = first?.at ?? region.start;
  const names = [...new Set(all.map((each) => label(each.name)))];
  const inFunction = region.kind === 'function' && region.name !== '' ? region.name : null;
  const subject = inFunction === null ? 'This file' : `${inFunction}()`;
  return {
    message:
      `${subject} ${group.kind === 'types' ? 'handles page-table types' : group.title} (${names.join(', ')}) ` +
      `and can be part of a module: ${group.why}. Instead, ${group.instead}.`,
    file,
    group: group.id,
    severity: group.severity === 'off' ? 'hint' : group.severity,
    at,
    end: at + (first?.name.length ?? 0),
    function: inFunction,
    evidence: [...all.map((each) => evidenceAt(label(each.name), file, each.at)), ...kbuildEvidence(status)],
  };
}

function label(name: string): string {
  return PGTABLE_NAMES.get(name)?.kind === 'calls' ? `${name}()` : PGTABLE_TAGS.has(name) ? `struct ${name}` : name;
}

/** How the file comes to be a module. */
export function kbuildEvidence(status: ModuleStatus): readonly FindingEvidence[] {
  const { why, config, moduleOn, includedBy } = status;
  if (why === null) return [];
  const by = includedBy === null ? '' : `, through ${includedBy} which includes it`;
  const on = moduleOn.length > 6 ? `${moduleOn.length} architectures` : moduleOn.join(', ');
  const message =
    config === null ? `always part of a module${by}` : `${config} can make it part of a module on ${on}${by}`;
  return [{ message, file: why.file, line: why.line }];
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
