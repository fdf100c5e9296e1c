/** What variables are set to: by declarations, assignments and initialisers. */
import type { Expr, Variable } from '../../model/ir.ts';
import type { Place } from '../language/place.ts';
import { type Bits, NO_BITS, operate } from './bits.ts';
import { hasEffects } from './conditions.ts';
import type { Values } from './frame.ts';
import { localPath, type State } from './state.ts';
import { bitsValue, UNKNOWN, type Value } from './values.ts';
import type { Variables } from './variables.ts';

/** Sets the variables of one function. */
export class Assignment {
  readonly #values: Values;
  readonly #variables: Variables;

  constructor(values: Values, variables: Variables) {
    this.#values = values;
    this.#variables = variables;
  }

  /** Declares a variable. */
  declare(variable: Variable, state: State, place: Place): void {
    const path = localPath(variable.name, variable.nameAt);
    state.forget(path);
    if (variable.init) this.#initialise(path, variable.init, state, place);
  }

  /** Makes an assignment, and answers what it is worth. */
  assign(expr: Extract<Expr, { k: 'assign' }>, state: State, place: Place): Value {
    const path = this.#variables.path(expr.left, state, place);
    if (path === null && expr.left.k !== 'id') this.#values.value(expr.left, state, place);
    if (expr.op === '=') {
      if (path === null) return this.#values.value(expr.right, state, place);
      return this.#initialise(path, expr.right, state, place);
    }
    const before = path === null ? UNKNOWN : (state.get(path) ?? UNKNOWN);
    const right = this.#values.value(expr.right, state, place);
    const bits = operate(expr.op.slice(0, -1), this.#values.bits(before), this.#maybe(before, right, expr.op));
    const value = bitsValue(bits);
    if (path !== null) state.set(path, value);
    return value;
  }

  /** The bits of a right side, computed only where they matter. */
  #maybe(left: Value, right: Value, op: string): Bits {
    return left.k === 'unknown' && op !== '&=' && op !== '|=' ? NO_BITS : this.#values.bits(right);
  }

  /** Sets a path to a value, an initialiser or another struct. */
  #initialise(path: string, right: Expr, state: State, place: Place): Value {
    const init = right.k === 'literal' || right.k === 'cast' ? (right.k === 'literal' ? right.init : right.arg) : right;
    if (init.k === 'init') {
      this.#members(path, init, state, place);
      return UNKNOWN;
    }
    const from = hasEffects(right) ? null : this.#variables.path(right, state, place);
    const value = this.#values.value(right, state, place);
    if (from !== null && from !== path && value.k === 'unknown') state.assign(path, from);
    else state.set(path, value);
    return value;
  }

  /** Members that an initialiser does not name are zero. */
  #members(path: string, init: Extract<Expr, { k: 'init' }>, state: State, place: Place): void {
    const set = init.items.map((item) => ({ item, value: this.#values.value(item.value, state, place) }));
    state.forget(path);
    for (const { item, value } of set) {
      const names = item.path.map((each) => (each.k === 'field' ? each.name : `[${each.text}]`));
      if (names.length === 0) continue;
      const inner = `${path}.${names.join('.')}`;
      if (item.value.k === 'init') this.#members(inner, item.value, state, place);
      else state.set(inner, value);
    }
  }
}
