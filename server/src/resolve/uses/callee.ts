/** What is called, and what is set, under the forms in which code writes it. */
import { pattern } from '../../base/patterns.ts';
import type { Expr, InitItem } from '../../model/ir.ts';
import type { Expressions } from '../language/expressions.ts';
import { sameAsArgument, storeOf } from '../language/macros/known-values.ts';
import type { Place } from '../language/place.ts';
import type { MemberRef, StructDef, Typed, Types } from '../language/types.ts';
import type { MemberCall } from './hook-uses.ts';

type Call = Extract<Expr, { k: 'call' }>;

/** A call found in an expansion, placed at the argument that names its hook, where there is one. */
export function atArgument(call: MemberCall, args: readonly Expr[]): MemberCall {
  const argument = args.find((each) => each.k === 'id' && each.name === call.field);
  return argument ? { ...call, at: argument.at, end: argument.end } : call;
}

/** Whether a call found in an expansion came in with an argument of the use. */
export function inArguments(call: MemberCall, use: Call, outer: Place): boolean {
  const text = outer.text.slice(use.at, use.end);
  return pattern`(?:->|\.)\s*${call.field}\s*(?:\)\s*)?\(`.test(text);
}

/** The callee under `*` and casts. */
export function bare(expr: Expr): Expr {
  if (expr.k === 'unary' && (expr.op === '*' || expr.op === '&')) return bare(expr.arg);
  return expr.k === 'cast' ? bare(expr.arg) : expr;
}

/** The callees of a call: each of those that `(test ? a : b)(...)` chooses between. */
export function callees(fn: Expr): readonly Expr[] {
  const callee = bare(fn);
  return callee.k === 'cond' ? [...callees(callee.yes ?? callee.test), ...callees(callee.no)] : [callee];
}

/** The value of an expression under casts and macros such as READ_ONCE. */
export function value(expr: Expr, expressions: Expressions): Expr {
  if (expr.k === 'cast') return value(expr.arg, expressions);
  const same = expr.k === 'call' && expr.fn.k === 'id' ? sameAsArgument(expr.fn.name, expr.args) : null;
  return same ? value(same, expressions) : expr;
}

/** What an expression sets, and to which value: an assignment, or a macro such as WRITE_ONCE. Null for any other expression. */
export function assignmentOf(expr: Expr): { readonly left: Expr; readonly right: Expr } | null {
  if (expr.k === 'assign') return expr.op === '=' ? expr : null;
  return expr.k === 'call' && expr.fn.k === 'id' ? storeOf(expr.fn.name, expr.args) : null;
}

/** The member that an initialiser's item names; null for an element of an array, and for an item by place. */
export function designated(typed: Typed, item: InitItem, types: Types): MemberRef | null {
  let found: MemberRef | null = null;
  for (const step of item.path) {
    const struct: StructDef | null = types.structOf(
      found ? { type: found.member.type, file: found.owner.file } : typed,
    );
    found = struct && step.k === 'field' ? types.member(struct, step.name) : null;
    if (!found) return null;
  }
  return found;
}
