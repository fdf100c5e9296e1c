/** What is known of two values beside each other, and whether one holds. */
import { type Bits, constant, operate, truth } from './bits.ts';
import type { Host } from './frame.ts';
import { bitsOf, isZero, type Value } from './values.ts';

/** Compares values for one question. */
export class Comparison {
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  /** The bits of a value, a named constant's computed. */
  bits(value: Value): Bits {
    if (value.k !== 'name') return bitsOf(value);
    return isZero(value) ? constant(0n) : this.#host.constants.name(value.name, value.body.file);
  }

  /** Whether a value holds; null when it is not known. */
  truth(value: Value): boolean | null {
    if (value.k === 'hooks') return this.#host.assumption?.isSet(value.choices) ?? null;
    return value.k === 'address' ? true : truth(this.bits(value));
  }

  /** Whether two values are the same; null when it is not known. */
  same(left: Value, right: Value): boolean | null {
    const { constants } = this.#host;
    if (left.k === 'unknown' || right.k === 'unknown') return null;
    if (left.k === 'address' || right.k === 'address') return isZero(left) || isZero(right) ? false : null;
    if (left.k === 'hooks' && isZero(right)) return not(this.truth(left));
    if (right.k === 'hooks' && isZero(left)) return not(this.truth(right));
    if (left.k === 'tables' && right.k === 'tables')
      return this.#host.assumption?.same(left.choices, right.choices) ?? null;
    if (left.k === 'name' && right.k === 'name') {
      const names = [left, right].map((each) => constants.alias(each.name, each.body.file));
      if (names[0] === names[1]) return true;
      if ([left, right].every((each) => constants.isIoctl(constants.alias(each.name, each.body.file), each.body.file)))
        return false;
    }
    const outcome = operate('==', this.bits(left), this.bits(right));
    return truth(outcome);
  }
}

function not(outcome: boolean | null): boolean | null {
  return outcome === null ? null : !outcome;
}
