/** The calls that a graph is made of: in their order, with their places and conditions. */
import type { GraphNode } from '../../model/graph-answers.ts';
import type { Body } from '../../resolve/ops/bodies.ts';
import type { CallEvent, Summary } from '../../resolve/run/summary.ts';
import { join } from '../../syntax/conditionals.ts';

/** Where a node stands. */
export type Placed = Pick<GraphNode, 'file' | 'line' | 'column'>;

/** What was found out about a function under a filter; `find` does so where nobody asked before. */
export function kept<F, T>(all: Map<F, Map<Summary, T>>, only: F, summary: Summary, find: () => T): T {
  const known = all.get(only) ?? new Map<Summary, T>();
  all.set(only, known);
  const before = known.get(summary);
  if (before !== undefined) return before;
  const found = find();
  known.set(summary, found);
  return found;
}

/** Calls in their order, those of one dispatch together. */
export function bySite(events: readonly CallEvent[]): readonly (readonly CallEvent[])[] {
  const found = new Map<string, CallEvent[]>();
  for (const [i, event] of events.entries()) {
    const key = event.hook ? `${event.at} ${event.hook.ops.name}.${event.hook.field}` : `${i}`;
    const same = found.get(key);
    if (same) same.push(event);
    else found.set(key, [event]);
  }
  return [...found.values()];
}

/** The place of a call. */
export function placeOf(caller: Body, event: CallEvent): Placed {
  return { file: caller.file.path, ...caller.file.point(event.at) };
}

/** Conditions as one; null for none. */
export function conditionOf(conditions: readonly string[]): string | null {
  return join(conditions) || null;
}
