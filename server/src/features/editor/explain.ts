/** What `opscope explain SYMBOL` says: the hover of every hook, table, hook function or struct of that name. */
import { slotsOf } from '../../resolve/graph/any-ops.ts';
import { definingPasted } from '../../resolve/language/macros/pasted.ts';
import type { Resolver } from '../../resolve/ops/ops.ts';
import { fillsOf } from '../cursor/fills.ts';
import { installers } from '../cursor/installers.ts';
import { functionsNamed } from '../cursor/named.ts';
import type { Target } from '../cursor/target.ts';
import { proseText } from '../prose.ts';
import { definedOps, type QuerySettings } from '../query.ts';
import { explainArrays } from './explain-arrays.ts';
import { explainCandidates, hooksNamed } from './explain-candidates.ts';
import { explainHanded } from './explain-handed.ts';
import { explainIoctl } from './explain-ioctl.ts';
import { type Explanation, explainTarget } from './hover.ts';

/** An explanation as lines for a terminal. */
export interface ExplanationText {
  readonly title: string;
  readonly lines: readonly string[];
}

/**
 * Explains a symbol; `STRUCT.FIELD` names one field. What the ops structs of the settings have nothing of is looked for in all
 * others. Empty when it names nothing that opscope knows.
 */
export function explain(resolver: Resolver, settings: QuerySettings, symbol: string): readonly ExplanationText[] {
  const known = targetsNamed(resolver, settings, symbol);
  const ops = known.length > 0 ? [] : structsOf(resolver, symbol);
  const found = ops.length > 0 ? targetsNamed(resolver, { ...settings, ops }, symbol) : known;
  const named = [
    ...found.map(explainTarget),
    ...explainIoctl(resolver, settings.ops, symbol),
    ...explainArrays(resolver, symbol),
    ...explainHanded(resolver, symbol),
  ];
  return (named.length > 0 ? named : explainHooks(resolver, settings, symbol)).map(asText);
}

/** What is only the name of a hook of structs that nobody asked for: the one there is, else which they are. */
function explainHooks(resolver: Resolver, settings: QuerySettings, symbol: string): readonly Explanation[] {
  const hooks = hooksNamed(resolver, symbol);
  const [only, ...others] = hooks;
  if (!only) return [];
  if (others.length > 0) return [explainCandidates(resolver, symbol, hooks)];
  return targetsNamed(resolver, { ...settings, ops: [only.owner.name] }, symbol).map(explainTarget);
}

/** The ops structs that a symbol is about: the one it names, that of the table, or those whose hooks the function fills. */
function structsOf(resolver: Resolver, symbol: string): readonly string[] {
  const [tag = ''] = symbol.split('.');
  const struct = resolver.structNamed(tag);
  if (struct && resolver.expressions.types.isOps(struct)) return [tag];
  const filled = functionsNamed(resolver, symbol).flatMap((body) => slotsOf(resolver, body));
  const names = [...filled.map(({ table }) => table.struct.name), ...structsOfTable(resolver, symbol)];
  return [...new Set(names)].filter((name) => name !== '');
}

/** The ops structs of the objects of a name. */
function structsOfTable({ snapshot, expressions: { types } }: Resolver, name: string): readonly string[] {
  const files = /^\w+$/.test(name) ? snapshot.search([name]).flatMap((path) => snapshot.file(path) ?? []) : [];
  return [...files, ...definingPasted(snapshot, name)].flatMap((file) =>
    file.regions.flatMap((region) => {
      if (region.kind !== 'object' || region.name !== name) return [];
      const variable = file.lower(region).variables.find((each) => each.name === name);
      const struct = variable ? types.structOf({ type: variable.type, file }) : null;
      return struct && types.isOps(struct) ? [struct.name] : [];
    }),
  );
}

function targetsNamed(resolver: Resolver, settings: QuerySettings, symbol: string): Target[] {
  const span = { at: 0, end: 0 };
  const [struct, field] = symbol.includes('.') ? symbol.split('.') : [null, symbol];
  const found: Target[] = [];
  for (const ops of definedOps(resolver, settings.ops)) {
    const definition = ops.definition();
    const { name } = ops;
    if (definition && symbol === name) found.push({ ...span, k: 'struct', ops, struct: definition });
    for (const ref of ops.fields()) {
      if (ref.member.name === field && (struct === null || struct === name))
        found.push({ ...span, k: 'field', ops, ref });
    }
    for (const table of ops.tables()) if (table.name === symbol) found.push({ ...span, k: 'table', ops, table });
    for (const ref of installers(ops)) {
      if (ref.member.name === field && (struct === null || struct === ref.owner.name))
        found.push({ ...span, k: 'installer', ops, ref });
    }
  }
  const fills = fillsOf(resolver, settings.ops, symbol);
  if (fills.length > 0) found.push({ ...span, k: 'function', name: symbol, fills });
  return [...found, ...contextFields(resolver, settings, struct ?? null, field ?? symbol)];
}

function contextFields(resolver: Resolver, settings: QuerySettings, struct: string | null, field: string): Target[] {
  const found: Target[] = [];
  for (const name of settings.contextStructs) {
    if (struct !== null && struct !== name) continue;
    const definition = resolver.structNamed(name);
    const ref = definition && resolver.expressions.types.member(definition, field);
    if (ref) found.push({ at: 0, end: 0, k: 'context', resolver, settings, ref });
  }
  return found;
}

/** An explanation as lines. */
export function asText({ title, code, doc, points }: Explanation): ExplanationText {
  const said = points.map((point) => `- ${proseText(point)}`);
  return { title, lines: [...(code ? code.split('\n') : []), ...(doc ? doc.split('\n') : []), ...said] };
}
