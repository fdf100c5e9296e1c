/** Members that lead to tables of the ops structs, and the tables behind a pointer. */
import type { Expr } from '../../model/ir.ts';
import type { Place } from '../language/place.ts';
import { constant } from './bits.ts';
import type { Host, Values } from './frame.ts';
import { slotBits } from './slot-values.ts';
import type { State } from './state.ts';
import { bitsValue, type Choice, isZero, UNKNOWN, type Value } from './values.ts';
import type { Variables } from './variables.ts';

type Member = Extract<Expr, { k: 'member' }>;

/** Says for one function what members hold. */
export class Receivers {
  readonly #host: Host;
  readonly #values: Values;
  readonly #variables: Variables;

  constructor(host: Host, values: Values, variables: Variables) {
    this.#host = host;
    this.#values = values;
    this.#variables = variables;
  }

  /** What a member holds: what it was set to, else the hook or the tables that the structs say. */
  member(expr: Member, state: State, place: Place): Value {
    const path = this.#variables.path(expr, state, place);
    const held = path === null ? undefined : state.get(path);
    if (held) return held;
    const of = this.receiver(expr, state, place);
    if (of.k === 'tables') {
      const isHook = of.choices.some(({ ops }) => ops.hookNames().includes(expr.name));
      if (isHook) return { k: 'hooks', choices: of.choices.map((each) => ({ ...each, field: expr.name })) };
      if (this.isValue(expr, of.choices)) {
        this.#host.assumption?.asked(expr.name, expr.nameAt, place);
        return bitsValue(slotBits(of.choices, expr.name));
      }
    }
    if (of.k === 'unknown') {
      const choices = this.#host.sites.ofAnyTable(expr, place);
      if (choices.length > 0) return { k: 'hooks', choices };
    }
    const installed = path === null ? this.#host.sites.installed(expr.name) : null;
    const choices = installed && (this.#host.assumption?.among(installed) ?? installed);
    if (choices?.length === 0) return bitsValue(constant(0n));
    return choices ? { k: 'tables', choices } : UNKNOWN;
  }

  /** Whether a member of some tables is a value that they hold, no hook. */
  isValue({ name }: Member, choices: readonly Choice[]): boolean {
    return choices.length > 0 && choices.every(({ ops }) => this.#host.sites.isValue(ops, name));
  }

  /** Whether a member has the name of a value in one of the ops structs. */
  namesValue({ name }: Member): boolean {
    return this.#host.sites.ops.some((ops) => this.#host.sites.isValue(ops, name));
  }

  /** What stands before `->member`; a pointer to the ops struct that nothing is known of is to the tables assumed. */
  receiver(expr: Member, state: State, place: Place): Value {
    const { of, name } = expr;
    const value = this.#values.value(of, state, place);
    if (isZero(value)) this.#host.assumption?.derefs(expr, place);
    const choices = value.k === 'tables' ? null : (this.#host.assumption?.tables(of, name, place) ?? null);
    return choices ? { k: 'tables', choices } : value;
  }

  /** A side of a comparison: where it is unknown and the other is a table, a pointer to one of the tables assumed. */
  compared(expr: Expr, value: Value, other: Value, place: Place): Value {
    if (value.k !== 'unknown' || other.k !== 'tables') return value;
    const choices = this.#host.assumption?.pointer(expr, place);
    return choices ? { k: 'tables', choices } : value;
  }
}
