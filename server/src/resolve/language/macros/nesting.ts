/** How deep macros may use each other, and what is told where they go deeper. */
import { wordTest } from '../../../base/patterns.ts';
import type { Gaps } from '../../../model/gaps.ts';
import { type Place, writtenAt } from '../place.ts';
import type { Macro } from './definition.ts';

/** How many macros may be expanded in each other. The calls of security hooks of Linux 7.3 are the deepest, between 16 and 20. */
export const MAX_NESTED = 32;

/** The bound in words. */
export const NESTED = `${MAX_NESTED} macros in each other`;

/** Tells that a use of a macro is left as it is, too deep in others; where C leaves it, too, there is nothing to tell. */
export function tellDeep(gaps: Gaps, name: string, at: number, place: Place): null {
  if (isPainted(name, expandedAround(place))) return null;
  gaps.add({ k: 'cut', what: `the expansion of ${name}`, ...writtenAt(place, at), bound: NESTED });
  return null;
}

/**
 * Whether a name in what the last of some macros expanded to is no use of a macro any more: C expands none in its own expansion. A
 * name that came in with an argument is another matter, and stands in no body.
 */
export function isPainted(name: string, around: readonly Macro[]): boolean {
  const last = around.at(-1);
  return last !== undefined && around.some((each) => each.name === name) && wordTest([name])(last.body);
}

/** The macros in whose expansion a place is, the outermost first. */
function expandedAround(place: Place): readonly Macro[] {
  const found: Macro[] = [];
  for (let outer = place.outer; outer; outer = outer.place.outer) if (outer.macro) found.push(outer.macro);
  return found.reverse();
}
