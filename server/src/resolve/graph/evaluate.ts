/** What expressions are worth, and the calls in them. */
import type { SourceFile } from '../../index/file.ts';
import type { Expr, Stmt, Variable } from '../../model/ir.ts';
import { type Expressions, isNull, type Place } from '../expressions.ts';
import { type Bits, constant, literal, NO_BITS, operate, truth, truthBits } from './bits.ts';
import type { Body } from './bodies.ts';
import { conditionText, hasEffects } from './conditions.ts';
import { type Constants, TRANSPARENT, unary } from './constants.ts';
import { type Site, type Sites, slotFunctions } from './sites.ts';
import { joinStates, localPath, State } from './state.ts';
import type { CallEvent, Summary } from './summary.ts';
import { bitsOf, bitsValue, type Choice, type HookChoice, isZero, joinValues, UNKNOWN, type Value } from './values.ts';

/** What a question wants followed, and where it gets names from. */
export interface Host {
  readonly expressions: Expressions;
  readonly constants: Constants;
  readonly sites: Sites;
  /** The definitions to go into for a call of a name; empty to leave the call alone. */
  into(name: string, from: Body, knows: boolean): readonly Body[];
  /** Whether a call that is not gone into is worth naming. */
  names(name: string, from: Body): boolean;
  /** The definitions to go into of a function whose address was taken in a file. */
  pointed(name: string, file: SourceFile, knows: boolean): readonly Body[];
  /** The case that a switch is held to, when the question is about that case. */
  readonly forced: ReadonlyMap<Stmt, Stmt>;
}

/** Runs the functions that calls go into; null where the bound on size or a recursion stops that. */
export interface Runner {
  run(body: Body, args: readonly Value[], given: ReadonlyMap<string, Value>): Summary | null;
}

/** The function under way, as its expressions see it. */
export interface Frame {
  readonly body: Body;
  event(event: Omit<CallEvent, 'conditions'>, state: State): void;
  block(body: readonly Stmt[], state: State, place: Place): Value;
}

type Call = Extract<Expr, { k: 'call' }>;

/** How deep macros' expansions are evaluated. */
const MAX_EXPANSIONS = 6;

/** Evaluates the expressions of one function. */
export class Evaluator {
  readonly #runner: Runner;
  readonly #host: Host;
  readonly #frame: Frame;
  #expansions = 0;

  constructor(runner: Runner, host: Host, frame: Frame) {
    this.#runner = runner;
    this.#host = host;
    this.#frame = frame;
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
        return this.#call(expr, state, place);
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
      return truth(operate('&', this.#bits(left), this.#bits(right)));
    }
    return this.#truth(this.value(test, state, place));
  }

  #truth(value: Value): boolean | null {
    return value.k === 'address' ? true : truth(this.#bits(value));
  }

  /** The bits of a value, a named constant's computed. */
  #bits(value: Value): Bits {
    if (value.k !== 'name') return bitsOf(value);
    return isZero(value) ? constant(0n) : this.#host.constants.name(value.name, value.body.file);
  }

