/** Conditions as people read them. */
import type { Expr } from '../../model/ir.ts';
import type { Place } from '../language/place.ts';
import { walkExpr } from '../language/scope.ts';
import { TRANSPARENT } from './known-macros.ts';

/** The source of a condition on one line, `unlikely()` and parentheses around it left out. */
export function conditionText(test: Expr, place: Place): string {
  if (test.k === 'call' && test.fn.k === 'id') {
    const argument = test.args[TRANSPARENT.get(test.fn.name) ?? -1];
    if (argument) return conditionText(argument, place);
  }
  return place.text.slice(test.at, test.end).replace(/\s+/g, ' ').trim();
}

/** The opposite of a condition. */
export function negated(test: Expr, place: Place): string {
  if (test.k === 'call' && test.fn.k === 'id') {
    const argument = test.args[TRANSPARENT.get(test.fn.name) ?? -1];
    if (argument) return negated(argument, place);
  }
  if (test.k === 'unary' && test.op === '!') return conditionText(test.arg, place);
  if (test.k === 'binary' && (test.op === '==' || test.op === '!=')) {
    const op = test.op === '==' ? '!=' : '==';
    return `${conditionText(test.left, place)} ${op} ${conditionText(test.right, place)}`;
  }
  const text = conditionText(test, place);
  return test.k === 'id' || test.k === 'call' || test.k === 'member' ? `!${text}` : `!(${text})`;
}

/** Whether a test asks what something is: calls of `is_...`, or flags in capitals, rather than whether a step failed. */
export function asksWhat(text: string): boolean {
  return /\b(?:\w+_)?is_\w+\s*\(|&\s*\(?[A-Z][A-Z0-9_]+\b/.test(text);
}

/** Whether an expression has calls or assignments in it, so that it must not be evaluated twice. */
export function hasEffects(expr: Expr): boolean {
  let found = false;
  walkExpr(expr, (each) => {
    if (
      each.k === 'call' ||
      each.k === 'assign' ||
      each.k === 'block' ||
      (each.k === 'unary' && /^(?:\+\+|--)$/.test(each.op))
    )
      found = true;
  });
  return found;
}
