/** The dispatch sites that a question is about, by where they stand. */
import type { SourceFile } from '../../index/file.ts';
import type { MemberCall } from '../dispatch.ts';
import type { OpsIndex } from '../ops.ts';
import type { OpsTable } from '../tables.ts';
import type { Choice, HookChoice } from './values.ts';

/** A call through a hook. */
export interface Site {
  readonly ops: OpsIndex;
  readonly call: MemberCall;
  /** The hooks that it can be: one, or those copied to the member that the call goes through. */
  readonly fields: readonly string[];
}

/** Dispatch sites and tables of some ops structs. */
export class Sites {
  readonly all: readonly Site[];
  readonly ops: readonly OpsIndex[];
  readonly #byPlace = new Map<string, Site[]>();
  readonly #tables = new Map<string, Choice[]>();
  readonly #installed = new Map<string, Choice[]>();

  constructor(ops: readonly OpsIndex[]) {
    this.ops = ops;
    this.all = ops.flatMap((each) => each.uses().calls.map((call) => siteOf(each, call)));
    for (const site of this.all) {
      const key = `${site.call.file.path}:${site.call.at}`;
      this.#byPlace.set(key, [...(this.#byPlace.get(key) ?? []), site]);
    }
    for (const each of ops) this.#index(each);
  }

  #index(ops: OpsIndex): void {
    for (const table of ops.tables()) {
      if (table.name !== '') push(this.#tables, table.name + table.path, { ops, table, conditions: [] });
    }
    for (const { table, member } of ops.installs()) push(this.#installed, member, { ops, table, conditions: [] });
  }

  /** The sites at an offset of a file. */
  at(file: SourceFile, offset: number): readonly Site[] {
    return this.#byPlace.get(`${file.path}:${offset}`) ?? [];
  }

  /** The table that a name means in a file; null when it means none. */
  named(name: string, file: SourceFile): Choice | null {
    const all = this.#tables.get(name) ?? [];
    return all.find(({ table }) => table.file === file) ?? all.find(({ table }) => !table.isStatic) ?? null;
  }

  /** The tables that are installed through a member; null for a member through which none is. */
  installed(member: string): readonly Choice[] | null {
    return this.#installed.get(member) ?? null;
  }

  /** Every table that a site can dispatch through, when nothing is known of its receiver. */
  choices(site: Site): readonly HookChoice[] {
    return site.ops
      .tables()
      .flatMap((table) => site.fields.map((field) => ({ ops: site.ops, table, field, conditions: [] })));
  }
}

function siteOf(ops: OpsIndex, call: MemberCall): Site {
  if (ops.is(call.struct)) return { ops, call, fields: [call.field] };
  const copies = ops
    .uses()
    .copies.filter((each) => each.into?.struct === call.struct && each.into.field === call.field);
  return { ops, call, fields: [...new Set(copies.map((each) => each.field))] };
}

function push(map: Map<string, Choice[]>, key: string, choice: Choice): void {
  const all = map.get(key) ?? [];
  if (!all.some(({ table }) => table === choice.table)) map.set(key, [...all, choice]);
}

/** The functions that a table's slot holds. */
export function slotFunctions(table: OpsTable, field: string): readonly string[] {
  const base = (name: string): string => name.replace(/\[.*\]$/, '');
  return table.slots.flatMap((slot) =>
    base(slot.field) === field && slot.value.k === 'function' ? [slot.value.name] : [],
  );
}
