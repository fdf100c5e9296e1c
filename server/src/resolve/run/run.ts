/** One function under way: its statements in order, branch by branch, and what is known where control comes together. */
import { addTo } from '../../base/add-to.ts';
import { firstFrom } from '../../base/ordered.ts';
import type { Expr, Stmt } from '../../model/ir.ts';
import type { Place } from '../language/place.ts';
import type { Body } from '../ops/bodies.ts';
import { conditionText, negated } from './conditions.ts';
import { Evaluator } from './evaluate.ts';
import { Events } from './events.ts';
import type { Frame, Host, Runner } from './frame.ts';
import { containsLabel, Jumps } from './jumps.ts';
import { type Cases, casesOf, type Label, named, sameCases, sameNamed } from './labels.ts';
import { joinStates, localPath, type Open, State, sameState } from './state.ts';
import type { CallEvent, Summary } from './summary.ts';
import { joinValues, UNKNOWN, under, type Value } from './values.ts';

/** Where statements take their fuel from. */
export interface Fuel {
  spend(): boolean;
  readonly exhausted: boolean;
}

/** The cases at which a switch is entered, in order, and whether it is certain to be at one of them. */
interface Entered {
  readonly labels: readonly Label[];
  readonly decided: boolean;
}

function only({ all }: Cases, forced: Stmt): Entered {
  const labels = all.filter(({ stmt }) => stmt === forced);
  return { labels, decided: labels.length > 0 };
}

/** Runs one function in one context. */
export class Run implements Frame {
  readonly body: Body;
  readonly #fuel: Fuel;
  readonly #forced: Host['forced'];
  readonly #constants: Host['constants'];
  readonly #evaluator: Evaluator;
  readonly #events = new Events();
  readonly #jumps = new Jumps();
  #returned: { value: Value; state: State } | null = null;

  constructor(runner: Runner & Fuel, host: Host, body: Body) {
    this.body = body;
    this.#fuel = runner;
    this.#forced = host.forced;
    this.#constants = host.constants;
    this.#evaluator = new Evaluator(runner, host, this);
  }

  summary(context: string, args: readonly Value[], given: ReadonlyMap<string, Value>): Summary {
    this.#function(this.#enter(args, given));
    // What jumps back to a label is only known after a first pass.
    if (this.#jumps.isBackward) {
      this.#events.clear();
      this.#jumps.again();
      this.#returned = null;
      this.#function(this.#enter(args, given));
    }
    const { value, state } = this.#returned ?? { value: UNKNOWN, state: new State() };
    return {
      body: this.body,
      context,
      calls: this.#events.all(),
      returns: value,
      effects: new Map([...state.values].filter(([path]) => !path.startsWith('L:'))),
      cut: this.#fuel.exhausted,
    };
  }

