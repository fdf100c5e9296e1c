import type { Sibling, SiblingsResult } from '../../server/src/protocol/requests.ts';

/**
 * The implementation to go to from the current one, round the end and back to the start. Memory types often share a
 * default function; those that are implemented where the cursor already is are stepped over, or one would never get
 * past them. Undefined when there is no other place to go to.
 */
export function neighbour(result: SiblingsResult, direction: 1 | -1): Sibling | undefined {
  const { implementations, current } = result;
  const count = implementations.length;
  const here = implementations[current];
  // From the field or a call there is no current one: next begins with the first, previous with the last.
  const start = current >= 0 ? current : direction === 1 ? -1 : count;
  for (let step = 1; step <= count; step++) {
    const candidate = implementations[(start + direction * step + count) % count];
    if (candidate && !(here && samePlace(candidate, here))) return candidate;
  }
  return undefined;
}

/** `shmem, kvm_gmem`: every memory type whose implementation is this function. */
export function memoryTypesAt(result: SiblingsResult, at: Sibling): string {
  return result.implementations
    .filter((other) => samePlace(other, at))
    .map((other) => other.memoryType)
    .join(', ');
}

function samePlace(a: Sibling, b: Sibling): boolean {
  return a.uri === b.uri && a.line === b.line && a.column === b.column;
}
