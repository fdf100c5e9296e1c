/** The dispatch sites that a question is about, by where they stand. */
import type { SourceFile } from '../../index/file.ts';
import type { Expr, FunctionDecl } from '../../model/ir.ts';
import type { Place } from '../language/place.ts';
import type { StructDef } from '../language/types.ts';
import type { Body } from '../ops/bodies.ts';
import type { OpsIndex, Resolver } from '../ops/ops.ts';
import type { OpsTable } from '../tables/tables.ts';
import { UseReader } from '../uses/dispatch.ts';
import { type HandedHook, handedHooks } from '../uses/handed.ts';
import type { HookUses, MemberCall } from '../uses/hook-uses.ts';
import { readUses } from '../uses/use-index.ts';
import { MacroCalls } from './macro-calls.ts';
import type { Choice, HookChoice } from './values.ts';

/** A hook that more tables fill than this has too many functions to look into them all. */
export const WIDE = 16;

/** More tables than this are not narrowed down to those that a member can point to. */
const MANY = 200;

/** A call through a hook. */
export interface Site {
  readonly ops: OpsIndex;
  readonly call: MemberCall;
  /** The hooks that it can be: one, or those copied to the member that the call goes through. */
  readonly fields: readonly string[];
}

/**
 * Dispatch sites and tables of some ops structs. Sites are read function by function as they are asked for, unless all are
 * wanted, which takes a search of the tree.
 */
export class Sites {
  readonly ops: readonly OpsIndex[];
  readonly #byPlace = new Map<string, Site[]>();
  readonly #tables = new Map<string, Map<OpsTable, Choice>>();
  readonly #installed = new Map<string, readonly Choice[]>();
  readonly #read = new Map<FunctionDecl, readonly Site[]>();
  readonly #any = new Map<string, readonly HookChoice[]>();
  readonly #choices = new Map<string, readonly HookChoice[]>();
  readonly #members = new Map<OpsIndex, ReadonlyMap<string, 'hook' | 'value'>>();
  #all: readonly Site[] | null = null;

  constructor(ops: readonly OpsIndex[]) {
    this.ops = ops;
    for (const each of ops) this.#index(each);
  }

  /** Those of the structs that the tree has, by their names. */
  static named(resolver: Resolver, names: readonly string[]): Sites {
    return new Sites(names.map((name) => resolver.ops(name)).filter((each) => each.definition() !== null));
  }

  /** Every site in the folders read. */
  get all(): readonly Site[] {
    if (this.#all) return this.#all;
    this.#byPlace.clear();
    const all = this.ops.flatMap((each) => each.uses().calls.map((call) => siteOf(each, call)));
    for (const site of all) this.#add(site);
    this.#all = all;
    return all;
  }

  /** Where hooks are read to be called elsewhere: copied to a variable or member, handed over or returned. */
  get handed(): readonly HandedHook[] {
    return this.ops.flatMap((ops) => [
      ...ops.uses().copies,
      ...handedHooks(ops.resolver, (struct) => ops.is(struct), ops.hookNames()),
    ]);
  }

  /** The sites in a function. */
  inside(body: Body): readonly Site[] {
    const { file, fn } = body;
    const sites = this.#all ?? this.#reads(body);
    return sites.filter(({ call }) => call.file === file && fn.at <= call.at && call.at < fn.end);
  }

  #reads({ fn, place }: Body): readonly Site[] {
    const known = this.#read.get(fn);
    if (known) return known;
    const found = this.ops.flatMap((ops): Site[] => {
      const uses: HookUses = { calls: [], copies: [], checks: [], assignments: [] };
      const filter = (struct: StructDef): boolean => ops.is(struct);
      const reader = new UseReader(ops.resolver.expressions, filter, new MacroCalls(ops.resolver));
      reader.read({ fn, place, macro: null }, uses, null);
      return uses.calls.map((call) => ({ ops, call, fields: [call.field] }));
    });
    this.#read.set(fn, found);
    for (const site of found) if (!this.#has(site)) this.#add(site);
    return found;
  }

  /** The sites of one hook in the folders read. */
  of(ops: OpsIndex, field: string): readonly Site[] {
    if (this.#all) return this.#all.filter((site) => site.ops.name === ops.name && site.fields.includes(field));
    const { calls } = readUses(ops.resolver, ops.names(), (struct) => ops.is(struct), [field]);
    return calls.map((call) => ({ ops, call, fields: [field] }));
  }

  /** Whether a site is known of another function at the same place: `#if` may have two heads for one body. */
  #has({ ops, call }: Site): boolean {
    return this.at(call.file, call.at).some((each) => each.ops === ops && each.call.field === call.field);
  }

  #add(site: Site): void {
    const key = `${site.call.file.path}:${site.call.at}`;
    const same = this.#byPlace.get(key);
    if (same) same.push(site);
    else this.#byPlace.set(key, [site]);
  }

