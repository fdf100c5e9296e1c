/**
 * Runs functions on what is known of their arguments: constants are followed through calls, members and setters, and a
 * branch that they exclude is not taken. Called again with the same constants, a function is not run again.
 */
import type { Expr, Stmt } from '../../model/ir.ts';
import type { Place } from '../expressions.ts';
import type { Body } from './bodies.ts';
import { conditionText, negated } from './conditions.ts';
import { Evaluator } from './evaluate.ts';
import type { Frame, Host, Runner } from './frame.ts';
import { joinStates, localPath, type Open, State } from './state.ts';
import type { CallEvent, Summary } from './summary.ts';
import { joinValues, keyOf, UNKNOWN, under, type Value } from './values.ts';

/** How many statements one question may run before what is left is only named. */
const FUEL = 400_000;

/** How deep calls are followed. */
const MAX_DEPTH = 48;

/** Runs functions for one question. */
export class Interpreter implements Runner {
  readonly #host: Host;
  readonly #known = new Map<string, Summary>();
  readonly #ran = new Set<string>();
  readonly #stack: string[] = [];
  #fuel = FUEL;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Whether the bound on size was reached. */
  get exhausted(): boolean {
    return this.#fuel <= 0;
  }

  /** Whether a function was run, on any arguments. */
  ran(body: Body): boolean {
    return this.#ran.has(body.id);
  }

