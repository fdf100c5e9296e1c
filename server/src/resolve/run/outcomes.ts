/** What follows from the outcome of a test, for the code that comes after it. */
import type { Expr } from '../../model/ir.ts';
import { isNull } from '../language/expressions.ts';
import type { Place } from '../language/place.ts';
import type { Assumption } from './assumption.ts';
import { constant } from './bits.ts';
import { hasEffects } from './conditions.ts';
import type { Values } from './frame.ts';
import { computes, TRANSPARENT } from './known-macros.ts';
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
    this.#byValue(test, outcome, state, place);
    if (test.k === 'unary' && test.op === '!') this.assume(test.arg, !outcome, state, place);
    else if (test.k === 'binary' && test.op === (outcome ? '&&' : '||')) {
      this.assume(test.left, outcome, state, place);
      this.assume(test.right, outcome, state, place);
    } else if (test.k === 'binary' && test.op === (outcome ? '==' : '!=')) {
      this.assumeEqual(test.left, test.right, state, place);
    } else if (test.k === 'call' && test.fn.k === 'id') {
      const argument = test.args[TRANSPARENT.get(test.fn.name) ?? -1];
      if (argument) this.assume(argument, outcome, state, place);
    } else if (test.k === 'member' && this.#narrow(test, outcome, state, place)) {
      // The tables left say what the hook is.
    } else if (!outcome && (test.k === 'id' || test.k === 'member') && !hasEffects(test)) {
      const path = this.#variables.path(test, state, place);
      if (path !== null) state.set(path, bitsValue(constant(0n)));
    }
  }

  /** Keeps those tables of a receiver with whose value alone the test comes out so: those without a bit, or with it. */
  #byValue(test: Expr, outcome: boolean, state: State, place: Place): void {
    if (test.k !== 'member' && test.k !== 'binary') return;
    for (const member of membersIn(test)) {
      if (!this.#receivers.namesValue(member)) continue;
      const of = this.#receivers.receiver(member, state, place);
      const path = of.k === 'tables' ? this.#variables.path(member.of, state, place) : null;
      if (of.k !== 'tables' || path === null || !this.#receivers.isValue(member, of.choices)) continue;
      const choices = of.choices.filter((each) => {
        const alone = state.copy();
        alone.set(path, { k: 'tables', choices: [each] });
        return this.#values.truth(test, alone, place) !== !outcome;
      });
      if (choices.length < of.choices.length) state.set(path, { k: 'tables', choices });
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

type Member = Extract<Expr, { k: 'member' }>;

/** The members in a test; none where it may have effects, as it is evaluated again. Macros that only compute have none. */
function membersIn(test: Expr): readonly Member[] {
  const found: Member[] = [];
  const isPure = (expr: Expr): boolean => {
    if (expr.k === 'member') {
      if (hasEffects(expr)) return false;
      found.push(expr);
      return true;
    }
    if (expr.k === 'call') return expr.fn.k === 'id' && computes(expr.fn.name) && expr.args.every(isPure);
    if (expr.k === 'binary') return expr.op !== '&&' && expr.op !== '||' && isPure(expr.left) && isPure(expr.right);
    if (expr.k === 'cast' || (expr.k === 'unary' && /^[-~!+]$/.test(expr.op))) return isPure(expr.arg);
    return expr.k === 'id' || expr.k === 'number';
  };
  return isPure(test) ? found : [];
}
