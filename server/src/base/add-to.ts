/** Lists that grow by others. */

/** Adds all of a list to another. Spread into `push` each is an argument, and a hundred thousand are more than a stack has. */
export function addTo<T>(into: T[], more: Iterable<T>): void {
  for (const each of more) into.push(each);
}
