/** From a caller's variables to a callee's and back. */
import type { State } from './state.ts';
import type { Summary } from './summary.ts';
import { UNKNOWN, type Value } from './values.ts';

/** Carries what the caller knows of its variables into a callee and back: there they go by other names. */
export class Passage {
  readonly args: readonly Value[];
  readonly given = new Map<string, Value>();
  readonly #names = new Map<string, string>();
  readonly #state: State;

  constructor(args: readonly Value[], state: State) {
    this.#state = state;
    this.args = args.map((each) => this.#into(each));
  }

  #into(value: Value): Value {
    return value.k === 'address' ? { k: 'address', of: this.#rename(value.of) } : value;
  }

  #rename(path: string): string {
    const root = rootOf(path);
    let name = this.#names.get(root);
    if (name === undefined) {
      name = `A${this.#names.size}`;
      this.#names.set(root, name);
      for (const [key, value] of this.#state.values) {
        if (rootOf(key) === root) this.given.set(name + key.slice(root.length), this.#into(value));
      }
    }
    return name + path.slice(root.length);
  }

  /** Takes over what the callee left in the caller's variables. */
  leave(summary: Summary, state: State): void {
    for (const root of this.#names.keys()) {
      for (const key of [...state.values.keys()]) if (rootOf(key) === root) state.values.delete(key);
    }
    for (const [key, value] of summary.effects) {
      const path = this.#original(key);
      const back = path === null ? UNKNOWN : this.back(value);
      if (path !== null && back.k !== 'unknown') state.values.set(path, back);
    }
  }

  /** A value of the callee's as the caller names it. */
  back(value: Value): Value {
    if (value.k !== 'address') return value;
    const path = this.#original(value.of);
    return path === null ? UNKNOWN : { k: 'address', of: path };
  }

  #original(path: string): string | null {
    const root = rootOf(path);
    for (const [original, name] of this.#names) if (name === root) return original + path.slice(root.length);
    return null;
  }
}

function rootOf(path: string): string {
  const dot = path.indexOf('.');
  return dot < 0 ? path : path.slice(0, dot);
}
