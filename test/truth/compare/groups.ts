/** Things by key, in the order in which they came. */
export class Groups<T> {
  private readonly groups = new Map<string, T[]>();

  add(key: string, one: T): void {
    const group = this.groups.get(key);
    if (group === undefined) this.groups.set(key, [one]);
    else group.push(one);
  }

  of(key: string): readonly T[] {
    return this.groups.get(key) ?? [];
  }
}

/** The first of each that have the same key. */
export function distinct<T>(all: readonly T[], keyOf: (one: T) => string): T[] {
  const first = new Map<string, T>();
  for (const one of all) if (!first.has(keyOf(one))) first.set(keyOf(one), one);
  return [...first.values()];
}

/** The struct that clang names and the one answered: a nameless struct may be called anything that is no C name. */
export function sameStruct(truth: { struct: string; nameless: boolean }, answered: string): boolean {
  return truth.struct === answered || (truth.nameless && (truth.struct === '' || !/^\w+$/.test(answered)));
}
