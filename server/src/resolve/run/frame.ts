/** What running a function needs: the question, whoever runs what it calls, and the function under way. */
import type { SourceFile } from '../../index/file.ts';
import type { Expr, Stmt } from '../../model/ir.ts';
import type { Expressions } from '../language/expressions.ts';
import type { Place } from '../language/place.ts';
import type { Body } from '../ops/bodies.ts';
import type { Assumption } from './assumption.ts';
import type { Bits } from './bits.ts';
import type { Constants } from './constants.ts';
import type { Sites } from './sites.ts';
import type { State } from './state.ts';
import type { CallEvent, Summary } from './summary.ts';
import type { Value } from './values.ts';

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
  /** Whether a macro is expanded although nothing is known of its arguments, since it leads to what is asked for. */
  expands(name: string, from: Body): boolean;
  /** The case that a switch is held to, when the question is about that case. */
  readonly forced: ReadonlyMap<Stmt, Stmt>;
  /** What is taken for granted of the tables; null when the question is about all of them. */
  readonly assumption: Assumption | null;
  /** Is told once when the question reached a bound on its size, and which. */
  cut(bound: string): void;
}

/** Runs the functions that calls go into; null where the bound on size or a recursion stops that. */
export interface Runner {
  run(body: Body, args: readonly Value[], given: ReadonlyMap<string, Value>): Summary | null;
  /** Takes fuel for one call in an expression; false when there is none left. */
  spendCall(): boolean;
}

/** The function under way, as its expressions see it. */
export interface Frame {
  readonly body: Body;
  event(event: Omit<CallEvent, 'conditions'>, state: State): void;
  block(body: readonly Stmt[], state: State, place: Place): Value;
}

/** What the expressions of the function under way are worth. */
export interface Values {
  value(expr: Expr, state: State, place: Place): Value;
  bits(value: Value): Bits;
  /** Whether a test holds; null when the constants do not say. */
  truth(test: Expr, state: State, place: Place): boolean | null;
  /** Whether a name is a variable of the function. */
  isLocal(name: string, at: number, place: Place): boolean;
}
