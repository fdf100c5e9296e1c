/** Which variable of the function, or member of one, an expression stands for: its path in the state. */
import type { Expr } from '../../model/ir.ts';
import type { Place } from '../language/place.ts';
import { hasEffects } from './conditions.ts';
import type { Values } from './frame.ts';
import { localPath, type State } from './state.ts';

/** Finds the paths of expressions. */
export class Variables {
  readonly #values: Values;

  constructor(values: Values) {
    this.#values = values;
  }

  /** The path of a variable of the function; null when the name is not one. */
  local(name: string, at: number, place: Place): string | null {
    const local = place.scope?.local(name, at);
    if (local) return localPath(name, local.at);
    return place.outer && this.local(name, place.outer.at, place.outer.place);
  }

  /** The path that an expression stands for, when it is a variable or a member of one. */
  path(expr: Expr, state: State, place: Place): string | null {
    switch (expr.k) {
      case 'id':
        return this.local(expr.name, expr.at, place);
      case 'cast':
        return this.path(expr.arg, state, place);
      case 'member': {
        const base = expr.arrow ? this.#pointed(expr.of, state, place) : this.path(expr.of, state, place);
        return base === null ? null : `${base}.${expr.name}`;
      }
      case 'unary':
        return expr.op === '*' ? this.#pointed(expr.arg, state, place) : null;
      default:
        return null;
    }
  }

  /** The path that a pointer is known to point to. */
  #pointed(expr: Expr, state: State, place: Place): string | null {
    if (hasEffects(expr)) return null;
    const value = this.#values.value(expr, state, place);
    return value.k === 'address' ? value.of : null;
  }
}
