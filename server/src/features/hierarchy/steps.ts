/** The call hierarchy, one step at a time: what callHierarchy/incomingCalls and outgoingCalls answer. */
import type { Steps } from '../../base/steps.ts';
import type { FunctionPlace } from '../../model/graph-answers.ts';
import { type Hop, Neighbours } from '../../resolve/graph/neighbours.ts';
import type { Body } from '../../resolve/ops/bodies.ts';
import type { Resolver } from '../../resolve/ops/ops.ts';
import { memoryType } from '../../resolve/tables/memory-type.ts';
import { bodyPlace } from '../places.ts';

/** A function at the other end of calls. */
export interface HierarchyItem extends FunctionPlace {
  /** The hop, for calls through a hook: `via vm_uffd_ops.alloc_folio`. */
  readonly via: string | null;
  /** The memory type whose table holds the function called. */
  readonly memoryType: string | null;
  /** Where the calls stand; all in one file. */
  readonly calls: readonly { readonly file: string; readonly line: number; readonly column: number }[];
}

/** The functions that the function around an offset calls, directly and through hooks. */
export function outgoing(resolver: Resolver, ops: readonly string[], body: Body): readonly HierarchyItem[] {
  return grouped(Neighbours.of(resolver, ops).outgoing(body), (hop) => hop.to);
}

/** The functions that call a function, directly and through the hooks that it fills. */
export function* incoming(resolver: Resolver, ops: readonly string[], body: Body): Steps<readonly HierarchyItem[]> {
  return grouped(yield* Neighbours.of(resolver, ops).incomingSteps(body), (hop) => hop.from);
}

function grouped(hops: readonly Hop[], end: (hop: Hop) => Body | null): readonly HierarchyItem[] {
  const found = new Map<string, HierarchyItem & { readonly calls: { file: string; line: number; column: number }[] }>();
  for (const hop of hops) {
    const body = end(hop);
    const place = body
      ? bodyPlace(body)
      : { function: hop.name, file: hop.from.file.path, ...hop.from.file.point(hop.at) };
    const via = hop.hook ? `via ${hop.hook.ops.name}.${hop.hook.field}` : null;
    const type = hop.hook ? memoryType(hop.hook.table, hop.hook.ops.name) : null;
    const key = `${place.file}:${place.line} ${place.function} ${via} ${type}`;
    const item = found.get(key) ?? { ...place, via, memoryType: type, calls: [] };
    item.calls.push({ file: hop.from.file.path, ...hop.from.file.point(hop.at) });
    found.set(key, item);
  }
  return [...found.values()];
}
