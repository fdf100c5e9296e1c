/** What holds at one point of a function: the values of variables, and the conditions on the way. */
import { isZero, joinValues, keyOf, under, type Value } from './values.ts';

/** A condition that was open where it was tested. */
export interface Open {
  readonly text: string;
  /** `inside`: the code stands in the branch. `after`: the other branch left. */
  readonly kind: 'inside' | 'after';
  /** Whether the branch that left had calls of its own: then the condition says more than that nothing failed. */
  readonly parts: boolean;
}

/** Variables are named by their place; members by a path behind it. A variable that is not here is unknown. */
export class State {
  values: Map<string, Value>;
  readonly open: readonly Open[];

  constructor(values: Map<string, Value> = new Map(), open: readonly Open[] = []) {
    this.values = values;
    this.open = open;
  }

  copy(): State {
    return new State(new Map(this.values), this.open);
  }

  /** The same variables under one more condition. */
  with(condition: Open): State {
    return new State(new Map(this.values), [...this.open, condition]);
  }

  get(path: string): Value | undefined {
    return this.values.get(path);
  }

  /** Sets a variable or member, and forgets what was known of its own members. */
  set(path: string, value: Value): void {
    this.forget(path);
    if (value.k !== 'unknown') this.values.set(path, value);
  }

  /** Forgets a variable or member, and all inside it. */
  forget(path: string): void {
    this.values.delete(path);
    const inside = `${path}.`;
    for (const key of [...this.values.keys()]) if (key.startsWith(inside)) this.values.delete(key);
  }

  /** Takes over the variables of another state. */
  become(other: State): void {
    this.values = new Map(other.values);
  }

  /** Copies one struct onto another. */
  assign(to: string, from: string): void {
    const inside = `${from}.`;
    const entries = [...this.values].filter(([key]) => key === from || key.startsWith(inside));
    this.forget(to);
    for (const [key, value] of entries) this.values.set(to + key.slice(from.length), value);
  }
}

/** The state behind two branches; either may have left. */
export function joinStates(a: State | null, b: State | null): State | null {
  if (!a || !b) return a ?? b;
  const shared = a.open.filter((each) => b.open.includes(each));
  const own = (state: State): string[] => state.open.filter((each) => !shared.includes(each)).map((each) => each.text);
  const values = new Map<string, Value>();
  for (const [key, value] of a.values) {
    const other = b.values.get(key);
    if (!other) continue;
    if (value === other || keyOf(value) === keyOf(other)) values.set(key, value);
    else {
      const joined = joinValues(isZero(value) ? value : under(value, own(a)), under(other, own(b)));
      if (joined.k !== 'unknown') values.set(key, joined);
    }
  }
  return new State(values, shared);
}

/** The path of a variable in its function's state. */
export function localPath(name: string, at: number): string {
  return `L:${name}@${at}`;
}

/** Whether two states say the same, and under the same conditions. */
export function sameState(a: State | null, b: State | null): boolean {
  if (!a || !b || a.values.size !== b.values.size || a.open.length !== b.open.length) return false;
  for (const [key, value] of a.values) {
    const other = b.values.get(key);
    if (!other || (other !== value && keyOf(other) !== keyOf(value))) return false;
  }
  return true;
}