  #name(name: string, at: number, state: State, place: Place): Value {
    const path = this.#local(name, at, place);
    if (path !== null) return state.get(path) ?? UNKNOWN;
    if (name === 'NULL') return bitsValue(constant(0n));
    return { k: 'name', name, body: this.#frame.body };
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
    const of = this.value(expr.of, state, place);
    if (of.k === 'tables') {
      const isHook = of.choices.some(({ ops }) => ops.hookNames().includes(expr.name));
      if (isHook) return { k: 'hooks', choices: of.choices.map((each) => ({ ...each, field: expr.name })) };
    }
    const installed = path === null ? this.#host.sites.installed(expr.name) : null;
    return installed ? { k: 'tables', choices: installed } : UNKNOWN;
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
    return value.k === 'unknown' ? UNKNOWN : bitsValue(unary(op, this.#bits(value)));
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
      const same = this.#same(left, right);
      return bitsValue(truthBits(same === null ? null : same === (expr.op === '==')));
    }
    // Of an unknown value only a mask leaves anything that is known.
    const half = left.k === 'unknown' || right.k === 'unknown';
    if (half && expr.op !== '&' && expr.op !== '|') return UNKNOWN;
    return bitsValue(operate(expr.op, this.#bits(left), this.#bits(right)));
  }

  #same(left: Value, right: Value): boolean | null {
    const { constants } = this.#host;
    if (left.k === 'unknown' || right.k === 'unknown') return null;
    if (left.k === 'address' || right.k === 'address') return isZero(left) || isZero(right) ? false : null;
    if (left.k === 'name' && right.k === 'name') {
      const names = [left, right].map((each) => constants.alias(each.name, each.body.file));
      if (names[0] === names[1]) return true;
      if ([left, right].every((each) => constants.isIoctl(constants.alias(each.name, each.body.file), each.body.file)))
        return false;
    }
    const outcome = operate('==', this.#bits(left), this.#bits(right));
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
    const bits = operate(expr.op.slice(0, -1), this.#bits(before), this.#maybe(before, right, expr.op));
    const value = bitsValue(bits);
    if (path !== null) state.set(path, value);
    return value;
  }

  /** The bits of a right side, computed only where they matter. */
  #maybe(left: Value, right: Value, op: string): Bits {
    return left.k === 'unknown' && op !== '&=' && op !== '|=' ? NO_BITS : this.#bits(right);
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
    } else if (!outcome && (test.k === 'id' || test.k === 'member') && !hasEffects(test)) {
      const path = this.#path(test, state, place);
      if (path !== null) state.set(path, bitsValue(constant(0n)));
    }
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

  #call(expr: Call, state: State, place: Place): Value {
    const callee = bare(expr.fn);
    const named = callee.k === 'id' && this.#local(callee.name, callee.at, place) === null ? callee.name : null;
    if (named !== null) {
      const same = TRANSPARENT[named] ?? -1;
      const values = expr.args.map((arg) => this.value(arg, state, place));
      const sites = place.outer ? [] : this.#host.sites.at(place.file, expr.at);
      for (const site of sites) if (site.call.macro === named) this.#dispatch(site, UNKNOWN, values, expr.at, state);
      const value = values[same];
      return value ?? this.#direct(named, expr, values, state, place);
    }
    const value = this.value(expr.fn, state, place);
    const values = expr.args.map((arg) => this.value(arg, state, place));
    return this.#through(callee, value, values, state, place);
  }

  /** A call of a function, or a macro's use, by its name. */
  #direct(name: string, expr: Call, args: readonly Value[], state: State, place: Place): Value {
    const { host, body, at } = { host: this.#host, body: this.#frame.body, at: origin(expr.at, place) };
    const bodies = host.into(name, body, args.some(isKnown));
    if (bodies.length > 0) return this.#enter(bodies, args, { at, kind: 'call', hook: null }, state);
    const leaf = host.names(name, body);
    const computed = host.constants.computed(
      name,
      args.map((each) => this.#bits(each)),
    );
    if (computed) return bitsValue(computed);
    if (!leaf && (args.some(isKnown) || /^[A-Z_]+$/.test(name))) {
      const expanded = this.#expand(name, expr, state, place);
      if (expanded) return expanded;
    }
    if (leaf) this.#frame.event({ at, kind: 'call', name, target: null, hook: null }, state);
    this.#escape(args, state);
    return UNKNOWN;
  }

  #expand(name: string, expr: Call, state: State, place: Place): Value | null {
    if (this.#expansions >= MAX_EXPANSIONS) return null;
    const expanded = this.#host.expressions.expand(name, expr.args, expr.at, place);
    if (!expanded) return null;
    this.#expansions++;
    const value = this.value(expanded.expr, state, expanded.place);
    this.#expansions--;
    return value;
  }

  /** A call through a pointer. */
  #through(callee: Expr, value: Value, args: readonly Value[], state: State, place: Place): Value {
    const at =
      callee.k === 'member'
        ? callee.nameAt
        : callee.k === 'index' && callee.of.k === 'member'
          ? callee.of.nameAt
          : callee.at;
    const sites = place.outer ? [] : this.#host.sites.at(place.file, at);
    if (sites.length > 0) {
      return sites.map((site) => this.#dispatch(site, value, args, at, state)).reduce(joinValues);
    }
    const knows = args.some(isKnown);
    const bodies =
      value.k === 'functions'
        ? value.bodies
        : value.k === 'name'
          ? this.#host.pointed(value.name, value.body.file, knows)
          : [];
    if (bodies.length > 0)
      return this.#enter(bodies, args, { at: origin(at, place), kind: 'pointer', hook: null }, state);
    if (value.k === 'hooks') return this.#hooks(value.choices, args, origin(at, place), state);
    this.#escape(args, state);
    return UNKNOWN;
  }

  #dispatch(site: Site, value: Value, args: readonly Value[], at: number, state: State): Value {
    const choices = value.k === 'hooks' ? value.choices : this.#host.sites.choices(site);
    return this.#hooks(choices, args, at, state);
  }

  /** Calls what the hooks of the given tables hold; a table that leaves its hook unset is no target. */
  #hooks(choices: readonly HookChoice[], args: readonly Value[], at: number, state: State): Value {
    const before = state.copy();
    let after: State | null = null;
    let value: Value | null = null;
    for (const choice of choices) {
      const { ops, field, table } = choice;
      for (const name of slotFunctions(table, field)) {
        const branch = before.copy();
        const bodies = this.#host.pointed(name, table.file, args.some(isKnown));
        const hook = { ops, field, choice: choice as Choice };
        if (bodies.length === 0) {
          this.#frame.event({ at, kind: 'dispatch', name, target: null, hook }, branch);
          this.#escape(args, branch);
        }
        const returned =
          bodies.length === 0 ? UNKNOWN : this.#enter(bodies, args, { at, kind: 'dispatch', hook }, branch);
        value = value ? joinValues(value, returned) : returned;
        after = joinStates(after, branch);
      }
    }
    if (after) state.become(after);
    return value ?? UNKNOWN;
  }

  /** Runs the definitions of a function, and takes over what they leave behind. */
  #enter(
    bodies: readonly Body[],
    args: readonly Value[],
    event: Pick<CallEvent, 'at' | 'kind' | 'hook'>,
    state: State,
  ): Value {
    const before = state.copy();
    let after: State | null = null;
    let value: Value | null = null;
    for (const body of bodies) {
      const branch = before.copy();
      const passage = new Passage(args, branch);
      const summary = this.#runner.run(body, passage.args, passage.given);
      this.#frame.event({ ...event, name: body.name, target: summary }, branch);
      if (summary) passage.leave(summary, branch);
      else this.#escape(args, branch);
      const returned = summary ? passage.back(summary.returns) : UNKNOWN;
      value = value ? joinValues(value, returned) : returned;
      after = joinStates(after, branch);
    }
    if (after) state.become(after);
    return value ?? UNKNOWN;
  }

  /** What a function that is not followed is given the address of can be anything afterwards. */
  #escape(args: readonly Value[], state: State): void {
    for (const arg of args) if (arg.k === 'address') state.forget(arg.of);
  }
}

/** Carries what the caller knows of its variables into a callee and back: there they go by other names. */
class Passage {
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

function isKnown(value: Value): boolean {
  return value.k !== 'unknown';
}

function rootOf(path: string): string {
  const dot = path.indexOf('.');
  return dot < 0 ? path : path.slice(0, dot);
}

/** The offset in the function's file of a call in an expansion: where the macro is used. */
function origin(at: number, place: Place): number {
  return place.outer ? origin(place.outer.at, place.outer.place) : at;
}

/** The callee under `*`, `&` and casts. */
function bare(expr: Expr): Expr {
  if (expr.k === 'unary' && (expr.op === '*' || expr.op === '&')) return bare(expr.arg);
  return expr.k === 'cast' ? bare(expr.arg) : expr;
}
