/** The variables of one makefile run, conditions and all. */
import { spend } from './bounds.ts';
import { ALWAYS, and, type Guard, isAlways, NEVER, not, or } from './guard.ts';
import { type LogicalLine, placeAt } from './lines.ts';
import type { Line, TreeReader } from './reader.ts';
import type { SubMake } from './sub-makes.ts';
import { under, type Word } from './words.ts';

/** Where a piece of makefile text stands, so that each of its words can name its own line. */
export interface Origin {
  readonly line: LogicalLine;
  readonly offset: number;
}

export function placeOf(origin: Origin): Line {
  return placeAt(origin.line, origin.offset);
}

export function further(origin: Origin, offset: number): Origin {
  return offset === 0 ? origin : { line: origin.line, offset: origin.offset + offset };
}

/** Text of a recursively expanded variable: expanded each time the variable is read. */
export interface Deferred {
  readonly text: string;
  readonly guard: Guard;
  readonly origin: Origin;
}

export interface Variable {
  readonly recursive: boolean;
  /** The conditions under which it was assigned, if only nothing. Joined when somebody asks: lists have hundreds. */
  readonly defined: Guard[];
  readonly pieces: (Deferred | readonly Word[])[];
}

/** An explicit or pattern rule; expanded only when someone asks how an object comes about. */
export interface Rule {
  readonly targets: string;
  readonly prerequisites: string;
  readonly guard: Guard;
  readonly origin: Origin;
}

/** What a makefile sees that no makefile sets: config symbols, architectures, the tree. */
export interface Surroundings {
  readonly reader: TreeReader;
  /** The value of a variable that kbuild itself or the .config provides. */
  provided(name: string, at: Line): readonly Word[];
}

export type Assignment = '=' | ':=' | '+=' | '?=';

export class Scope {
  readonly surroundings: Surroundings;
  readonly rules: Rule[] = [];
  /** What recipes have made in other folders. */
  readonly subMakes: SubMake[] = [];
  /** Names that `export` mentioned. */
  readonly exported = new Set<string>();
  /** The condition that the text being read is under. */
  guard: Guard = ALWAYS;
  /** Runs the argument of `$(eval)`; set by the interpreter. */
  evaluate: (text: string, origin: Origin) => void = () => {};
  readonly #variables = new Map<string, Variable>();
  readonly #inherited: ReadonlyMap<string, Variable>;
  #locals = new Map<string, readonly Word[]>();

  constructor(surroundings: Surroundings, inherited: ReadonlyMap<string, Variable> = new Map()) {
    this.surroundings = surroundings;
    this.#inherited = inherited;
  }

  variable(name: string): Variable | undefined {
    return this.#variables.get(name) ?? this.#inherited.get(name);
  }

  /** The variables of this run, without what is inherited. */
  names(): IterableIterator<string> {
    return this.#variables.keys();
  }

  local(name: string): readonly Word[] | undefined {
    return this.#locals.get(name);
  }

  /** Runs with further local variables (of a `foreach` or a `call`), and under a further condition. */
  within<T>(locals: Iterable<readonly [string, readonly Word[]]>, guard: Guard, run: () => T): T {
    const [outerLocals, outerGuard] = [this.#locals, this.guard];
    spend(outerLocals.size);
    this.#locals = new Map([...outerLocals, ...locals]);
    this.guard = and(outerGuard, guard);
    try {
      return run();
    } finally {
      this.#locals = outerLocals;
      this.guard = outerGuard;
    }
  }

  /** Sets a variable outright. */
  define(name: string, words: readonly Word[]): void {
    this.#variables.set(name, fixedVariable(words));
  }

  /** One assignment; `piece` is what the right side came to. */
  assign(name: string, how: Assignment, guard: Guard, piece: Deferred | readonly Word[]): void {
    const old = this.#own(name);
    if (how === '?=') {
      this.#replace(name, and(guard, not(definedWhen(old))), piece, true);
    } else if (how === '+=' && old !== undefined) {
      old.pieces.push(restrict(piece, guard));
      old.defined.push(guard);
    } else {
      this.#replace(name, guard, piece, how !== ':=');
    }
  }

  /** A variable of this run; what is inherited is copied, since assignments change it. */
  #own(name: string): Variable | undefined {
    const inherited = this.#variables.has(name) ? undefined : this.#inherited.get(name);
    if (inherited !== undefined)
      this.#variables.set(name, {
        recursive: inherited.recursive,
        defined: [...inherited.defined],
        pieces: [...inherited.pieces],
      });
    return this.#variables.get(name);
  }

  #replace(name: string, guard: Guard, piece: Deferred | readonly Word[], recursive: boolean): void {
    if (guard.length === 0) return;
    const old = this.#variables.get(name);
    const rest = isAlways(guard) || old === undefined ? [] : old.pieces.map((each) => restrict(each, not(guard)));
    const defined = isAlways(guard) || old === undefined ? [] : old.defined;
    defined.push(guard);
    spend(rest.length);
    this.#variables.set(name, { recursive, defined, pieces: [...rest, restrict(piece, guard)] });
  }
}

/** A variable that holds these words and nothing else. */
export function fixedVariable(words: readonly Word[]): Variable {
  return { recursive: false, defined: [ALWAYS], pieces: [words] };
}

function definedWhen(variable: Variable | undefined): Guard {
  const guards = variable?.defined ?? [];
  return guards.some(isAlways) ? ALWAYS : guards.reduce<Guard>(or, NEVER);
}

function restrict(piece: Deferred | readonly Word[], guard: Guard): Deferred | readonly Word[] {
  if (isAlways(guard)) return piece;
  return 'text' in piece ? { ...piece, guard: and(piece.guard, guard) } : under(piece, guard);
}
