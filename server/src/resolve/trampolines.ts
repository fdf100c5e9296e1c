/**
 * Calls of a function that was declared with the type of a hook, `extern typeof(*ops->hook) trampoline`, and stands for whatever
 * the hook holds: what `static_call(name)(...)` comes down to.
 */
import type { Expr } from '../model/ir.ts';
import type { Expressions, Place } from './expressions.ts';
import { placeIn } from './expressions.ts';

type MemberExpr = Extract<Expr, { k: 'member' }>;

/** A member, and where the names in it are looked up. */
export interface PlacedMember {
  readonly member: MemberExpr;
  readonly place: Place;
}

/** The hook whose type the callee was declared with; null when the callee is none that macros declare. */
export function trampoline(callee: Expr, place: Place, expressions: Expressions): PlacedMember | null {
  switch (callee.k) {
    case 'unary':
      return trampoline(callee.arg, place, expressions);
    case 'cast':
      return trampoline(castTo(callee) ?? callee.arg, place, expressions);
    case 'block': {
      const last = callee.body.at(-1);
      return last?.k === 'expr' ? trampoline(last.expr, place, expressions) : null;
    }
    case 'call': {
      if (callee.fn.k !== 'id') return null;
      const expanded = expressions.expand(callee.fn.name, callee.args, callee.at, place);
      return expanded && trampoline(expanded.expr, expanded.place, expressions);
    }
    case 'id':
      return declaredAs(callee.name, place, expressions);
    default:
      return null;
  }
}

/** What a cast's type is taken from: `(typeof(trampoline) *)key.func`. */
function castTo({ type }: Extract<Expr, { k: 'cast' }>): Expr | null {
  const to = type.k === 'pointer' ? type.to : type;
  return to.k === 'typeof' ? to.of : null;
}

function declaredAs(name: string, place: Place, expressions: Expressions): PlacedMember | null {
  const made = expressions.madeName(name, place);
  if (made?.type.k !== 'typeof') return null;
  let of: Expr = made.type.of;
  while (of.k === 'unary' || of.k === 'cast') of = of.arg;
  return of.k === 'member' ? { member: of, place: placeIn(made.file, null) } : null;
}
