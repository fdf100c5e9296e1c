/** Every ops struct at once: the tables and dispatch sites of a list of files, one file after the other. */
import { addTo } from '../../base/add-to.ts';
import { wordAt } from '../../base/words.ts';
import type { SourceFile } from '../../index/file.ts';
import { visit } from '../../index/visit.ts';
import type { DispatchSite, HookSlot, TableRow } from '../../model/answers.ts';
import type { Gap } from '../../model/gaps.ts';
import { madeFunction } from '../../resolve/language/macros/declared-names.ts';
import { Resolver } from '../../resolve/ops/ops.ts';
import { tableFilter } from '../../resolve/tables/candidate-regions.ts';
import { memoryType } from '../../resolve/tables/memory-type.ts';
import { objectsIn } from '../../resolve/tables/objects.ts';
import { type OpsTable, type Slot, TableReader } from '../../resolve/tables/tables.ts';
import { FlowFilter, flowsIn } from '../../resolve/uses/flow-index.ts';
import { FlowReader } from '../../resolve/uses/flows.ts';
import { checksBeside } from './checks.ts';
import { type HookFacts, hookFacts } from './join-targets.ts';
import { heldSite, memberSite } from './site-rows.ts';
import { usesOfAny } from './uses-of-any.ts';

/** What is wanted of every ops struct. Most tables of some structs with hooks fill none of them, and hold values alone. */
export type Everything = 'tables' | 'tables with functions' | 'dispatch';

/** Answers for one list of files. */
export interface Batch {
  readonly tables: readonly TableRow[];
  /** How many tables are left out of them, since they have no function in a slot. */
  readonly withoutFunction: number;
  readonly dispatch: readonly DispatchSite[];
  /** By file, in the order of the dispatch sites: what they can reach is found when all files have been read. */
  readonly facts: readonly HookFacts[];
  /** What the answers go without, by what was read so far. */
  readonly gaps: readonly Gap[];
}

/** Reads the files in order; each is let go of when it is done, but for headers that others include. */
export function readBatch(resolver: Resolver, paths: readonly string[], wanted: Everything): Batch {
  return { ...readFiles(resolver, paths, wanted), gaps: resolver.snapshot.gaps.all() };
}

/** The same without what is missing: to collect that looks at all that was read so far. */
export function readFiles(resolver: Resolver, paths: readonly string[], wanted: Everything): Omit<Batch, 'gaps'> {
  const tables: TableRow[] = [];
  const dispatch: DispatchSite[] = [];
  const facts: HookFacts[] = [];
  let withoutFunction = 0;
  for (const path of paths) {
    visit(resolver.snapshot, path, (file, seen) => {
      const unit = Resolver.of(seen);
      if (wanted === 'dispatch') {
        const read = fileDispatch(unit, file);
        addTo(dispatch, read.sites);
        facts.push(read.facts);
        return;
      }
      const all = fileTables(unit, file);
      const wantedOnes = wanted === 'tables' ? all : all.filter(hasFunction);
      withoutFunction += all.length - wantedOnes.length;
      addTo(
        tables,
        wantedOnes.map((table) => tableRow(unit, table)),
      );
    });
  }
  return { tables, withoutFunction, dispatch, facts };
}

function hasFunction({ slots }: OpsTable): boolean {
  return slots.some(({ value }) => value.k === 'function');
}

/** The tables of a file, whatever their struct: those with a member that is a pointer to a function. */
function fileTables({ expressions, snapshot }: Resolver, file: SourceFile): OpsTable[] {
  const tables: OpsTable[] = [];
  const mayHold = tableFilter(snapshot, file);
  for (const { object, place } of objectsIn(snapshot, expressions, file, mayHold)) {
    addTo(tables, new TableReader(expressions, (struct) => expressions.types.isOps(struct), object, place).read());
  }
  return tables;
}

