/** Lists that grow by others. */

/** Adds all of a list to another. Spread into `push` each is an argument, and a hundred thousand are more than a stack has. */
export function addTo<T>(into: T[], more: Iterable<T>): void {
  for (const each of more) into.push(each);
}

/** Adds an item to the list of a key: to put a longer list in place of each would take the square of what there is. */
export function pushTo<K, T>(lists: Map<K, T[]>, key: K, item: T): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}
