/** What expressions are worth; the calls in them are made by invoke.ts. */
import type { Expr } from '../../model/ir.ts';
import type { Place } from '../language/place.ts';
import { Assignment } from './assignment.ts';
import { type Bits, constant, literal, operate, truth, truthBits, unary } from './bits.ts';
import { Comparison } from './comparison.ts';
import { conditionText } from './conditions.ts';
import type { Frame, Host, Runner, Values } from './frame.ts';
import { Invoker } from './invoke.ts';
import { Outcomes } from './outcomes.ts';
import { Receivers } from './receivers.ts';
import { joinStates, State } from './state.ts';
import { bitsValue, joinValues, UNKNOWN, type Value } from './values.ts';
import { Variables } from './variables.ts';

/** Evaluates the expressions of one function. */
export class Evaluator implements Values {
  readonly assignment: Assignment;
  readonly outcomes: Outcomes;
  readonly #host: Host;
  readonly #frame: Frame;
  readonly #invoker: Invoker;
  readonly #variables: Variables;
  readonly #receivers: Receivers;
  readonly #comparison: Comparison;

  constructor(runner: Runner, host: Host, frame: Frame) {
    this.#host = host;
    this.#frame = frame;
    this.#invoker = new Invoker(runner, host, frame, this);
    this.#variables = new Variables(this);
    this.#receivers = new Receivers(host, this, this.#variables);
    this.#comparison = new Comparison(host);
    this.assignment = new Assignment(this, this.#variables);
    this.outcomes = new Outcomes(this, this.#variables, this.#receivers, host.assumption);
  }

  /** The value of an expression; its calls and assignments happen in `state`. */
  value(expr: Expr, state: State, place: Place): Value {
    switch (expr.k) {
      case 'number': {
        const number = literal(expr.text);
        return number === null ? UNKNOWN : bitsValue(constant(number));
      }
      case 'id':
        return this.#name(expr.name, expr.at, state, place);
      case 'cast':
        return this.value(expr.arg, state, place);
      case 'member':
        return this.#receivers.member(expr, state, place);
      case 'index':
        this.value(expr.of, state, place);
        this.value(expr.index, state, place);
        return UNKNOWN;
      case 'unary':
        return this.#unary(expr.op, expr.arg, state, place);
      case 'binary':
        return this.#binary(expr, state, place);
      case 'assign':
        return this.assignment.assign(expr, state, place);
      case 'cond':
        return this.#cond(expr, state, place);
      case 'comma':
        this.value(expr.left, state, place);
        return this.value(expr.right, state, place);
      case 'call':
        return this.#invoker.call(expr, state, place);
      case 'block':
        return this.#frame.block(expr.body, state, place);
      case 'init':
        for (const item of expr.items) this.value(item.value, state, place);
        return UNKNOWN;
      case 'literal':
        return this.value(expr.init, state, place);
      case 'other':
        for (const kid of expr.kids) this.value(kid, state, place);
        return UNKNOWN;
      default:
        return UNKNOWN;
    }
  }

  /** Whether a test holds; null when the constants do not say. */
  truth(test: Expr, state: State, place: Place): boolean | null {
    if (test.k === 'binary' && test.op === '&') {
      // Of an unknown value no mask says whether it is zero: the mask need not be computed.
      const left = this.value(test.left, state, place);
      const right = this.value(test.right, state, place);
      if (left.k === 'unknown' || right.k === 'unknown') return null;
      return truth(operate('&', this.bits(left), this.bits(right)));
    }
    return this.#comparison.truth(this.value(test, state, place));
  }

  /** The bits of a value, a named constant's computed. */
  bits(value: Value): Bits {
    return this.#comparison.bits(value);
  }

  #name(name: string, at: number, state: State, place: Place): Value {
    const path = this.#variables.local(name, at, place);
    if (path !== null) return state.get(path) ?? UNKNOWN;
    if (name === 'NULL') return bitsValue(constant(0n));
    return { k: 'name', name, body: this.#frame.body };
  }

  isLocal(name: string, at: number, place: Place): boolean {
    return this.#variables.local(name, at, place) !== null;
  }

  #unary(op: string, arg: Expr, state: State, place: Place): Value {
    if (op === '&') return this.#address(arg, state, place);
    if (op === '++' || op === '--') {
      const path = this.#variables.path(arg, state, place);
      if (path !== null) state.forget(path);
      return UNKNOWN;
    }
    if (op === '*') {
      const path = this.#variables.path({ k: 'unary', op, arg, at: arg.at, end: arg.end }, state, place);
      const value = this.value(arg, state, place);
      if (path !== null) return state.get(path) ?? UNKNOWN;
      return value.k === 'functions' || value.k === 'hooks' ? value : UNKNOWN;
    }
    const value = this.value(arg, state, place);
    if (op === '!') {
      const outcome = this.#comparison.truth(value);
      return bitsValue(truthBits(outcome === null ? null : !outcome));
    }
    return value.k === 'unknown' ? UNKNOWN : bitsValue(unary(op, this.bits(value)));
  }

  #address(arg: Expr, state: State, place: Place): Value {
    const path = this.#variables.path(arg, state, place);
    if (path !== null) return { k: 'address', of: path };
    if (arg.k === 'id') return this.#named(arg.name, place);
    this.value(arg, state, place);
    return UNKNOWN;
  }