function tableRow(resolver: Resolver, table: OpsTable): TableRow {
  const { types } = resolver.expressions;
  const hooks: Record<string, HookSlot | null> = {};
  // Of a union one member is filled, and the others are not unset.
  if (table.struct.kind === 'struct') for (const ref of types.slots(table.struct)) hooks[ref.member.name ?? ''] = null;
  for (const slot of table.slots) hooks[slot.field] ??= hookSlot(resolver, table, slot);
  const { title, array } = table.struct;
  return {
    struct: array === undefined ? title : null,
    name: table.name,
    index: /^\[(.*?)\]/.exec(table.path)?.[1] ?? null,
    path: table.path,
    memoryType: memoryType(table, title),
    file: table.file.path,
    ...table.file.point(table.at),
    condition: table.condition,
    hooks,
    installedIn: [],
  };
}

/** A slot whose function is not defined in the table's own file is left at the slot; `placeFunctions` finds it. */
function hookSlot({ snapshot }: Resolver, table: OpsTable, slot: Slot): HookSlot | null {
  const { file, unit } = table;
  const { line, column } = file.point(slot.at);
  const common = { slotLine: line, slotColumn: column, condition: slot.condition };
  if (slot.value.k === 'null') return null;
  if (slot.value.k === 'value') return { value: slot.value.text, ...common };
  const name = slot.value.name;
  const own = unit.symbols(name).find((symbol) => symbol.kind === 'function');
  const made = own ? null : madeFunction(snapshot, name, unit);
  if (made) return { function: name, file: made.file.path, ...made.file.point(made.at), ...common };
  if (!own) return { function: name, file: '', line: 0, column: 0, ...common };
  const at = Math.max(own.region.start, wordAt(unit.text, name, own.region.start, own.region.brace));
  return { function: name, file: unit.path, ...unit.point(at), ...common };
}

/** Fills in where functions are defined that are not in their table's own file; only then the rows are whole. */
export function placeFunctions(resolver: Resolver, rows: readonly TableRow[]): readonly TableRow[] {
  const names = new Set<string>();
  const isOpen = (slot: HookSlot | null): slot is Extract<HookSlot, { function: string }> =>
    slot !== null && 'function' in slot && slot.file === '';
  for (const row of rows) for (const slot of Object.values(row.hooks)) if (isOpen(slot)) names.add(slot.function);
  resolver.functions.prefetch(names);
  return rows.map((row) => {
    if (!Object.values(row.hooks).some(isOpen)) return row;
    const hooks = Object.entries(row.hooks).map(
      ([field, slot]) => [field, isOpen(slot) ? placed(resolver, row, slot) : slot] as const,
    );
    return { ...row, hooks: Object.fromEntries(hooks) };
  });
}

function placed(resolver: Resolver, row: TableRow, slot: Extract<HookSlot, { function: string }>): HookSlot {
  const place = resolver.functions.anywhere(slot.function);
  if (place) return { ...slot, file: place.file.path, ...place.file.point(place.at) };
  return { ...slot, file: row.file, line: slot.slotLine, column: slot.slotColumn };
}

/** The dispatch sites of a file, whatever their struct, and what the file says of hooks. */
function fileDispatch(resolver: Resolver, file: SourceFile): { sites: readonly DispatchSite[]; facts: HookFacts } {
  const { expressions } = resolver;
  const { uses, reader, mayUse } = usesOfAny(resolver, file);
  addTo(uses.checks, checksBeside(resolver, file, reader, uses, mayUse));
  const calls = uses.calls.filter((call) => call.through === null || call.struct.array !== undefined);
  const filter = new FlowFilter(expressions);
  const flows = flowsIn(expressions, file, new FlowReader(expressions), (each, region) => filter.wants(each, region));
  const known = new Set(calls.map(({ at }) => at));
  const held = flows.calls.filter(({ at }) => !known.has(at));
  const sites = [...calls.map((call) => memberSite(file, call)), ...held.map((call) => heldSite(call, flows))];
  return {
    sites,
    facts: hookFacts(expressions, file, fileTables(resolver, file), calls, uses, { ...flows, calls: held }),
  };
}
