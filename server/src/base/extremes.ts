/** The ends of lists of numbers. Spread into `Math.max` each is an argument, and a hundred thousand are more than a stack has. */

/** The largest of some numbers, or what is given where none is larger. */
export function largest(numbers: Iterable<number>, least = Number.NEGATIVE_INFINITY): number {
  let found = least;
  for (const each of numbers) if (each > found) found = each;
  return found;
}

/** The smallest of some numbers, or what is given where none is smaller. */
export function smallest(numbers: Iterable<number>, most = Number.POSITIVE_INFINITY): number {
  let found = most;
  for (const each of numbers) if (each < found) found = each;
  return found;
}
