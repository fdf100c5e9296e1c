/**
 * Derived facts. Each is declared once: its name, its key, and a function that is handed nothing but the key and a read-only view
 * of one snapshot. So an answer depends on the question alone: nothing that was asked before can leak into it.
 */

/** What a fact is about. Parts are compared by identity: texts and numbers by value, objects as they are. */
export type Key = readonly unknown[];

/** A declared fact: see `query`. */
export interface Query<View, K extends Key, V> {
  /** For people: what it answers. */
  readonly name: string;
  readonly compute: (view: View, ...key: K) => V;
  /** What a question gets that comes back to itself while it is being answered; null where that is a broken invariant. */
  readonly provisional: ((...key: K) => V) | null;
  /** Whether it only grows by what it asks itself: a list, or something that is so or not. */
  readonly grows: boolean;
}

/** Declares a fact. What `provisional` makes is what a circle of questions goes on with; it is not kept, nor what was made of it. */
export function query<View, K extends Key, V>(
  name: string,
  compute: (view: View, ...key: K) => V,
  provisional: ((...key: K) => V) | null = null,
): Query<View, K, V> {
  return { name, compute, provisional, grows: false };
}

/**
 * Declares a fact that questions may come back to and that only grows by what it asks itself, such as what can be reached: a circle
 * begins with `none` and is gone round until that adds nothing, so that the answer does not depend on where it was entered. Lists have
 * each thing once.
 */
export function growing<View, K extends Key, V extends boolean | readonly unknown[]>(
  name: string,
  none: V,
  compute: (view: View, ...key: K) => V,
): Query<View, K, V> {
  return { name, compute, provisional: () => none, grows: true };
}
