/** What a person set that questions go by. */
import type { OpsIndex, Resolver } from '../resolve/ops/ops.ts';

export interface QuerySettings {
  readonly ops: readonly string[];
  readonly contextStructs: readonly string[];
}

/** Structs that carry the state of one operation in the proposals and kernels known. */
export const DEFAULT_CONTEXT_STRUCTS: readonly string[] = ['uffd_info', 'mfill_state'];

/** The ops structs of a list of names that the tree defines. */
export function definedOps(resolver: Resolver, names: readonly string[]): readonly OpsIndex[] {
  return names.map((name) => resolver.ops(name)).filter((ops) => ops.definition() !== null);
}
