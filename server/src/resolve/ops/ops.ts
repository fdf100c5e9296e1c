/** One ops struct in one snapshot: its definition, its tables, and where the tables are installed. */
import { pushTo } from '../../base/add-to.ts';
import type { SourceFile } from '../../index/file.ts';
import { isIn } from '../../index/folders.ts';
import { partsOf } from '../../index/parts.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import { Expressions } from '../language/expressions.ts';
import { Functions } from '../language/functions.ts';
import type { MemberRef, StructDef } from '../language/types.ts';
import { functionsIn } from '../tables/named-functions.ts';
import type { OpsTable } from '../tables/tables.ts';
import type { HookAssignment, HookCheck, HookUses, MemberCall } from '../uses/hook-uses.ts';
import { isOnTheWay } from '../uses/on-the-way.ts';
import { readAssignments, readSets, readUses } from '../uses/use-index.ts';
import { allAssigned, type OtherHook } from './assigned.ts';
import { type Install, installsIn, NamedTables } from './installs.ts';
import { INNER, STRUCT_NAMED } from './named-structs.ts';
import { readTables } from './read-tables.ts';
import { TABLE_TEXT, type TableText } from './table-text.ts';

/** A function that fills a hook, and where that is written. */
export interface Implementation {
  readonly function: string;
  /** Null for an assignment at run time. */
  readonly table: OpsTable | null;
  readonly file: SourceFile;
  /** Offset of the function's name in the slot or assignment. */
  readonly at: number;
  /** The function that assigns at run time; null for a table. */
  readonly inFunction: string | null;
  /** The function or macro that it is handed to, which stores it; null for a table, and for an assignment by itself. */
  readonly handedTo: string | null;
}

/** Everything that resolves names and types in one snapshot; shared by all questions. */
export class Resolver {
  readonly snapshot: Snapshot;
  readonly expressions: Expressions;
  readonly functions: Functions;

  constructor(snapshot: Snapshot) {
    this.snapshot = snapshot;
    this.expressions = new Expressions(snapshot);
    this.functions = new Functions(snapshot);
  }

  static of(snapshot: Snapshot): Resolver {
    return new Resolver(snapshot);
  }

  /** A struct anywhere in the folders that are read, by tag or typedef name; one under include/ wins. */
  structNamed(name: string): StructDef | null {
    return this.snapshot.get(STRUCT_NAMED, name);
  }

  /** What is known of one ops struct, by its tag or typedef name. */
  ops(name: string): OpsIndex {
    return new OpsIndex(this, name);
  }
}

/** The uses of as many hooks are read in one go: a pass for each would take longer. */
const FEW_HOOKS = 12;

/** The answers about one ops struct. */
export class OpsIndex {
  readonly name: string;
  readonly resolver: Resolver;
  constructor(resolver: Resolver, name: string) {
    this.resolver = resolver;
    this.name = name;
  }

