/**
 * Runs functions on what is known of their arguments: constants are followed through calls, members and setters, and a
 * branch that they exclude is not taken. Called again with the same constants, a function is not run again.
 */
import { between } from '../../base/between.ts';
import type { Body } from '../ops/bodies.ts';
import type { Host, Runner } from './frame.ts';
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

/** How many statements are run between two looks whether anybody still wants to know. */
const LOOK_EVERY = 64;

/** Runs functions for one question. */
export class Interpreter implements Runner {
  readonly #host: Host;
  readonly #known = new Map<Body, Map<string, Summary>>();
  readonly #stack: Body[] = [];
  readonly #entered = new Set<Body>();
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

  /** Whether the bound on size was reached. */
  get exhausted(): boolean {
    return this.#fuel <= 0 || this.#calls <= 0;
  }

  /** What a function does on the given arguments; `given` has what is known of the variables that they point to. */
  run(body: Body, args: readonly Value[], given: ReadonlyMap<string, Value> = new Map()): Summary | null {
    const context = contextOf(args, given);
    const known = this.#known.get(body)?.get(context);
    if (known) return known;
    if (this.#stack.includes(body) || this.#stack.length > MAX_DEPTH || this.exhausted) return null;
    const contexts = this.#known.get(body) ?? new Map<string, Summary>();
    this.#known.set(body, contexts);
    this.#stack.push(body);
    this.#entered.add(body);
    try {
      const summary = new Run(this, this.#host, body).summary(context, args, given);
      contexts.set(context, summary);
      return summary;
    } finally {
      this.#stack.pop();
    }
  }

  /** Takes fuel for one statement; false when there is none left. */
  spend(): boolean {
    if (this.#fuel % LOOK_EVERY === 0)
      between(() => `following calls from ${this.#stack[0]?.fn.name ?? 'a function'}()`);
    this.#fuel--;
    return !this.exhausted || this.#tell();
  }

  /** The same for a call in an expression. */
  spendCall(): boolean {
    this.#calls--;
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