  /** The table or function that a name is. */
  #named(name: string, place: Place): Value {
    const table = this.#host.sites.named(name, place.file);
    return table ? { k: 'tables', choices: [table] } : { k: 'name', name, body: this.#frame.body };
  }

  #binary(expr: Extract<Expr, { k: 'binary' }>, state: State, place: Place): Value {
    if (expr.op === '&&' || expr.op === '||') return this.#logical(expr, state, place);
    const left = this.value(expr.left, state, place);
    const right = this.value(expr.right, state, place);
    if (left.k === 'unknown' && right.k === 'unknown') return UNKNOWN;
    if (expr.op === '==' || expr.op === '!=') {
      const same = this.#comparison.same(
        this.#receivers.compared(expr.left, left, right, place),
        this.#receivers.compared(expr.right, right, left, place),
      );
      return bitsValue(truthBits(same === null ? null : same === (expr.op === '==')));
    }
    // Of an unknown value only a mask leaves anything that is known.
    const half = left.k === 'unknown' || right.k === 'unknown';
    if (half && expr.op !== '&' && expr.op !== '|') return UNKNOWN;
    return bitsValue(operate(expr.op, this.bits(left), this.bits(right)));
  }

  #logical(expr: Extract<Expr, { k: 'binary' }>, state: State, place: Place): Value {
    const stops = expr.op === '||';
    const left = this.truth(expr.left, state, place);
    if (left === stops) return bitsValue(truthBits(stops));
    if (left !== null) return bitsValue(truthBits(this.truth(expr.right, state, place)));
    const branch = state.with({ text: conditionText(expr.left, place), kind: 'inside', parts: false });
    this.outcomes.assume(expr.left, !stops, branch, place);
    const right = this.truth(expr.right, branch, place);
    const after = joinStates(state, new State(branch.values, state.open));
    if (after) state.become(after);
    return bitsValue(truthBits(right === stops ? stops : null));
  }

  #cond(expr: Extract<Expr, { k: 'cond' }>, state: State, place: Place): Value {
    const tested = this.value(expr.test, state, place);
    const outcome = this.#comparison.truth(tested);
    if (outcome === true) return expr.yes ? this.value(expr.yes, state, place) : tested;
    if (outcome === false) return this.value(expr.no, state, place);
    const yes = state.with({ text: conditionText(expr.test, place), kind: 'inside', parts: true });
    const no = state.with({ text: `!(${conditionText(expr.test, place)})`, kind: 'inside', parts: true });
    this.outcomes.assume(expr.test, true, yes, place);
    this.outcomes.assume(expr.test, false, no, place);
    const values = [expr.yes ? this.value(expr.yes, yes, place) : tested, this.value(expr.no, no, place)] as const;
    const after = joinStates(new State(yes.values, state.open), new State(no.values, state.open));
    if (after) state.become(after);
    return joinValues(values[0], values[1]);
  }

  /** Whether a value is one of a case's; null when the constants do not say. */
  matches(on: Value, values: readonly Expr[], state: State, place: Place): boolean | null {
    const outcomes = values.map((each) => this.#comparison.same(on, this.value(each, state, place)));
    if (outcomes.includes(true)) return true;
    return outcomes.includes(null) ? null : false;
  }
}
