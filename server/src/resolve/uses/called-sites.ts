/** Dispatch sites as they are noted: where a call stands, and what is known around it. */
import type { Expr } from '../../model/ir.ts';
import type { Place } from '../language/place.ts';
import type { MemberRef } from '../language/types.ts';
import type { MemberCall } from './hook-uses.ts';
import type { PlacedMember } from './trampolines.ts';

type Call = Extract<Expr, { k: 'call' }>;

/** What is known around a call. */
export interface Where {
  readonly place: Place;
  readonly inFunction: string;
  readonly pinned: number | null;
  readonly guarded: ReadonlySet<Expr>;
  readonly copied: Map<string, MemberRef>;
  readonly macro: string | null;
}

/** A call through a member. `checked` is what a check before would be of: the call, or the hook that is handed to a macro. */
export function direct(
  checked: Expr,
  callee: Extract<Expr, { k: 'member' }>,
  ref: MemberRef,
  where: Where,
  through: string | null,
): MemberCall {
  const { place, pinned } = where;
  return {
    struct: ref.owner,
    field: ref.member.name ?? callee.name,
    file: place.file,
    at: pinned ?? callee.nameAt,
    end: pinned ?? callee.nameAt + callee.name.length,
    receiver: callee.of,
    place,
    inFunction: where.inFunction,
    guarded: where.guarded.has(checked),
    condition: place.file.condition(pinned ?? callee.nameAt),
    macro: where.macro,
    through,
  };
}

/** A call of a variable or an element that holds a hook, placed at its name. */
export function through(expr: Call, callee: Extract<Expr, { k: 'id' }>, ref: MemberRef, where: Where): MemberCall {
  const { place, pinned } = where;
  return {
    struct: ref.owner,
    field: ref.member.name ?? '',
    file: place.file,
    at: pinned ?? callee.at,
    end: pinned ?? callee.end,
    receiver: callee,
    place,
    inFunction: where.inFunction,
    guarded: where.guarded.has(expr),
    condition: place.file.condition(pinned ?? callee.at),
    macro: where.macro,
    through: callee.name,
  };
}

/** A call of a trampoline, placed at the argument that names it. What is not set is never called: no check is needed. */
export function trampolined(callee: Call, named: PlacedMember, ref: MemberRef, where: Where): MemberCall {
  const { place, pinned, inFunction, macro } = where;
  const name = callee.args.find((each) => each.k === 'id') ?? callee;
  return {
    struct: ref.owner,
    field: named.member.name,
    file: place.file,
    at: pinned ?? name.at,
    end: pinned ?? name.end,
    receiver: callee,
    place,
    inFunction,
    guarded: true,
    condition: place.file.condition(pinned ?? name.at),
    macro,
    through: null,
  };
}
