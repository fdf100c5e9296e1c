/** The slots that a macro's use in an initialiser sets: `struct lamp_ops desk = { COMMON_LAMP_OPS, .dim = f }`. */
import type { SourceFile } from '../../index/file.ts';
import type { Expr } from '../../model/ir.ts';
import type { MacroUses } from '../../resolve/language/macros/substitution.ts';
import { type Place, placeIn } from '../../resolve/language/place.ts';
import type { Resolver } from '../../resolve/ops/ops.ts';

/** A name alone, or one with arguments. */
const USE = /^ ?[A-Za-z_]\w* ?(?:\(.*\) ?)?$/;

/** Macros that use others are followed as far as this. */
const MAX_NESTED = 8;

/** The fields that an item of an initialiser sets as a macro's use; none where it is anything else. */
export function fieldsByMacro({ expressions }: Resolver, file: SourceFile, item: string): readonly string[] {
  if (!USE.test(item)) return [];
  const place = { ...placeIn(file, null), text: item };
  return fieldsOf(expressions.uses, expressions.uses.parse(item), place, MAX_NESTED);
}

function fieldsOf(uses: MacroUses, value: Expr, place: Place, depth: number): readonly string[] {
  const [name, args] = value.k === 'call' ? [value.fn, value.args] : [value, null];
  const made = name.k === 'id' && depth > 0 ? uses.initialiserText(name.name, args, value.at, place) : null;
  if (!made) return [];
  const { text, macro, work } = made;
  const inner = { ...place, text: `(T){${text}}`, outer: { place, at: value.at, macro }, work };
  return uses.initialiser(text).flatMap(({ path: [first], value: item }) => {
    if (first === undefined) return fieldsOf(uses, item, inner, depth - 1);
    return first.k === 'field' ? [first.name] : [];
  });
}
