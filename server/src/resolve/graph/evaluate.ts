/** What expressions are worth; the calls in them are made by invoke.ts. */
import type { Expr, Stmt, Variable } from '../../model/ir.ts';
import { isNull, type Place } from '../expressions.ts';
import { type Bits, constant, literal, NO_BITS, operate, truth, truthBits } from './bits.ts';
import { conditionText, hasEffects } from './conditions.ts';
import { TRANSPARENT, unary } from './constants.ts';
import type { Frame, Host, Runner } from './frame.ts';
import { Invoker, type Values } from './invoke.ts';
import { joinStates, localPath, State } from './state.ts';
import { bitsOf, bitsValue, isZero, joinValues, UNKNOWN, type Value } from './values.ts';

/** Evaluates the expressions of one function. */
export class Evaluator implements Values {
  readonly #host: Host;
  readonly #frame: Frame;
  readonly #invoker: Invoker;

  constructor(runner: Runner, host: Host, frame: Frame) {
    this.#host = host;
    this.#frame = frame;
    this.#invoker = new Invoker(runner, host, frame, this);
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
        return this.#member(expr, state, place);
      case 'index':
        this.value(expr.of, state, place);
        this.value(expr.index, state, place);
        return UNKNOWN;
      case 'unary':
        return this.#unary(expr.op, expr.arg, state, place);
      case 'binary':
        return this.#binary(expr, state, place);
      case 'assign':
        return this.#assign(expr, state, place);
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

  /** Declares a variable. */
  declare(variable: Variable, state: State, place: Place): void {
    const path = localPath(variable.name, variable.nameAt);
    state.forget(path);
    if (variable.init) this.#initialise(path, variable.init, state, place);
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
    return this.#truth(this.value(test, state, place));
  }

  #truth(value: Value): boolean | null {
    if (value.k === 'hooks') return this.#host.assumption?.isSet(value.choices) ?? null;
    return value.k === 'address' ? true : truth(this.bits(value));
  }

  /** The bits of a value, a named constant's computed. */
  bits(value: Value): Bits {
    if (value.k !== 'name') return bitsOf(value);
    return isZero(value) ? constant(0n) : this.#host.constants.name(value.name, value.body.file);
  }

  #name(name: string, at: number, state: State, place: Place): Value {
    const path = this.#local(name, at, place);
    if (path !== null) return state.get(path) ?? UNKNOWN;
    if (name === 'NULL') return bitsValue(constant(0n));
    return { k: 'name', name, body: this.#frame.body };
  }

  isLocal(name: string, at: number, place: Place): boolean {
    return this.#local(name, at, place) !== null;
  }

