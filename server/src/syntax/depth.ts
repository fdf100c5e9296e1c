/** How deep code may be nested. What is deeper is generated or hostile, and costs its region. */
import { BeyondBound } from '../base/contain.ts';

/**
 * The levels of a syntax tree, brackets among them. The deepest function of Linux 7.3 has 735 and the next 329, of 753,693
 * regions. At 1,600 the recursion of lowering uses up the stack that Node gives its main thread; at this depth it and what reads
 * its result fit.
 */
export const MAX_DEPTH = 800;

/** Gives a region up that is nested deeper. */
export function tooDeep(): never {
  throw new BeyondBound(`it is nested deeper than ${MAX_DEPTH} levels`);
}
