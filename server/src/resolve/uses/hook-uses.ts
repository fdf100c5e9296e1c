/** What code does with hooks: facts, which `dispatch.ts` reads off functions. */
import type { SourceFile } from '../../index/file.ts';
import type { Expr } from '../../model/ir.ts';
import type { Place } from '../language/place.ts';
import type { StructDef } from '../language/types.ts';

/** A call through a member that is a pointer to a function. */
export interface MemberCall {
  readonly struct: StructDef;
  readonly field: string;
  readonly file: SourceFile;
  /** Offset of the field's name in the call; of the macro's use where a macro's body has the call. */
  readonly at: number;
  readonly end: number;
  /** The receiver: what stands before `->field`. */
  readonly receiver: Expr;
  readonly place: Place;
  readonly inFunction: string;
  readonly guarded: boolean;
  readonly condition: string | null;
  /** The macro whose body has the call; null when it is written out. */
  readonly macro: string | null;
  /** The local variable that the hook was copied to, when the call goes through one. */
  readonly through: string | null;
}

/** A hook's value copied to a variable or a member: `info->op = ops->copy`. */
export interface HookCopy {
  readonly struct: StructDef;
  readonly field: string;
  /** The member that it is copied to; null for a variable. */
  readonly into: { readonly struct: StructDef; readonly field: string } | null;
  readonly file: SourceFile;
  readonly at: number;
  readonly inFunction: string;
}

/** A check of a hook against NULL. */
export interface HookCheck {
  readonly struct: StructDef;
  readonly field: string;
  readonly file: SourceFile;
  readonly at: number;
  readonly inFunction: string;
}

/** `x->hook = f` in a function. */
export interface HookAssignment {
  readonly struct: StructDef;
  readonly field: string;
  readonly value: Expr;
  readonly file: SourceFile;
  readonly at: number;
  readonly place: Place;
  readonly inFunction: string;
}

/** What one function does with hooks. */
export interface HookUses {
  readonly calls: MemberCall[];
  readonly copies: HookCopy[];
  readonly checks: HookCheck[];
  readonly assignments: HookAssignment[];
}

/** Where a call is, and through which hook. */
export function callKey({ file, at, field }: MemberCall): string {
  return `${at}:${field}:${file.path}`;
}

/** The calls noted so far, by their keys. They are gone on with when there are more, not gone through anew. */
export class NotedCalls {
  readonly #known = new WeakMap<HookUses, { readonly keys: Set<string>; readonly count: number }>();

  in(uses: HookUses): ReadonlySet<string> {
    const { keys, count } = this.#known.get(uses) ?? { keys: new Set<string>(), count: 0 };
    for (const each of uses.calls.slice(count)) keys.add(callKey(each));
    this.#known.set(uses, { keys, count: uses.calls.length });
    return keys;
  }
}
