/** What sides are called: each by a name that no other has, since answers go by it. */

/** Names, of which the second and third of the same are marked. */
export function distinct(given: readonly string[]): readonly string[] {
  const names: string[] = [];
  for (const name of given) {
    const alike = names.filter((each) => each.startsWith(name)).length;
    names.push(names.includes(name) ? `${name} (${alike + 1})` : name);
  }
  return names;
}
