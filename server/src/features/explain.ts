/** What `opscope explain SYMBOL` says: the hover of every hook, table, hook function or struct of that name. */
import type { Resolver } from '../resolve/ops.ts';
import { fillsOf } from './fills.ts';
import { type Explanation, explainTarget } from './hover.ts';
import { installers } from './installers.ts';
import { definedOps, type QuerySettings } from './query.ts';
import type { Target } from './target.ts';

/** An explanation as lines for a terminal. */
export interface ExplanationText {
  readonly title: string;
  readonly lines: readonly string[];
}

/** Explains a symbol; `STRUCT.FIELD` names one field. Empty when it names nothing that opscope knows. */
export function explain(resolver: Resolver, settings: QuerySettings, symbol: string): readonly ExplanationText[] {
  return targetsNamed(resolver, settings, symbol).map((target) => asText(explainTarget(target)));
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

function asText({ title, code, doc, points }: Explanation): ExplanationText {
  const plain = (text: string): string => text.replace(/\*\*|`/g, '');
  return {
    title,
    lines: [...code.split('\n'), ...(doc ? doc.split('\n') : []), ...points.map((point) => `- ${plain(point)}`)],
  };
}