  /** What a function does on the given arguments; `given` has what is known of the variables that they point to. */
  run(body: Body, args: readonly Value[], given: ReadonlyMap<string, Value> = new Map()): Summary | null {
    const context = contextOf(args, given);
    const key = `${body.id}(${context})`;
    const known = this.#known.get(key);
    if (known) return known;
    if (this.#stack.includes(body.id) || this.#stack.length > MAX_DEPTH || this.exhausted) return null;
    this.#stack.push(body.id);
    this.#ran.add(body.id);
    const summary = new Run(this, this.#host, body).summary(context, args, given);
    this.#stack.pop();
    this.#known.set(key, summary);
    return summary;
  }

  /** Takes fuel for one statement. */
  spend(): boolean {
    this.#fuel--;
    return this.#fuel > 0;
  }
}

function contextOf(args: readonly Value[], given: ReadonlyMap<string, Value>): string {
  const entries = [...given].map(([path, value]) => `${path}=${keyOf(value)}`).sort();
  return [args.map(keyOf).join(','), ...entries].join(';').replace(/^,*$/, '');
}

/** One pass over one function's body in one context. */
class Run implements Frame {
  readonly body: Body;
  readonly #interpreter: Interpreter;
  readonly #evaluator: Evaluator;
  readonly #events = new Map<string, CallEvent>();
  readonly #labels = new Map<string, State | null>();
  readonly #passed = new Set<string>();
  #backward = false;
  #muted = 0;
  #made = 0;
  #returned: { value: Value; state: State } | null = null;
  #breaks: (State | null)[] = [];
  #continues: (State | null)[] = [];

  constructor(interpreter: Interpreter, host: Host, body: Body) {
    this.body = body;
    this.#interpreter = interpreter;
    this.#evaluator = new Evaluator(interpreter, host, this);
  }

  summary(context: string, args: readonly Value[], given: ReadonlyMap<string, Value>): Summary {
    const { fn } = this.body;
    const enter = (): State => {
      const state = new State(new Map(given));
      fn.params.forEach((param, i) => {
        if (param.name !== null) state.set(localPath(param.name, fn.at), args[i] ?? UNKNOWN);
      });
      return state;
    };
    this.#muted++;
    this.#function(enter());
    this.#muted--;
    // What jumps back to a label is only known after a first pass.
    if (!this.#backward) for (const label of [...this.#labels.keys()]) this.#labels.set(label, null);
    this.#passed.clear();
    this.#returned = null;
    this.#function(enter());
    const { value, state } = this.#returned ?? { value: UNKNOWN, state: new State() };
    return {
      body: this.body,
      context,
      calls: [...this.#events.values()].sort((a, b) => a.at - b.at),
      returns: value,
      effects: new Map([...state.values].filter(([path]) => !path.startsWith('L:'))),
      cut: this.#interpreter.exhausted,
    };
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
    this.#made++;
    if (this.#muted > 0) return;
    const told = state.open.filter((each) => each.kind === 'inside' || each.parts).map((each) => each.text);
    const conditions = [...new Set(told)];
    const choice = event.hook?.choice;
    const key = [
      event.at,
      event.name,
      event.target?.context ?? '-',
      event.hook?.field ?? '',
      choice ? `${choice.table.file.path}:${choice.table.at}` : '',
      choice?.conditions.join('&') ?? '',
    ].join('|');
    const same = this.#events.get(key);
    const kept = same ? same.conditions.filter((each) => conditions.includes(each)) : conditions;
    this.#events.set(key, { ...event, conditions: kept });
  }

  /** Runs statements in order; null when control does not get behind them. */
  #block(body: readonly Stmt[], state: State): State | null {
    let now: State | null = state;
    for (const stmt of body) {
      if (stmt.k === 'label') now = this.#label(stmt.label, now);
      else if (now) now = this.#stmt(stmt, now);
      else if (containsLabel(stmt)) now = this.#stmt(stmt, new State());
    }
    return now;
  }

  #label(label: string, now: State | null): State | null {
    this.#passed.add(label);
    const arrived = this.#labels.get(label) ?? null;
    const joined = joinStates(now, arrived);
    return joined;
  }

  #goto(label: string, state: State): null {
    if (this.#passed.has(label)) this.#backward = true;
    const before = this.#labels.get(label) ?? null;
    this.#labels.set(label, joinStates(before, state.copy()));
    return null;
  }

  #stmt(stmt: Stmt, state: State): State | null {
    if (!this.#interpreter.spend()) return state;
    switch (stmt.k) {
      case 'expr':
        this.#evaluator.value(stmt.expr, state, this.body.place);
        return state;
      case 'var':
        for (const each of stmt.vars) this.#evaluator.declare(each, state, this.body.place);
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
        return this.#goto(stmt.label, state);
      case 'break':
        this.#breaks[this.#breaks.length - 1] = joinStates(this.#breaks.at(-1) ?? null, state.copy());
        return null;
      case 'continue':
        this.#continues[this.#continues.length - 1] = joinStates(this.#continues.at(-1) ?? null, state.copy());
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
    this.#evaluator.assume(test, outcome, branch, this.body.place);
    return branch;
  }

  #branch(stmt: Stmt, state: State): { state: State | null; made: number } {
    const before = this.#made;
    const end = this.#stmt(stmt, state);
    return { state: end, made: this.#made - before };
  }

  /** Behind an `if` of which one branch left: the other one's condition goes on to hold. */
  #left(before: State, now: State, parts: boolean): State {
    const added = now.open[before.open.length];
    if (!added) return now;
    const open: Open[] = [...now.open];
    open[before.open.length] = { ...added, kind: 'after', parts };
    return new State(now.values, open);
  }

  #loop(stmt: Extract<Stmt, { k: 'loop' }>, state: State): State | null {
    const { place } = this.body;
    const first = stmt.init ? this.#stmt(stmt.init, state) : state;
    if (!first) return null;
    const once = (start: State): State | null => {
      this.#breaks.push(null);
      this.#continues.push(null);
      for (const each of stmt.head) this.#evaluator.value(each, start, place);
      const body = stmt.body ? this.#stmt(stmt.body, start.copy()) : start;
      const end = joinStates(body, this.#continues.pop() ?? null);
      const left = joinStates(this.#breaks.pop() ?? null, stmt.keyword === 'do' ? end : joinStates(start, end));
      return left;
    };
    this.#muted++;
    const settled = joinStates(first.copy(), once(first.copy()));
    this.#muted--;
    const end = once(settled ?? first);
    return end && new State(end.values, first.open);
  }

  #switch(stmt: Extract<Stmt, { k: 'switch' }>, state: State): State | null {
    const { place } = this.body;
    const on = this.#evaluator.value(stmt.on, state, place);
    const body = stmt.body.k === 'block' ? stmt.body.body : [stmt.body];
    const labels = body.flatMap((each) => (each.k === 'case' ? [each] : []));
    const forced = this.#evaluator.forcedCase(stmt);
    const matches = labels.map((label) =>
      forced
        ? label === forced
        : label.values.length === 0
          ? null
          : this.#evaluator.matches(on, label.values, state, place),
    );
    const decided = matches.includes(true);
    this.#breaks.push(null);
    let now: State | null = null;
    for (const each of body) {
      const index = each.k === 'case' ? labels.indexOf(each) : -1;
      if (index < 0) {
        if (each.k === 'label') now = this.#label(each.label, now);
        else if (now) now = this.#stmt(each, now);
        continue;
      }
      const label = labels[index];
      const match = matches[index];
      if (!label || match === false || (decided && match !== true)) continue;
      now = joinStates(now, this.#case(stmt.on, label.values, match === true, state));
    }
    const broke = this.#breaks.pop() ?? null;
    const hasDefault = labels.some((label) => label.values.length === 0);
    const end = joinStates(now, broke);
    const past = decided || hasDefault ? end : joinStates(end, state);
    return past && new State(past.values, state.open);
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
    if (value) this.#evaluator.assumeEqual(on, value, entered, place);
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
    else if (stmt.k === 'var') for (const each of stmt.vars) this.#evaluator.declare(each, state, place);
    else if (stmt.k === 'if') {
      this.#evaluator.value(stmt.test, state, place);
      this.#inner(stmt.yes, state, place);
      if (stmt.no) this.#inner(stmt.no, state, place);
    } else if (stmt.k === 'block') for (const each of stmt.body) this.#inner(each, state, place);
    return state;
  }
}

function containsLabel(stmt: Stmt): boolean {
  switch (stmt.k) {
    case 'label':
      return true;
    case 'block':
      return stmt.body.some(containsLabel);
    case 'if':
      return containsLabel(stmt.yes) || (stmt.no !== null && containsLabel(stmt.no));
    case 'loop':
      return stmt.body !== null && containsLabel(stmt.body);
    case 'switch':
      return containsLabel(stmt.body);
    default:
      return false;
  }
}
