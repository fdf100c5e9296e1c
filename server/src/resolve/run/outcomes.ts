/** What follows from the outcome of a test, for the code that comes after it. */
import type { Expr } from '../../model/ir.ts';
import { isNull } from '../language/expressions.ts';
import type { Place } from '../language/place.ts';
import type { Assumption } from './assumption.ts';
import { constant } from './bits.ts';
import { hasEffects } from './conditions.ts';
import type { Values } from './frame.ts';
import { TRANSPARENT } from './known-macros.ts';
import type { Receivers } from './receivers.ts';
import type { State } from './state.ts';
import { bitsValue } from './values.ts';
import type { Variables } from './variables.ts';

/** Notes outcomes in states. */
export class Outcomes {
  readonly #values: Values;
  readonly #variables: Variables;
  readonly #receivers: Receivers;
  readonly #assumption: Assumption | null;

  constructor(values: Values, variables: Variables, receivers: Receivers, assumption: Assumption | null) {
    this.#values = values;
    this.#variables = variables;
    this.#receivers = receivers;
    this.#assumption = assumption;
  }

  /** Notes in `state` what follows from a test's outcome. */
  assume(test: Expr, outcome: boolean, state: State, place: Place): void {
    if (test.k === 'unary' && test.op === '!') this.assume(test.arg, !outcome, state, place);
    else if (test.k === 'binary' && test.op === (outcome ? '&&' : '||')) {
      this.assume(test.left, outcome, state, place);
      this.assume(test.right, outcome, state, place);
    } else if (test.k === 'binary' && test.op === (outcome ? '==' : '!=')) {
      this.assumeEqual(test.left, test.right, state, place);
    } else if (test.k === 'call' && test.fn.k === 'id') {
      const argument = test.args[TRANSPARENT[test.fn.name] ?? -1];
      if (argument) this.assume(argument, outcome, state, place);
    } else if (test.k === 'member' && this.#narrow(test, outcome, state, place)) {
      // The tables left say what the hook is.
    } else if (!outcome && (test.k === 'id' || test.k === 'member') && !hasEffects(test)) {
      const path = this.#variables.path(test, state, place);
      if (path !== null) state.set(path, bitsValue(constant(0n)));
    }
  }

  /** Keeps those tables of a receiver whose hook is set, or is not; false where the test is of no hook. */
  #narrow(test: Extract<Expr, { k: 'member' }>, outcome: boolean, state: State, place: Place): boolean {
    const assumption = this.#assumption;
    if (!assumption || hasEffects(test)) return false;
    const of = this.#receivers.receiver(test, state, place);
    const path = this.#variables.path(test.of, state, place);
    if (of.k !== 'tables' || path === null) return false;
    const choices = of.choices.filter((each) => assumption.isSet([{ ...each, field: test.name }]) !== !outcome);
    state.set(path, { k: 'tables', choices });
    return true;
  }

  /** Notes that two expressions are equal. */
  assumeEqual(left: Expr, right: Expr, state: State, place: Place): void {
    if (hasEffects(left) || hasEffects(right)) return;
    const path = this.#variables.path(left, state, place);
    const value = this.#values.value(right, state, place);
    if (path !== null && value.k !== 'unknown' && !isNull(right)) state.set(path, value);
  }
}
