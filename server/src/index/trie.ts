/** Maps with keys of several parts. */

/** A value, and those whose keys go on. */
class Node<T> {
  value: T | undefined = undefined;
  inner: Map<unknown, Node<T>> | null = null;
}

/** A map by keys of several parts, which are compared by identity. */
export class Trie<T> {
  #root = new Node<T>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  find(first: unknown, rest: readonly unknown[]): T | undefined {
    let node = this.#root.inner?.get(first);
    for (let i = 0; node && i < rest.length; i++) node = node.inner?.get(rest[i]);
    return node?.value;
  }

  set(first: unknown, rest: readonly unknown[], value: T): void {
    let node = step(this.#root, first);
    for (const part of rest) node = step(node, part);
    if (node.value === undefined) this.#size++;
    node.value = value;
  }

  remove(first: unknown, rest: readonly unknown[]): void {
    if (removed(this.#root, [first, ...rest], 0)) this.#size--;
  }

  values(): Iterable<T> {
    return valuesOf(this.#root);
  }

  /** Removes what does not pass. */
  keep(passes: (value: T) => boolean): void {
    this.#size = kept(this.#root, passes);
  }
}

function* valuesOf<T>(node: Node<T>): Iterable<T> {
  if (node.value !== undefined) yield node.value;
  for (const inner of node.inner?.values() ?? []) yield* valuesOf(inner);
}

function step<T>(node: Node<T>, part: unknown): Node<T> {
  node.inner ??= new Map();
  const known = node.inner.get(part);
  if (known) return known;
  const fresh = new Node<T>();
  node.inner.set(part, fresh);
  return fresh;
}

/** Removes a value and the nodes that are left without any; whether there was one. */
function removed<T>(node: Node<T>, key: readonly unknown[], at: number): boolean {
  if (at === key.length) {
    const was = node.value !== undefined;
    node.value = undefined;
    return was;
  }
  const inner = node.inner?.get(key[at]);
  if (!inner || !removed(inner, key, at + 1)) return false;
  if (inner.value === undefined && (inner.inner === null || inner.inner.size === 0)) node.inner?.delete(key[at]);
  return true;
}

/** How many values of a node are left; nodes without any are let go of. */
function kept<T>(node: Node<T>, passes: (value: T) => boolean): number {
  if (node.value !== undefined && !passes(node.value)) node.value = undefined;
  let count = node.value === undefined ? 0 : 1;
  for (const [part, inner] of node.inner ?? []) {
    const left = kept(inner, passes);
    if (left === 0) node.inner?.delete(part);
    count += left;
  }
  return count;
}
