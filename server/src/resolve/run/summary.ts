/** What one function does, called with certain constants. */
import type { Body } from '../ops/bodies.ts';
import type { Choice, Value } from './values.ts';

/** One call that a function can make. */
export interface CallEvent {
  /** Offset of the call in the caller's file. */
  readonly at: number;
  readonly kind: 'call' | 'dispatch' | 'pointer';
  /** The function's name. */
  readonly name: string;
  /** What the function does when it is called so; null where it is not followed. */
  readonly target: Summary | null;
  /** The conditions on the way to the call that are open in this function. */
  readonly conditions: readonly string[];
  /** For a dispatch: the hook, and the table that fills it; null for a hook set at run time. */
  readonly hook: { readonly ops: Choice['ops']; readonly field: string; readonly choice: Choice | null } | null;
}

/** A function in one context: which of its calls the constants leave. */
export interface Summary {
  readonly body: Body;
  /** Tells contexts of the same function apart. */
  readonly context: string;
  readonly calls: readonly CallEvent[];
  readonly returns: Value;
  /** What the function leaves in the variables that its arguments point to. */
  readonly effects: ReadonlyMap<string, Value>;
  /** Whether the bound on size was reached in it. */
  readonly cut: boolean;
}
