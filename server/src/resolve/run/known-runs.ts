/**
 * Runs that were made, so that a function which is called again with the same constants is not run again.
 *
 * A run is cut where it comes back to a function that is under way. What was found so holds while that function is under way, and
 * is let go of with it: another question may come to the same circle from elsewhere, and would be cut elsewhere.
 */
import type { Body } from '../ops/bodies.ts';
import type { Summary } from './summary.ts';

/** A function that was run. */
export interface KnownRun {
  readonly summary: Summary;
  /** What it took, without its parts. */
  readonly fuel: number;
  readonly calls: number;
  /** The runs of the functions that it calls. */
  readonly parts: readonly KnownRun[];
  /** The functions that were entered on the way, a bit each. */
  readonly bodies: bigint;
  /** The place in the stack of the outermost function that it was cut at; infinite where it was not. */
  readonly cutAt: number;
}

/** A function that is being run. */
export class Running {
  readonly body: Body;
  readonly depth: number;
  fuel = 0;
  calls = 0;
  readonly #parts: KnownRun[] = [];
  #bodies: bigint;
  #cutAt = Number.POSITIVE_INFINITY;
  /** What was found in it that is good while it, or what it was cut at, is under way. */
  readonly passing: KnownRun[] = [];

  constructor(body: Body, bit: bigint, depth: number) {
    this.body = body;
    this.depth = depth;
    this.#bodies = bit;
  }

  uses(run: KnownRun): void {
    this.#parts.push(run);
    this.#bodies |= run.bodies;
    this.cut(run.cutAt);
  }

  /** Says that it goes without a function; `depth` is the place in the stack of what that would have come back to. */
  cut(depth: number): void {
    this.#cutAt = Math.min(this.#cutAt, depth);
  }

  done(summary: Summary): KnownRun {
    const cutAt = this.#cutAt >= this.depth ? Number.POSITIVE_INFINITY : this.#cutAt;
    return { summary, fuel: this.fuel, calls: this.calls, parts: this.#parts, bodies: this.#bodies, cutAt };
  }
}

type Runs = Map<Body, Map<string, KnownRun>>;

/** Finds them again, by function and by what was known of its arguments. */
export class KnownRuns {
  readonly #bits = new Map<Body, bigint>();
  /** Those that are what they are whoever asks. */
  readonly #whole: Runs = new Map();
  readonly #passing: Runs = new Map();

  /** The bit of a function. */
  bit(body: Body): bigint {
    const bit = this.#bits.get(body) ?? 1n << BigInt(this.#bits.size);
    this.#bits.set(body, bit);
    return bit;
  }

  /** A run that is the same as one would be now; `under` are the bits of the functions under way. */
  find(body: Body, context: string, under: bigint): KnownRun | null {
    const passing = this.#passing.get(body)?.get(context);
    if (passing) return passing;
    const whole = this.#whole.get(body)?.get(context);
    return whole && (whole.bodies & under) === 0n ? whole : null;
  }

  /** Keeps a run that is done. `outer` is what asked for it. */
  keep(run: KnownRun, { passing }: Running, outer: Running | null): void {
    if (run.cutAt === Number.POSITIVE_INFINITY || !outer) {
      for (const each of passing) this.#passing.get(each.summary.body)?.delete(each.summary.context);
      if (run.cutAt === Number.POSITIVE_INFINITY) set(this.#whole, run);
      return;
    }
    for (const each of passing) outer.passing.push(each);
    outer.passing.push(run);
    set(this.#passing, run);
  }
}

function set(runs: Runs, run: KnownRun): void {
  const { body, context } = run.summary;
  const contexts = runs.get(body) ?? new Map<string, KnownRun>();
  runs.set(body, contexts);
  contexts.set(context, run);
}