  get #snapshot(): Snapshot {
    return this.resolver.snapshot;
  }

  /** The files that mention the struct, or a name that stands for it, or may have a table of it all the same. */
  candidates(): readonly SourceFile[] {
    const files = this.tableText().files.flatMap((path) => this.#snapshot.file(path) ?? []);
    return [...new Set(files.flatMap((file) => [file, ...partsOf(this.#snapshot, file)]))];
  }

  /** The text that its tables are known by. */
  tableText(): TableText {
    return this.#snapshot.get(TABLE_TEXT, this.name, this.hookNames().join(' '));
  }

  /** Its name, and its tag where that is another. */
  names(): readonly string[] {
    return [...new Set([this.name, this.definition()?.name ?? ''])].filter((name) => name !== '');
  }

  /** The struct's definition; one under include/ wins. Null when the tree has none. */
  definition(): StructDef | null {
    return this.resolver.structNamed(this.name);
  }

  /** Whether a struct is this one, or one without a name that it has as a member: `struct { ... } dp;`. */
  is(struct: StructDef): boolean {
    const definition = this.definition();
    if (struct === definition || struct.name === this.name) return true;
    return struct.name === '' && struct.title === this.name && this.#snapshot.get(INNER, this.name).includes(struct);
  }

  /** The hooks and values, in the order of the definition; behind them those of members that are structs without a name. */
  fields(): readonly MemberRef[] {
    const definition = this.definition();
    const { types } = this.resolver.expressions;
    if (!definition) return [];
    const inner = this.#snapshot.get(INNER, this.name);
    const own = types.slots(definition);
    return inner.length === 0 ? own : [...own, ...inner.flatMap((each) => types.slots(each))];
  }

  /** The member of a name; null where it has none. */
  field(name: string): MemberRef | null {
    return this.#snapshot.get(FIELDS_BY_NAME, this.name).get(name) ?? null;
  }

  /** Every initialised table, by file and place. */
  tables(): readonly OpsTable[] {
    return this.#snapshot.get(TABLES, this.name);
  }

  /** The files that are looked into for tables: those of the folders that questions are about. */
  tableFiles(): readonly SourceFile[] {
    return this.candidates().filter((file) => isIn(file.path, this.#snapshot.folders));
  }

  /** What the tree's functions do with the hooks: calls, copies, checks and assignments. */
  uses(): HookUses {
    return this.#snapshot.get(USES, this.name);
  }

  /** Is told that so many hooks are asked about, one after the other. */
  expect(hooks: number): void {
    if (hooks > FEW_HOOKS) this.uses();
  }

  /** The uses of one hook, and maybe of others, which say the same of it: where a struct has many, finding those of all takes long. */
  usesOf(field: string): HookUses {
    const isKnown = this.#snapshot.has(USES, this.name) || this.hookNames().length <= FEW_HOOKS;
    return isKnown ? this.uses() : this.#snapshot.get(USES_OF, this.name, field);
  }

  /** The assignments to one hook: where its uses are not known, what calls it is not read. */
  setsOf(field: string): readonly HookAssignment[] {
    const isKnown = this.#snapshot.has(USES, this.name) || this.#snapshot.has(USES_OF, this.name, field);
    return isKnown
      ? this.usesOf(field).assignments.filter((each) => each.field === field)
      : this.#snapshot.get(SETS_OF, this.name, field);
  }

  /** A check of the hook that is called, in another function that is on the way to the call; null where there is none. */
  checkElsewhere(call: MemberCall): HookCheck | null {
    const { checks } = this.usesOf(call.field);
    return (
      checks.find(
        (each) =>
          each.field === call.field &&
          each.struct === call.struct &&
          each.inFunction !== call.inFunction &&
          isOnTheWay(this.#snapshot, { ...each, macro: null }, call),
      ) ?? null
    );
  }

  /** The hooks that a function fills: in tables' slots, and by assignments at run time. */
  filledBy(name: string): readonly (Implementation & { readonly field: string })[] {
    const slots = this.tables().flatMap((table) =>
      table.slots.flatMap(({ field, value }) =>
        value.k === 'function' && value.name === name
          ? [{ field, function: name, table, file: table.file, at: value.at, inFunction: null, handedTo: null }]
          : [],
      ),
    );
    const assigned = readAssignments(this.resolver, (struct) => this.is(struct), this.hookNames(), name).flatMap(
      (each) =>
        functionsIn(this.resolver.expressions, each.value, each.place)
          .filter((value) => value.name === name)
          .map(({ at }) => ({
            field: each.field,
            function: name,
            table: null,
            file: each.file,
            at,
            inFunction: each.inFunction,
            handedTo: null,
          })),
    );
    return [...slots, ...assigned];
  }

  /** The names of the hooks, each once: structs without a name can bring one again and again. */
  hookNames(): readonly string[] {
    return this.#snapshot.get(HOOK_NAMES, this.name);
  }

  /** The functions that a hook can be: those in tables' slots, and those assigned at run time, by name or out of another hook. */
  implementations(field: string): readonly Implementation[] {
    // Who asks for them mostly asks for the calls, too.
    this.usesOf(field);
    return this.#snapshot.get(IMPLEMENTATIONS, this.name, field);
  }

  /** Where tables are installed: slots of other tables, and assignments. */
  installs(): readonly Install[] {
    return this.#snapshot.get(INSTALLS, this.name);
  }

  /** Where one of its tables is installed. */
  installsOf(table: OpsTable): readonly Install[] {
    return this.#snapshot.get(INSTALLS_BY_TABLE, this.name).get(table) ?? [];
  }
}

const FIELDS_BY_NAME = query('members by name', (snapshot: Snapshot, name: string) => {
  const found = new Map<string, MemberRef>();
  for (const ref of Resolver.of(snapshot).ops(name).fields()) {
    const { name: field } = ref.member;
    if (field !== null && !found.has(field)) found.set(field, ref);
  }
  return found;
});

const HOOK_NAMES = query('names of hooks', (snapshot: Snapshot, name: string): readonly string[] => {
  const ops = Resolver.of(snapshot).ops(name);
  const { types } = ops.resolver.expressions;
  const names = ops.fields().flatMap((ref) => (types.isHook(ref) ? [ref.member.name ?? ''] : []));
  return [...new Set(names)].filter((each) => each !== '');
});

const TABLES = query('tables of a struct', (snapshot: Snapshot, name: string): readonly OpsTable[] => {
  const ops = Resolver.of(snapshot).ops(name);
  if (!ops.definition()) return [];
  return ops.tableFiles().flatMap((file) => snapshot.get(TABLES_IN, name, file));
});

const TABLES_IN = query('tables of a struct in a file', (snapshot: Snapshot, name: string, file: SourceFile) => {
  const ops = Resolver.of(snapshot).ops(name);
  return readTables(ops.resolver, file, (struct) => ops.is(struct), ops.tableText().mayHold);
});

const USES = query('uses of hooks', (snapshot: Snapshot, name: string): HookUses => {
  const ops = Resolver.of(snapshot).ops(name);
  return readUses(ops.resolver, ops.names(), (struct) => ops.is(struct), ops.hookNames());
});

const USES_OF = query('uses of a hook', (snapshot: Snapshot, name: string, field: string): HookUses => {
  const ops = Resolver.of(snapshot).ops(name);
  return readUses(ops.resolver, ops.names(), (struct) => ops.is(struct), [field]);
});

const SETS_OF = query('assignments to a hook', (snapshot: Snapshot, name: string, field: string) => {
  const ops = Resolver.of(snapshot).ops(name);
  return readSets(ops.resolver, ops.names(), (struct) => ops.is(struct), field);
});

/** The functions in tables' slots, by the hook that they fill. */
const FILLED_SLOTS = query(
  'functions in slots',
  (snapshot: Snapshot, name: string): ReadonlyMap<string, readonly Implementation[]> => {
    const found = new Map<string, Implementation[]>();
    for (const table of Resolver.of(snapshot).ops(name).tables()) {
      for (const { field, value } of table.slots) {
        if (value.k !== 'function') continue;
        const filled = { function: value.name, table, file: table.file, at: value.at };
        pushTo(found, field, { ...filled, inFunction: null, handedTo: null });
      }
    }
    return found;
  },
);

const IMPLEMENTATIONS = query(
  'functions that a hook can be',
  (snapshot: Snapshot, name: string, field: string): readonly Implementation[] => {
    const ops = Resolver.of(snapshot).ops(name);
    const others: OtherHook = (struct, hook) =>
      ops.is(struct) ? [] : snapshot.get(IMPLEMENTATIONS, struct.name, hook).map((each) => each.function);
    const assigned = ops.setsOf(field);
    return [
      ...(snapshot.get(FILLED_SLOTS, name).get(field) ?? []),
      ...allAssigned(ops.resolver.expressions, assigned, others).map((each) => ({ ...each, table: null })),
    ];
  },
  // What a hook gets from itself, in a circle of copies, is nothing new.
  () => [],
);

const INSTALLS = query('where tables are installed', (snapshot: Snapshot, name: string): readonly Install[] => {
  const ops = Resolver.of(snapshot).ops(name);
  const named = new NamedTables(ops.tables().filter((table) => table.name !== '' && table.path === ''));
  const { shared } = named;
  const having = new Set(shared.length > 0 ? snapshot.search(shared).flatMap((path) => snapshot.file(path) ?? []) : []);
  return [...new Set([...named.files, ...having])].flatMap((file) =>
    installsIn(ops.resolver.expressions, file, named.in(file, having.has(file))),
  );
});

const INSTALLS_BY_TABLE = query('where each table is installed', (snapshot: Snapshot, name: string) => {
  const found = new Map<OpsTable, Install[]>();
  for (const install of snapshot.get(INSTALLS, name)) pushTo(found, install.table, install);
  return found;
});
