/** The colour of a memory type: by its name alone, so that it is the same in every graph, matrix and session. */

/** How many colours panel.css has: hues, in a circle. */
export const COLOURS = 24;

/** Begins the sum that names are told apart by; with this one the usual types of a kernel are far from each other in the circle. */
const SEED = 69944;

/** The classes with the colour of a memory type; none without a type. */
export function colourOf(type: string | null): string {
  return type === null ? '' : `typed type-${hueOf(type)}`;
}

/** The number of a name's hue. */
export function hueOf(name: string): number {
  let sum = SEED;
  for (let i = 0; i < name.length; i++) sum = Math.imul(sum ^ name.charCodeAt(i), 16777619) >>> 0;
  // Names that differ in their last letter alone are not to be neighbours.
  sum = Math.imul(sum ^ (sum >>> 15), 2246822519) >>> 0;
  return ((sum ^ (sum >>> 13)) >>> 0) % COLOURS;
}
