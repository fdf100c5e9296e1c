/** The functions that a value can name: what a slot holds, or what is assigned to a hook. */

import type { Expr, Param, TypeExpr } from '../../model/ir.ts';
import { type Expressions, isNull } from '../language/expressions.ts';
import { sameAsArgument } from '../language/macros/known-values.ts';
import type { Place } from '../language/place.ts';

/** A function by the name that a value gives it. */
export interface NamedFunction {
  readonly k: 'function';
  readonly name: string;
  /** Offset of the name; where a macro names it, of the macro's use. */
  readonly at: number;
}

/** The functions that an expression can name: through casts, `&`, `?:` and macros. Offsets are in the place's file. */
export function functionsIn(expressions: Expressions, value: Expr, place: Place): readonly NamedFunction[] {
  if (isNull(value)) return [];
  const inner = (each: Expr): readonly NamedFunction[] => functionsIn(expressions, each, place);
  switch (value.k) {
    case 'cast': {
      const found = inner(value.arg);
      return found.length > 0 || isNull(value.arg) ? found : functionOfType(expressions, value.type, place);
    }
    case 'unary':
      return value.op === '&' || value.op === '*' ? inner(value.arg) : [];
    case 'cond': {
      const test = constant(value.test);
      if (test !== null) return inner(test ? (value.yes ?? value.test) : value.no);
      return [...(value.yes ? inner(value.yes) : []), ...inner(value.no)];
    }
    case 'comma':
      return inner(value.right);
    case 'block': {
      const last = value.body.at(-1);
      return last?.k === 'expr' ? inner(last.expr) : [];
    }
    case 'other': {
      const chosen = association(expressions, value.kids, place);
      return chosen ? inner(chosen) : [];
    }
    case 'id':
      return byName(expressions, value, place);
    case 'call': {
      if (value.fn.k !== 'id') return [];
      const same = sameAsArgument(value.fn.name, value.args);
      return same ? inner(same) : (expanded(expressions, value.fn.name, value.args, value.at, place) ?? []);
    }
    default:
      return [];
  }
}

/** The function of `typeof(&function)`: what is cast to the type of one function by its name is that function, found by other means. */
function functionOfType(expressions: Expressions, type: TypeExpr, place: Place): readonly NamedFunction[] {
  const of = type.k === 'typeof' ? type.of : null;
  const named = of?.k === 'unary' && of.op === '&' ? of.arg : null;
  if (named?.k !== 'id' || expressions.local(named.name, named.at, place)) return [];
  return expressions.isFunction(named.name, place.file) ? [{ k: 'function', name: named.name, at: named.at }] : [];
}

/** What a name is: a function, or a macro for one. One in capitals that nothing declares is a macro from elsewhere. */
function byName(
  expressions: Expressions,
  { name, at }: Extract<Expr, { k: 'id' }>,
  place: Place,
): readonly NamedFunction[] {
  if (expressions.local(name, at, place)) return [];
  const isOwn = place.file.symbols(name).some((symbol) => symbol.kind === 'function');
  if (isOwn || expressions.isFunction(name, place.file)) return [{ k: 'function', name, at }];
  const made = expanded(expressions, name, null, at, place);
  if (made) return made;
  return expressions.isVariable(name, place.file) || /^[A-Z0-9_]+$/.test(name) ? [] : [{ k: 'function', name, at }];
}

/** The functions that a macro's use at `at` names, all of them there; null when the name is no macro. */
function expanded(
  expressions: Expressions,
  name: string,
  args: readonly Expr[] | null,
  at: number,
  place: Place,
): readonly NamedFunction[] | null {
  const made = expressions.uses.expand(name, args, at, place);
  if (!made) return null;
  return functionsIn(expressions, made.expr, made.place).map((each) => ({ ...each, at }));
}

/** The expression that `_Generic(value, type: expression, ...)` is, by the type of a function's name. */
function association(expressions: Expressions, kids: readonly Expr[], place: Place): Expr | null {
  const [control, ...pairs] = kids;
  const own = control && expressions.types.functionOf(expressions.typeOf(control, place));
  let otherwise: Expr | null = null;
  for (let i = 0; i + 1 < pairs.length; i += 2) {
    const [label, result] = [pairs[i], pairs[i + 1]];
    if (!label || !result || label.k !== 'type') return null;
    if (label.type.k === 'name' && label.type.name === 'default') otherwise = result;
    const other = expressions.types.functionOf({ type: label.type, file: place.file });
    if (own && other && sameParams(own.type.params, other.type.params)) return result;
  }
  return otherwise;
}

function sameParams(a: readonly Param[], b: readonly Param[]): boolean {
  return a.length === b.length && a.every((each, i) => spelling(each.type) === spelling(b[i]?.type));
}

/** A type as one word, without where it was written. */
function spelling(type: TypeExpr | undefined): string {
  return JSON.stringify(type, (key, value: unknown) => (key === 'at' || key === 'end' ? undefined : value)) ?? '';
}

/** Whether a condition is true, where it is a constant as it stands. */
function constant(test: Expr): boolean | null {
  if (test.k === 'number') return !/^0[xX]?0*[uUlL]*$/.test(test.text);
  if (test.k === 'id' && (test.name === 'true' || test.name === 'false')) return test.name === 'true';
  return null;
}
