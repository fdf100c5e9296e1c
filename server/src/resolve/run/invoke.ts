/** Calls: of functions by their names, through pointers and hooks, and the uses of macros. */
import type { Expr } from '../../model/ir.ts';
import type { Place } from '../language/place.ts';
import type { Body } from '../ops/bodies.ts';
import { truthBits } from './bits.ts';
import type { Frame, Host, Runner, Values } from './frame.ts';
import { computed, TRANSPARENT } from './known-macros.ts';
import { Passage } from './passage.ts';
import { type Site, slotFunctions } from './sites.ts';
import { joinStates, type State } from './state.ts';
import type { CallEvent } from './summary.ts';
import { bitsValue, type Choice, type HookChoice, joinValues, UNKNOWN, type Value } from './values.ts';

type Call = Extract<Expr, { k: 'call' }>;

/** Makes the calls of one function. */
export class Invoker {
  readonly #runner: Runner;
  readonly #host: Host;
  readonly #frame: Frame;
  readonly #values: Values;

  constructor(runner: Runner, host: Host, frame: Frame, values: Values) {
    this.#runner = runner;
    this.#host = host;
    this.#frame = frame;
    this.#values = values;
  }

  /** Makes a call: goes into what it calls where the question wants that, and answers what it returns. */
  call(expr: Call, state: State, place: Place): Value {
    if (!this.#runner.spendCall()) return UNKNOWN;
    const callee = bare(expr.fn);
    if (callee.k === 'cond') return this.#values.value(chosen(expr, callee), state, place);
    const named = callee.k === 'id' && !this.#values.isLocal(callee.name, callee.at, place) ? callee.name : null;
    if (named !== null) {
      const same = TRANSPARENT.get(named) ?? -1;
      const values = expr.args.map((arg) => this.#values.value(arg, state, place));
      const sites = place.outer ? [] : this.#host.sites.at(place.file, expr.at);
      for (const site of sites) if (site.call.macro === named) this.#dispatch(site, UNKNOWN, values, expr.at, state);
      const value = values[same];
      return value ?? this.#direct(named, expr, values, state, place);
    }
    const value = this.#values.value(expr.fn, state, place);
    const values = expr.args.map((arg) => this.#values.value(arg, state, place));
    return this.#through(callee, value, values, state, place);
  }

  /** A call of a function, or a macro's use, by its name. */
  #direct(name: string, expr: Call, args: readonly Value[], state: State, place: Place): Value {
    const { host, body, at } = { host: this.#host, body: this.#frame.body, at: origin(expr.at, place) };
    const answer = host.assumption?.answer(name) ?? null;
    if (answer !== null) return bitsValue(truthBits(answer));
    const known = args.some(isKnown);
    const own = host.into(name, body, known);
    // What is handed a hook may call it, wherever it is.
    const bodies = own.length > 0 || !args.some(isHook) ? own : host.pointed(name, body.file, known);
    if (bodies.length > 0) return this.#enter(bodies, args, { at, kind: 'call', hook: null }, state);
    const leaf = host.names(name, body);
    const bits = computed(
      name,
      args.map((each) => this.#values.bits(each)),
    );
    if (bits) return bitsValue(bits);
    if (!leaf && (known || /^[A-Z_]+$/.test(name) || host.expands(name, body))) {
      const expanded = this.#expand(name, expr, state, place);
      if (expanded) return expanded;
    }
    if (leaf) this.#frame.event({ at, kind: 'call', name, target: null, hook: null }, state);
    this.#escape(args, state);
    return UNKNOWN;
  }

  #expand(name: string, expr: Call, state: State, place: Place): Value | null {
    const expanded = this.#host.expressions.uses.expand(name, expr.args, expr.at, place);
    return expanded && this.#values.value(expanded.expr, state, expanded.place);
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
    const { sites, assumption } = this.#host;
    const choices = value.k === 'hooks' ? value.choices : (assumption?.choices(site) ?? sites.choices(site));
    return this.#hooks(choices, args, at, state);
  }

  /** Calls what the hooks of the given tables hold; a table that leaves its hook unset is no target. */
  #hooks(choices: readonly HookChoice[], args: readonly Value[], at: number, state: State): Value {
    const before = state.copy();
    let after: State | null = null;
    let value: Value | null = null;
    for (const choice of choices) {
      const { ops, field, table } = choice;
      this.#host.assumption?.called(choice, this.#frame.body, at);
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
    return this.#host.assumption?.trustsHooks === false ? UNKNOWN : (value ?? UNKNOWN);
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

function isKnown(value: Value): boolean {
  return value.k !== 'unknown';
}

function isHook(value: Value): boolean {
  return value.k === 'hooks';
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

/** `(test ? a : b)(x)` as `test ? a(x) : b(x)`. */
function chosen(call: Call, callee: Extract<Expr, { k: 'cond' }>): Expr {
  const { at, end } = call;
  const { test, yes, no } = callee;
  return { k: 'cond', at, end, test, yes: { ...call, fn: yes ?? test }, no: { ...call, fn: no } };
}
