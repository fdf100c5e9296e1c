/** The core: what it still knows of single memory types, and hooks that are there for one of them. */
import { pushTo } from '../../base/add-to.ts';
import type { SourceFile } from '../../index/file.ts';
import type { CompareItem } from '../../model/compare-answers.ts';
import { identifiersIn } from '../../rules/identifiers.ts';
import { MEMORY_TYPES, PREDICATES } from '../../rules/memory-types.ts';
import { type Facts, order } from './facts.ts';
import { type Group, itemAt, type Row, sorted } from './rows.ts';

/** Rows about the core of both sides: a file that dispatches on one of them counts on the other. */
export const core: Group = {
  name: 'core',
  *rows(facts, against) {
    const paths = new Set([...coreFiles(facts), ...(against ? coreFiles(against.facts) : [])]);
    const files = [...paths].sort(order).flatMap((path) => facts.file(path) ?? []);
    const cases = files.flatMap((file) => specialCases(facts, file));
    yield { id: 'core.special-cases', claim: 'places where the core asks for one memory type', items: sorted(cases) };
    yield {
      id: 'core.headers',
      claim: 'headers of memory types that the core includes',
      items: sorted(files.flatMap((file) => headers(facts, file))),
    };
    if (facts.hasStruct) yield oneType(facts);
  },
};

/** The files of the core, and the header of the struct. */
function coreFiles({ reach, ops }: Facts): readonly string[] {
  const header = ops.definition()?.file;
  return [...reach.core, ...(header ? [header] : [])].map(({ path }) => path);
}

function specialCases(facts: Facts, file: SourceFile): readonly CompareItem[] {
  return file.regions.flatMap((region) => {
    if (region.kind !== 'function') return [];
    const start = Math.max(region.start, region.brace);
    return [...identifiersIn(file.text, start, region.end, PREDICATES)].flatMap(({ name, at, called }) =>
      called && facts.isAbout(PREDICATES.get(name) ?? '') ? [itemAt(`${region.name}() asks ${name}()`, file, at)] : [],
    );
  });
}

function headers(facts: Facts, file: SourceFile): readonly CompareItem[] {
  const known = MEMORY_TYPES.filter(({ memoryType }) => facts.isAbout(memoryType));
  return file.regions.flatMap((region) => {
    const header = region.kind === 'include' ? region.name.slice(1, -1) : '';
    const type = known.find((each) => each.headers.includes(header))?.memoryType;
    return type ? [itemAt(`${header}, of ${type}`, file, region.start)] : [];
  });
}

/** Hooks for which all memory types but one have the same function. */
function oneType(facts: Facts): Row {
  const { fields, tables } = facts.matrix;
  const items = fields.flatMap((field) => {
    const types = tables.flatMap(({ memoryType, hooks }) => {
      const slot = hooks[field.name];
      return slot && 'function' in slot ? [[memoryType, slot.function] as const] : [];
    });
    const alone = types.length > 2 ? odd(types) : null;
    if (alone === null || !facts.isAbout(alone)) return [];
    return [{ message: `${field.name} serves ${alone} only`, file: field.file, line: field.line }];
  });
  return { id: 'core.one-type-hooks', claim: 'hooks in which all memory types but one share a function', items };
}

/** The one that has another function than all others, which have one; null where there is none. */
function odd(types: readonly (readonly [type: string, name: string])[]): string | null {
  const byName = new Map<string, string[]>();
  for (const [type, name] of types) pushTo(byName, name, type);
  const alone = [...byName.values()].find((each) => each.length === 1);
  return byName.size === 2 ? (alone?.[0] ?? null) : null;
}
