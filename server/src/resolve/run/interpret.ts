/**
 * Runs functions on what is known of their arguments: constants are followed through calls, members and setters, and a
 * branch that they exclude is not taken. Called again with the same constants, a function is not run again.
 */
import { checkpoint } from '../../base/checkpoint.ts';
import { type Costs, losing } from '../../model/gaps.ts';
import type { Body } from '../ops/bodies.ts';
import type { Host, Runner } from './frame.ts';
import { type KnownRun, KnownRuns, Running } from './known-runs.ts';
import { Run } from './run.ts';
import type { Summary } from './summary.ts';
import { keyOf, type Value } from './values.ts';

/** How many statements one question may run before what is left is only named. */
const FUEL = 400_000;

/**
 * How many calls in expressions it may evaluate: an expression is evaluated again for each argument of a macro that it is handed
 * to. Questions about Linux 7.3 take less than 5,000.
 */
const CALLS = 400_000;

/** How deep calls are followed. */
const MAX_DEPTH = 48;
const DEEP = `${MAX_DEPTH} calls in each other`;

/** How many statements are run between two looks whether anybody still wants to know. */
const LOOK_EVERY = 64;

/** Runs functions, for one question after the other. */
export class Interpreter implements Runner {
  readonly #host: Host;
  readonly #known = new KnownRuns();
  readonly #entered = new Set<Body>();
  readonly #lost = new Set<string>();
  readonly #stack: Running[] = [];
  /** The bits of the functions on the stack. */
  #under = 0n;
  #paid = new Set<KnownRun>();
  #fuel = FUEL;
  #calls = CALLS;
  #isTold = false;

  constructor(host: Host) {
    this.#host = host;
  }

  /** The functions that were run, on any arguments. */
  get entered(): ReadonlySet<Body> {
    return this.#entered;
  }

  /** Whether the question reached the bound on its size. */
  get exhausted(): boolean {
    return this.#fuel <= 0 || this.#calls <= 0;
  }

  /** Begins another question: it may take as much as if it was asked first, and what is known already counts for it. */
  begin(): void {
    [this.#fuel, this.#calls, this.#isTold] = [FUEL, CALLS, false];
    this.#paid = new Set();
  }

  /** What a function does on the given arguments; `given` has what is known of the variables that they point to. */
  run(body: Body, args: readonly Value[], given: ReadonlyMap<string, Value> = new Map()): Summary | null {
    const context = contextOf(args, given);
    const outer = this.#stack.at(-1) ?? null;
    const known = this.#known.find(body, context, this.#under);
    if (known && this.#pay(known)) {
      outer?.uses(known);
      return known.summary;
    }
    const again = this.#stack.findIndex((each) => each.body === body);
    if (again >= 0 || this.#stack.length > MAX_DEPTH || this.exhausted) {
      if (again < 0 && !this.exhausted) this.#host.cut(DEEP);
      outer?.cut(again);
      return null;
    }
    const running = new Running(body, this.#known.bit(body), this.#stack.length);
    const work = (): Summary => new Run(this, this.#host, body).summary(context, args, given);
    const run = this.#losing(body, context, () => this.#inside(running, work));
    if (run === null) {
      outer?.cut(-1);
      return null;
    }
    this.#paid.add(run);
    outer?.uses(run);
    this.#known.keep(run, running, outer);
    return run.summary;
  }

  /** A function whose run fails costs itself, and is not run again on the same. */
  #losing(body: Body, context: string, attempt: () => KnownRun): KnownRun | null {
    const key = `${body.id} ${context}`;
    if (this.#lost.has(key)) return null;
    const { file, fn } = body;
    const costs = (): Costs => ({
      what: `the run of ${fn.name}()`,
      file: file.path,
      line: file.point(fn.nameAt).line,
    });
    const run = losing(this.#host.expressions.gaps, costs, attempt, null);
    if (run === null) this.#lost.add(key);
    return run;
  }

  #inside(running: Running, work: () => Summary): KnownRun {
    const { body } = running;
    const under = this.#under;
    this.#stack.push(running);
    this.#under |= this.#known.bit(body);
    this.#entered.add(body);
    try {
      const summary = work();
      if (this.exhausted) running.cut(-1);
      return running.done(summary);
    } finally {
      this.#stack.pop();
      this.#under = under;
    }
  }

  /** Takes what it took to find out what is known, unless the question paid for it before. Without enough it is found out anew. */
  #pay(known: KnownRun): boolean {
    const due = new Set<KnownRun>();
    let [fuel, calls] = [0, 0];
    const add = (run: KnownRun): void => {
      if (this.#paid.has(run) || due.has(run)) return;
      due.add(run);
      fuel += run.fuel;
      calls += run.calls;
      for (const part of run.parts) add(part);
    };
    add(known);
    if (due.size === 0) return true;
    if (fuel >= this.#fuel || calls >= this.#calls) return false;
    this.#fuel -= fuel;
    this.#calls -= calls;
    for (const run of due) this.#paid.add(run);
    return true;
  }

  /** Takes fuel for one statement; false when there is none left. */
  spend(): boolean {
    if (this.#fuel % LOOK_EVERY === 0)
      checkpoint(() => `following calls from ${this.#stack[0]?.body.fn.name ?? 'a function'}()`);
    this.#fuel--;
    const running = this.#stack.at(-1);
    if (running) running.fuel++;
    return !this.exhausted || this.#tell();
  }

  /** The same for a call in an expression. */
  spendCall(): boolean {
    this.#calls--;
    const running = this.#stack.at(-1);
    if (running) running.calls++;
    return !this.exhausted || this.#tell();
  }

  #tell(): false {
    if (!this.#isTold) this.#host.cut(this.#fuel <= 0 ? `${words(FUEL)} statements` : `${words(CALLS)} calls`);
    this.#isTold = true;
    return false;
  }
}

function words(count: number): string {
  return count.toLocaleString('en');
}

/** A text that is the same for contexts in which a function does the same; empty where nothing is known. */
function contextOf(args: readonly Value[], given: ReadonlyMap<string, Value>): string {
  if (given.size === 0 && args.every((each) => each.k === 'unknown')) return '';
  const entries = [...given].map(([path, value]) => `${path}=${keyOf(value)}`).sort();
  return [args.map(keyOf).join(','), ...entries].join(';').replace(/^,*$/, '');
}
