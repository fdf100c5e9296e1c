/**
 * What a question can take for granted: that the mapping is of one memory type. Every pointer to the ops struct of which the
 * code does not say to which table is then to that type's table, and functions that ask for a memory type have an answer.
 *
 * Two mappings in one function are assumed to be of the same type: a check of one counts for the other.
 */
import type { SourceFile } from '../../index/file.ts';
import type { Expr } from '../../model/ir.ts';
import type { Place } from '../language/place.ts';
import type { Body } from '../ops/bodies.ts';
import type { OpsIndex } from '../ops/ops.ts';
import type { OpsTable } from '../tables/tables.ts';
import { type Site, slotFunctions } from './sites.ts';
import type { Choice, HookChoice } from './values.ts';

/** A call through a hook that its table leaves unset. */
export interface NullCall {
  readonly file: SourceFile;
  readonly at: number;
  readonly table: OpsTable;
  readonly field: string;
}

/** A value of the tables that was read. */
export interface ValueAsked {
  readonly file: SourceFile;
  /** Offset of the member's name. */
  readonly at: number;
  readonly field: string;
}

/** The tables that a mapping may have, none where it has no table at all, and what follows; notes the calls through hooks, and those that would jump to NULL. */
export class Assumption {
  readonly nullCalls: NullCall[] = [];
  /** Every call through a hook of the struct, those that would jump to NULL among them. */
  readonly calls: NullCall[] = [];
  readonly valuesAsked: ValueAsked[] = [];
  /** Members that were read through a pointer to the struct that is NULL. */
  readonly nullTables: ValueAsked[] = [];
  readonly #called = new Map<OpsTable, Set<string>>();
  readonly #ops: OpsIndex;
  readonly #choices: readonly Choice[];
  readonly #answer: (name: string) => boolean | null;
  readonly #fields: ReadonlySet<string>;

  /** Whether what hooks return counts: what they do today, or what any hook may do. */
  readonly trustsHooks: boolean;

  /** `answer` says what a function that asks for a memory type answers; null for any other function. */
  constructor(
    ops: OpsIndex,
    tables: readonly OpsTable[],
    answer: (name: string) => boolean | null,
    trustsHooks: boolean,
  ) {
    this.#ops = ops;
    this.trustsHooks = trustsHooks;
    this.#choices = tables.map((table) => ({ ops, table, conditions: [] }));
    this.#answer = answer;
    this.#fields = new Set(ops.fields().flatMap(({ member }) => member.name ?? []));
  }

  answer(name: string): boolean | null {
    return this.#answer(name);
  }

  /** The tables behind `of` in `of->field`; null where that is no pointer to the ops struct. */
  tables(of: Expr, field: string, place: Place): readonly Choice[] | null {
    return this.#fields.has(field) ? this.pointer(of, place) : null;
  }

  /** The tables behind a pointer to the ops struct; null for an expression of another type. */
  pointer(of: Expr, place: Place): readonly Choice[] | null {
    const struct = this.#ops.resolver.expressions.structBehind(of, place);
    if (!struct || !this.#ops.is(struct)) return null;
    return this.#named(of) ?? this.#choices;
  }

  /** The table that an expression names; null where it names none. */
  #named(of: Expr): readonly Choice[] | null {
    const bare = of.k === 'unary' && of.op === '&' ? of.arg : of;
    const own = bare.k === 'id' ? this.#ops.tables().filter((table) => table.name === bare.name) : [];
    return own.length > 0 ? own.map((table) => ({ ops: this.#ops, table, conditions: [] })) : null;
  }

  /** Those of the tables of a member that the assumption leaves; one that is in no tree is taken to be installed there. */
  among(installed: readonly Choice[]): readonly Choice[] {
    const own = this.#ops.tables();
    const fresh = this.#choices.filter(({ table }) => !own.includes(table));
    if (fresh.length > 0 && installed.some(({ ops }) => ops.name === this.#ops.name)) return fresh;
    return installed.filter(
      (each) => each.ops.name !== this.#ops.name || this.#choices.some(({ table }) => table === each.table),
    );
  }

  /**
   * What a site dispatches to when nothing is known of its receiver. Which hook was copied to the member that a call goes
   * through is not known either: then it is one that is set.
   */
  choices({ ops, call, fields }: Site): readonly HookChoice[] | null {
    if (ops.name !== this.#ops.name) return null;
    const choices = this.#named(call.receiver) ?? this.#choices;
    const hooks = fields.flatMap((field) => choices.map((each) => ({ ...each, field })));
    return ops.is(call.struct) ? hooks : hooks.filter(({ table, field }) => isFilled(table, field));
  }

  /** Notes a member that is read through NULL, where it is written out. */
  derefs({ of, name, nameAt }: Extract<Expr, { k: 'member' }>, place: Place): void {
    if (this.#choices.length > 0 || place.outer || this.tables(of, name, place) === null) return;
    this.nullTables.push({ file: place.file, at: nameAt, field: name });
  }

  /** Whether the hooks are set; null when some are and some are not, and where there are none. */
  isSet(hooks: readonly HookChoice[]): boolean | null {
    if (hooks.length === 0) return null;
    const set = hooks.map(({ table, field }) => isFilled(table, field));
    if (set.every(Boolean)) return true;
    return set.some(Boolean) ? null : false;
  }

  /** Whether two pointers are to the same table; null where they may be. */
  same(a: readonly Choice[], b: readonly Choice[]): boolean | null {
    if (a.length === 1 && b.length === 1) return a[0]?.table === b[0]?.table;
    return a.some(({ table }) => b.some((other) => other.table === table)) ? null : false;
  }

  /** Notes that a value of the tables was read, where it is written out. */
  asked(field: string, at: number, { file, outer }: Place): void {
    if (!outer) this.valuesAsked.push({ file, at, field });
  }

  /** The hooks of a table that were called. */
  calledOf(table: OpsTable): ReadonlySet<string> {
    return this.#called.get(table) ?? new Set();
  }

  /** Notes a call through a hook. */
  called({ ops, table, field }: HookChoice, body: Body, at: number): void {
    this.#called.set(table, (this.#called.get(table) ?? new Set()).add(field));
    if (ops.name !== this.#ops.name) return;
    const call = { file: body.file, at, table, field };
    this.calls.push(call);
    if (!isFilled(table, field)) this.nullCalls.push(call);
  }
}

/** Whether a table sets a slot, if only under a condition. */
function isFilled(table: OpsTable, field: string): boolean {
  return (
    slotFunctions(table, field).length > 0 ||
    table.slots.some((slot) => slot.field === field && slot.value.k === 'value')
  );
}
