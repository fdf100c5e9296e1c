/** A map that can be forked: what either does from then on, the other does not see. */

/** What stands for a key that was removed. */
const GONE = Symbol('gone');

type Layer<K, V> = ReadonlyMap<K, V | typeof GONE>;

/** A map in layers, of which only the last is written to. */
export class Layers<K, V> {
  #frozen: readonly Layer<K, V>[];
  #own = new Map<K, V | typeof GONE>();

  constructor(frozen: readonly Layer<K, V>[] = []) {
    this.#frozen = frozen;
  }

  get(key: K): V | undefined {
    let value = this.#own.get(key);
    for (let i = 0; value === undefined && i < this.#frozen.length; i++) value = this.#frozen[i]?.get(key);
    return value === GONE ? undefined : value;
  }

  set(key: K, value: V): void {
    this.#own.set(key, value);
  }

  remove(key: K): void {
    this.#own.set(key, GONE);
  }

  *values(): Iterable<V> {
    const seen = new Set<K>();
    for (const layer of [this.#own, ...this.#frozen]) {
      for (const [key, value] of layer) {
        if (seen.has(key)) continue;
        seen.add(key);
        if (value !== GONE) yield value;
      }
    }
  }

  /** Another map with the same in it. */
  fork(): Layers<K, V> {
    if (this.#own.size > 0) {
      this.#frozen = pressed([this.#own, ...this.#frozen]);
      this.#own = new Map();
    }
    return new Layers(this.#frozen);
  }
}

/** Puts layers together until each is much smaller than the one behind it, so that there are few and copying is rare. */
function pressed<K, V>(layers: readonly Layer<K, V>[]): readonly Layer<K, V>[] {
  const [first, second, ...rest] = layers;
  if (!first || !second || first.size * 4 < second.size) return layers;
  const both = new Map([...second, ...first]);
  // Below the last layer there is nothing to hide.
  if (rest.length === 0) for (const [key, value] of both) if (value === GONE) both.delete(key);
  return pressed([both, ...rest]);
}