  /** The path of a variable of the function; null when the name is not one. */
  #local(name: string, at: number, place: Place): string | null {
    const local = place.scope?.local(name, at);
    if (local) return localPath(name, local.at);
    return place.outer && this.#local(name, place.outer.at, place.outer.place);
  }

  /** The path that an expression stands for, when it is a variable or a member of one. */
  #path(expr: Expr, state: State, place: Place): string | null {
    switch (expr.k) {
      case 'id':
        return this.#local(expr.name, expr.at, place);
      case 'cast':
        return this.#path(expr.arg, state, place);
      case 'member': {
        const base = expr.arrow ? this.#pointed(expr.of, state, place) : this.#path(expr.of, state, place);
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
    const value = this.value(expr, state, place);
    return value.k === 'address' ? value.of : null;
  }

  #member(expr: Extract<Expr, { k: 'member' }>, state: State, place: Place): Value {
    const path = this.#path(expr, state, place);
    const held = path === null ? undefined : state.get(path);
    if (held) return held;
    const of = this.#receiver(expr, state, place);
    if (of.k === 'tables') {
      const isHook = of.choices.some(({ ops }) => ops.hookNames().includes(expr.name));
      if (isHook) return { k: 'hooks', choices: of.choices.map((each) => ({ ...each, field: expr.name })) };
    }
    const installed = path === null ? this.#host.sites.installed(expr.name) : null;
    const choices = installed && (this.#host.assumption?.among(installed) ?? installed);
    if (choices?.length === 0) return bitsValue(constant(0n));
    return choices ? { k: 'tables', choices } : UNKNOWN;
  }

  /** What stands before `->member`; a pointer to the ops struct that nothing is known of is to the tables assumed. */
  #receiver({ of, name }: Extract<Expr, { k: 'member' }>, state: State, place: Place): Value {
    const value = this.value(of, state, place);
    const choices = value.k === 'tables' ? null : (this.#host.assumption?.tables(of, name, place) ?? null);
    return choices ? { k: 'tables', choices } : value;
  }

  #unary(op: string, arg: Expr, state: State, place: Place): Value {
    if (op === '&') return this.#address(arg, state, place);
    if (op === '++' || op === '--') {
      const path = this.#path(arg, state, place);
      if (path !== null) state.forget(path);
      return UNKNOWN;
    }
    if (op === '*') {
      const path = this.#path({ k: 'unary', op, arg, at: arg.at, end: arg.end }, state, place);
      const value = this.value(arg, state, place);
      if (path !== null) return state.get(path) ?? UNKNOWN;
      return value.k === 'functions' || value.k === 'hooks' ? value : UNKNOWN;
    }
    const value = this.value(arg, state, place);
    if (op === '!') {
      const outcome = this.#truth(value);
      return bitsValue(truthBits(outcome === null ? null : !outcome));
    }
    return value.k === 'unknown' ? UNKNOWN : bitsValue(unary(op, this.bits(value)));
  }

  #address(arg: Expr, state: State, place: Place): Value {
    const path = this.#path(arg, state, place);
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
      const same = this.#same(
        this.#compared(expr.left, left, right, place),
        this.#compared(expr.right, right, left, place),
      );
      return bitsValue(truthBits(same === null ? null : same === (expr.op === '==')));
    }
    // Of an unknown value only a mask leaves anything that is known.
    const half = left.k === 'unknown' || right.k === 'unknown';
    if (half && expr.op !== '&' && expr.op !== '|') return UNKNOWN;
    return bitsValue(operate(expr.op, this.bits(left), this.bits(right)));
  }

  /** A side of a comparison: where it is unknown and the other is a table, a pointer to one of the tables assumed. */
  #compared(expr: Expr, value: Value, other: Value, place: Place): Value {
    if (value.k !== 'unknown' || other.k !== 'tables') return value;
    const choices = this.#host.assumption?.pointer(expr, place);
    return choices ? { k: 'tables', choices } : value;
  }

  #same(left: Value, right: Value): boolean | null {
    const { constants } = this.#host;
    if (left.k === 'unknown' || right.k === 'unknown') return null;
    if (left.k === 'address' || right.k === 'address') return isZero(left) || isZero(right) ? false : null;
    if (left.k === 'hooks' && isZero(right)) return not(this.#truth(left));
    if (right.k === 'hooks' && isZero(left)) return not(this.#truth(right));
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

  #logical(expr: Extract<Expr, { k: 'binary' }>, state: State, place: Place): Value {
    const stops = expr.op === '||';
    const left = this.truth(expr.left, state, place);
    if (left === stops) return bitsValue(truthBits(stops));
    if (left !== null) return bitsValue(truthBits(this.truth(expr.right, state, place)));
    const branch = state.with({ text: conditionText(expr.left, place), kind: 'inside', parts: false });
    this.assume(expr.left, !stops, branch, place);
    const right = this.truth(expr.right, branch, place);
    const after = joinStates(state, new State(branch.values, state.open));
    if (after) state.become(after);
    return bitsValue(truthBits(right === stops ? stops : null));
  }

  #cond(expr: Extract<Expr, { k: 'cond' }>, state: State, place: Place): Value {
    const tested = this.value(expr.test, state, place);
    const outcome = this.#truth(tested);
    if (outcome === true) return expr.yes ? this.value(expr.yes, state, place) : tested;
    if (outcome === false) return this.value(expr.no, state, place);
    const yes = state.with({ text: conditionText(expr.test, place), kind: 'inside', parts: true });
    const no = state.with({ text: `!(${conditionText(expr.test, place)})`, kind: 'inside', parts: true });
    this.assume(expr.test, true, yes, place);
    this.assume(expr.test, false, no, place);
    const values = [expr.yes ? this.value(expr.yes, yes, place) : tested, this.value(expr.no, no, place)] as const;
    const after = joinStates(new State(yes.values, state.open), new State(no.values, state.open));
    if (after) state.become(after);
    return joinValues(values[0], values[1]);
  }

  #assign(expr: Extract<Expr, { k: 'assign' }>, state: State, place: Place): Value {
    const path = this.#path(expr.left, state, place);
    if (path === null && expr.left.k !== 'id') this.value(expr.left, state, place);
    if (expr.op === '=') {
      if (path === null) return this.value(expr.right, state, place);
      return this.#initialise(path, expr.right, state, place);
    }
    const before = path === null ? UNKNOWN : (state.get(path) ?? UNKNOWN);
    const right = this.value(expr.right, state, place);
    const bits = operate(expr.op.slice(0, -1), this.bits(before), this.#maybe(before, right, expr.op));
    const value = bitsValue(bits);
    if (path !== null) state.set(path, value);
    return value;
  }

  /** The bits of a right side, computed only where they matter. */
  #maybe(left: Value, right: Value, op: string): Bits {
    return left.k === 'unknown' && op !== '&=' && op !== '|=' ? NO_BITS : this.bits(right);
  }

  /** Sets a path to a value, an initialiser or another struct. */
  #initialise(path: string, right: Expr, state: State, place: Place): Value {
    const init = right.k === 'literal' || right.k === 'cast' ? (right.k === 'literal' ? right.init : right.arg) : right;
    if (init.k === 'init') {
      this.#members(path, init, state, place);
      return UNKNOWN;
    }
    const from = hasEffects(right) ? null : this.#path(right, state, place);
    const value = this.value(right, state, place);
    if (from !== null && from !== path && value.k === 'unknown') state.assign(path, from);
    else state.set(path, value);
    return value;
  }

  /** Members that an initialiser does not name are zero. */
  #members(path: string, init: Extract<Expr, { k: 'init' }>, state: State, place: Place): void {
    const set = init.items.map((item) => ({ item, value: this.value(item.value, state, place) }));
    state.forget(path);
    for (const { item, value } of set) {
      const names = item.path.map((each) => (each.k === 'field' ? each.name : `[${each.text}]`));
      if (names.length === 0) continue;
      const inner = `${path}.${names.join('.')}`;
      if (item.value.k === 'init') this.#members(inner, item.value, state, place);
      else state.set(inner, value);
    }
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
      const path = this.#path(test, state, place);
      if (path !== null) state.set(path, bitsValue(constant(0n)));
    }
  }

  /** Keeps those tables of a receiver whose hook is set, or is not; false where the test is of no hook. */
  #narrow(test: Extract<Expr, { k: 'member' }>, outcome: boolean, state: State, place: Place): boolean {
    const { assumption } = this.#host;
    if (!assumption || hasEffects(test)) return false;
    const of = this.#receiver(test, state, place);
    const path = this.#path(test.of, state, place);
    if (of.k !== 'tables' || path === null) return false;
    const choices = of.choices.filter((each) => assumption.isSet([{ ...each, field: test.name }]) !== !outcome);
    state.set(path, { k: 'tables', choices });
    return true;
  }

  /** Notes that two expressions are equal. */
  assumeEqual(left: Expr, right: Expr, state: State, place: Place): void {
    if (hasEffects(left) || hasEffects(right)) return;
    const path = this.#path(left, state, place);
    const value = this.value(right, state, place);
    if (path !== null && value.k !== 'unknown' && !isNull(right)) state.set(path, value);
  }

  /** Whether a value is one of a case's; null when the constants do not say. */
  matches(on: Value, values: readonly Expr[], state: State, place: Place): boolean | null {
    const outcomes = values.map((each) => this.#same(on, this.value(each, state, place)));
    if (outcomes.includes(true)) return true;
    return outcomes.includes(null) ? null : false;
  }

  forcedCase(stmt: Stmt): Stmt | null {
    return this.#host.forced.get(stmt) ?? null;
  }
}

function not(outcome: boolean | null): boolean | null {
  return outcome === null ? null : !outcome;
}