  #index(ops: OpsIndex): void {
    for (const table of ops.tables()) {
      if (table.name !== '') add(this.#tables, table.name + table.path, { ops, table, conditions: [] });
    }
    // Hundreds of tables come in many ways, and to read all of them takes longer than the question.
    const installs = ops.tables().length > MANY ? [] : ops.installs();
    const [first] = installs;
    // Where tables come in by several members, one member alone does not say which they are.
    if (!first || installs.some((each) => each.member !== first.member)) return;
    const found = new Map<string, Map<OpsTable, Choice>>();
    for (const { table, member } of installs) add(found, member, { ops, table, conditions: [] });
    for (const [member, choices] of found) this.#installed.set(member, [...choices.values()]);
  }

  /** The sites at an offset of a file. */
  at(file: SourceFile, offset: number): readonly Site[] {
    return this.#byPlace.get(`${file.path}:${offset}`) ?? [];
  }

  /** The table that a name means in a file; null when it means none. */
  named(name: string, file: SourceFile): Choice | null {
    const all = [...(this.#tables.get(name)?.values() ?? [])];
    return all.find(({ table }) => table.file === file) ?? all.find(({ table }) => !table.isStatic) ?? null;
  }

  /** The tables that are installed through a member; null for a member through which none is. */
  installed(member: string): readonly Choice[] | null {
    return this.#installed.get(member) ?? null;
  }

  /** What a hook holds in any table, where nothing is known of the pointer before it; nothing for a member that is no hook. */
  ofAnyTable({ of, name }: Extract<Expr, { k: 'member' }>, place: Place): readonly HookChoice[] {
    for (const ops of this.ops) {
      const struct =
        this.#membersOf(ops).get(name) === 'hook' ? ops.resolver.expressions.structBehind(of, place) : null;
      if (struct && ops.is(struct)) return this.#anyTable(ops, name);
    }
    return [];
  }

  /** Whether a member of an ops struct is a value, no hook. */
  isValue(ops: OpsIndex, field: string): boolean {
    return this.#membersOf(ops).get(field) === 'value';
  }

  #membersOf(ops: OpsIndex): ReadonlyMap<string, 'hook' | 'value'> {
    const known = this.#members.get(ops);
    if (known) return known;
    const { types } = ops.resolver.expressions;
    const members = new Map(
      ops.fields().map((ref) => [ref.member.name ?? '', types.isHook(ref) ? 'hook' : 'value'] as const),
    );
    this.#members.set(ops, members);
    return members;
  }

  #anyTable(ops: OpsIndex, field: string): readonly HookChoice[] {
    const key = `${ops.name}.${field}`;
    const choices = this.#any.get(key) ?? ops.tables().map((table) => ({ ops, table, field, conditions: [] }));
    this.#any.set(key, choices);
    return choices;
  }

  /** Every table that a site can dispatch through, when nothing is known of its receiver: the same for all sites of a hook. */
  choices({ ops, fields }: Site): readonly HookChoice[] {
    const key = `${ops.name} ${fields.join(' ')}`;
    const choices =
      this.#choices.get(key) ??
      ops.tables().flatMap((table) => fields.map((field) => ({ ops, table, field, conditions: [] })));
    this.#choices.set(key, choices);
    return choices;
  }
}

function siteOf(ops: OpsIndex, call: MemberCall): Site {
  if (ops.is(call.struct)) return { ops, call, fields: [call.field] };
  const copies = ops
    .uses()
    .copies.filter((each) => each.into?.struct === call.struct && each.into.field === call.field);
  return { ops, call, fields: [...new Set(copies.map((each) => each.field))] };
}

/** Adds a choice under a key, the first of each table: static tables of thousands of files can have one name. */
function add(map: Map<string, Map<OpsTable, Choice>>, key: string, choice: Choice): void {
  const all = map.get(key) ?? new Map<OpsTable, Choice>();
  map.set(key, all);
  if (!all.has(choice.table)) all.set(choice.table, choice);
}

/** The member that is an array, of one that is an element of it: `open` of `open[2]`; any other as it is. */
export function arrayOf(field: string): string {
  return field.endsWith(']') ? field.slice(0, field.indexOf('[')) : field;
}

/** The functions that a table's slot holds. */
export function slotFunctions(table: OpsTable, field: string): readonly string[] {
  return table.slots.flatMap((slot) =>
    arrayOf(slot.field) === field && slot.value.k === 'function' ? [slot.value.name] : [],
  );
}