  #enter(args: readonly Value[], given: ReadonlyMap<string, Value>): State {
    const { fn } = this.body;
    const state = new State(new Map(given));
    fn.params.forEach((param, i) => {
      if (param.name !== null) state.set(localPath(param.name, fn.at), args[i] ?? UNKNOWN);
    });
    return state;
  }

  #function(state: State): void {
    const end = this.#block(this.body.fn.body ?? [], state);
    if (end) this.#return(UNKNOWN, end);
  }

  #return(value: Value, state: State): void {
    const marked = under(
      value,
      state.open.map((each) => each.text),
    );
    const before = this.#returned;
    const left = new State(state.values, []);
    this.#returned = before
      ? { value: joinValues(before.value, marked), state: joinStates(before.state, left) ?? left }
      : { value: marked, state: left };
  }

  event(event: Omit<CallEvent, 'conditions'>, state: State): void {
    this.#events.note(event, state);
  }

  /** Runs statements in order; null when control does not get behind them. */
  #block(body: readonly Stmt[], state: State): State | null {
    let now: State | null = state;
    for (const stmt of body) {
      if (stmt.k === 'label') now = this.#jumps.label(stmt.label, now);
      else if (now) now = this.#stmt(stmt, now);
      else if (containsLabel(stmt)) now = this.#stmt(stmt, new State());
    }
    return now;
  }

  #stmt(stmt: Stmt, state: State): State | null {
    if (!this.#fuel.spend()) return state;
    switch (stmt.k) {
      case 'expr':
        this.#evaluator.value(stmt.expr, state, this.body.place);
        return state;
      case 'var':
        for (const each of stmt.vars) this.#evaluator.assignment.declare(each, state, this.body.place);
        return state;
      case 'if':
        return this.#if(stmt, state);
      case 'loop':
        return this.#loop(stmt, state);
      case 'switch':
        return this.#switch(stmt, state);
      case 'return':
        this.#return(stmt.value ? this.#evaluator.value(stmt.value, state, this.body.place) : UNKNOWN, state);
        return null;
      case 'goto':
        this.#jumps.goto(stmt.label, state);
        return null;
      case 'break':
        this.#jumps.break(state);
        return null;
      case 'continue':
        this.#jumps.continue(state);
        return null;
      case 'block':
        return this.#block(stmt.body, state);
      default:
        return state;
    }
  }

  #if(stmt: Extract<Stmt, { k: 'if' }>, state: State): State | null {
    const { place } = this.body;
    const outcome = this.#evaluator.truth(stmt.test, state, place);
    if (outcome === true) return this.#stmt(stmt.yes, state);
    if (outcome === false) return stmt.no ? this.#stmt(stmt.no, state) : state;
    const text = conditionText(stmt.test, place);
    const yes = this.#branch(stmt.yes, this.#when(stmt.test, true, state, text));
    const no = stmt.no
      ? this.#branch(stmt.no, this.#when(stmt.test, false, state, negated(stmt.test, place)))
      : { state: this.#when(stmt.test, false, state, negated(stmt.test, place)), made: 0 };
    if (yes.state && no.state) return joinStates(yes.state, no.state);
    if (!yes.state) return no.state && this.#left(state, no.state, yes.made > 0);
    return this.#left(state, yes.state, no.made > 0);
  }

  #when(test: Expr, outcome: boolean, state: State, text: string): State {
    const branch = state.with({ text, kind: 'inside', parts: true });
    this.#evaluator.outcomes.assume(test, outcome, branch, this.body.place);
    return branch;
  }

  #branch(stmt: Stmt, state: State): { state: State | null; made: number } {
    const before = this.#events.made;
    const end = this.#stmt(stmt, state);
    return { state: end, made: this.#events.made - before };
  }

  /** Behind an `if` of which one branch left: the other one's condition goes on to hold. */
  #left(before: State, now: State, parts: boolean): State {
    const added = now.open[before.open.length];
    if (!added) return now;
    const open: Open[] = [...now.open];
    open[before.open.length] = { ...added, kind: 'after', parts };
    return new State(now.values, open);
  }

  /** What holds at the top of a loop is known when it has been run; where that changes nothing, once is enough. */
  #loop(stmt: Extract<Stmt, { k: 'loop' }>, state: State): State | null {
    const first = stmt.init ? this.#stmt(stmt.init, state) : state;
    if (!first) return null;
    let end: State | null = null;
    let settled: State | null = null;
    const isSettled = this.#jumps.round(first, () =>
      this.#events.attempt(() => {
        end = this.#once(stmt, first.copy());
        settled = joinStates(first.copy(), end);
        return !this.#jumps.isBackward && sameState(settled, first);
      }),
    );
    if (!isSettled) end = this.#once(stmt, settled ?? first);
    return end && new State(end.values, first.open);
  }

  /** One round of a loop. */
  #once(stmt: Extract<Stmt, { k: 'loop' }>, start: State): State | null {
    this.#jumps.enter(true);
    for (const each of stmt.head) this.#evaluator.value(each, start, this.body.place);
    const body = stmt.body ? this.#stmt(stmt.body, start.copy()) : start;
    const end = joinStates(body, this.#jumps.continued());
    return joinStates(this.#jumps.leave(), stmt.keyword === 'do' ? end : joinStates(start, end));
  }

  #switch(stmt: Extract<Stmt, { k: 'switch' }>, state: State): State | null {
    const { place } = this.body;
    const on = this.#evaluator.value(stmt.on, state, place);
    const cases = casesOf(this.#constants.snapshot, stmt, this.body);
    const forced = this.#forced.get(stmt);
    const { labels, decided } = forced ? only(cases, forced) : this.#entered(cases, on, state);
    this.#jumps.enter(false);
    let now: State | null = null;
    let from = 0;
    for (const { at, stmt: each } of labels) {
      now = this.#between(cases, from, at, now);
      now = joinStates(now, this.#case(stmt.on, each.values, decided, state));
      from = at;
    }
    now = this.#between(cases, from, cases.body.length, now);
    const broke = this.#jumps.leave();
    const end = joinStates(now, broke);
    const past = decided || cases.hasDefault ? end : joinStates(end, state);
    return past && new State(past.values, state.open);
  }

  /** Runs what stands between two cases of a switch; where control does not get to, a label is what it may come back by. */
  #between({ body, others, labels }: Cases, from: number, to: number, state: State | null): State | null {
    let now = state;
    for (let at = from; ; at++) {
      at = firstFrom(now ? others : labels, at) ?? to;
      const stmt = body[at];
      if (at >= to || !stmt) return now;
      if (stmt.k === 'label') now = this.#jumps.label(stmt.label, now);
      else now = now && this.#stmt(stmt, now);
    }
  }

  /** The cases of a switch that a value is certain to be at; where there are none, those that it may be at by what is known. */
  #entered(cases: Cases, on: Value, state: State): Entered {
    const name = on.k === 'name' ? named(this.#constants.snapshot, on.name, on.body) : null;
    const compared = new Map(
      (name ? cases.unnamed : cases.all).map((each) => [each, this.#isAt(on, each, state)] as const),
    );
    const certain = [...compared].flatMap(([each, isAt]) => (isAt === true ? [each] : []));
    if (name) addTo(certain, sameCases(cases, name));
    if (certain.length > 0) return { labels: certain.sort((a, b) => a.at - b.at), decided: true };
    const isPossible = (each: Label): boolean =>
      (name && each.known ? sameNamed(name, each.known) : compared.get(each)) !== false;
    return { labels: cases.all.filter(isPossible), decided: false };
  }

  /** Whether a value is at a case; null where the constants do not say, and for `default`. */
  #isAt(on: Value, { stmt }: Label, state: State): boolean | null {
    return stmt.values.length === 0 ? null : this.#evaluator.matches(on, stmt.values, state, this.body.place);
  }

  /** The state at a label of a switch. */
  #case(on: Expr, values: readonly Expr[], certain: boolean, state: State): State {
    const { place } = this.body;
    const [value] = values;
    if (certain) return state.copy();
    const text = value
      ? `${conditionText(on, place)} == ${conditionText(value, place)}`
      : `${conditionText(on, place)} is none of the cases`;
    const entered = state.with({ text, kind: 'inside', parts: true });
    if (value) this.#evaluator.outcomes.assumeEqual(on, value, entered, place);
    return entered;
  }

  block(body: readonly Stmt[], state: State, place: Place): Value {
    let now: State | null = state;
    for (const stmt of body.slice(0, -1)) now = now && this.#inner(stmt, now, place);
    const last = body.at(-1);
    if (now && now !== state) state.become(now);
    if (!last) return UNKNOWN;
    if (last.k === 'expr') return this.#evaluator.value(last.expr, state, place);
    this.#inner(last, state, place);
    return UNKNOWN;
  }

  /** A statement of a statement expression; one in a macro's expansion only has its expressions run. */
  #inner(stmt: Stmt, state: State, place: Place): State | null {
    if (place === this.body.place) return this.#stmt(stmt, state);
    if (stmt.k === 'expr') this.#evaluator.value(stmt.expr, state, place);
    else if (stmt.k === 'var') for (const each of stmt.vars) this.#evaluator.assignment.declare(each, state, place);
    else if (stmt.k === 'if') {
      this.#evaluator.value(stmt.test, state, place);
      this.#inner(stmt.yes, state, place);
      if (stmt.no) this.#inner(stmt.no, state, place);
    } else if (stmt.k === 'block') for (const each of stmt.body) this.#inner(each, state, place);
    return state;
  }
}
