/** How deep code may be nested. What is deeper is generated or hostile, and costs its region. */
import { BeyondBound } from '../base/contain.ts';

/**
 * The levels of a syntax tree, brackets among them. The recursion of lowering and of what reads its result fits the stack of
 * every thread at this depth, and the deepest code of real kernels is far from it.
 */
export const MAX_DEPTH = 250;

/** Gives a region up that is nested deeper. */
export function tooDeep(): never {
  throw new BeyondBound(`it is nested deeper than ${MAX_DEPTH} levels`);
}
