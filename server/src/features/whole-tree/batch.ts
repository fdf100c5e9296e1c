/** Every ops struct at once: the tables and dispatch sites of a list of files, one file after the other. */
import { addTo } from '../../base/add-to.ts';
import { pattern } from '../../base/patterns.ts';
import { wordAt } from '../../base/words.ts';
import type { SourceFile } from '../../index/file.ts';
import { visit } from '../../index/visit.ts';
import type { DispatchSite, HookSlot, TableRow } from '../../model/answers.ts';
import type { Gap } from '../../model/gaps.ts';
import type { Expressions } from '../../resolve/language/expressions.ts';
import { joined } from '../../resolve/language/macros/apply.ts';
import { madeFunction } from '../../resolve/language/macros/declared-names.ts';
import type { Macro } from '../../resolve/language/macros/definition.ts';
import type { Macros } from '../../resolve/language/macros/macros.ts';
import { Resolver } from '../../resolve/ops/ops.ts';
import { tableFilter } from '../../resolve/tables/candidate-regions.ts';
import { arraysIn } from '../../resolve/tables/function-arrays.ts';
import { memoryType } from '../../resolve/tables/memory-type.ts';
import { objectsIn } from '../../resolve/tables/objects.ts';
import { type OpsTable, type Slot, TableReader } from '../../resolve/tables/tables.ts';
import { UseReader } from '../../resolve/uses/dispatch.ts';
import type { HookUses, MemberCall } from '../../resolve/uses/hook-uses.ts';
import { Trampolines } from '../../resolve/uses/trampolines.ts';
import { usesIn } from '../../resolve/uses/use-index.ts';
import { checksBeside } from './checks.ts';
import { type HookFacts, hookFacts } from './join-targets.ts';

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
  const uses: HookUses = { calls: [], copies: [], checks: [], assignments: [] };
  const { expressions, snapshot } = resolver;
  const trampolines = new Trampolines(snapshot);
  const macros = new MacroDispatch(expressions.macros, trampolines);
  const assigned = new AssignedFunctions(expressions, file);
  const reader = new UseReader(expressions, () => true, macros);
  const arrays = elementPattern(arraysIn(snapshot, file));
  const mayUse = (text: string): boolean =>
    macros.mayDispatch(text, file) || assigned.in(text) || (arrays?.test(text) ?? false);
  usesIn(resolver, file, reader, mayUse, uses);
  addTo(uses.checks, checksBeside(resolver, file, reader, uses, mayUse));
  const calls = uses.calls.filter((call) => call.through === null || call.struct.array !== undefined);
  const sites = calls.map((call) => ({
    ...throughWhat(call),
    file: file.path,
    ...file.point(call.at),
    function: call.inFunction,
    targets: [],
    guarded: call.guarded,
    checkedIn: null,
    condition: call.condition,
    macro: call.macro,
  }));
  return { sites, facts: hookFacts(expressions, file, fileTables(resolver, file), calls, uses) };
}

/** An element of one of the arrays, which may be called later; null without an array. */
function elementPattern(arrays: readonly string[]): RegExp | null {
  return arrays.length > 0 ? pattern`\b${arrays}\s*\[` : null;
}

/** What a call goes through. */
function throughWhat({
  struct,
  field,
  through,
}: MemberCall): Pick<DispatchSite, 'kind' | 'struct' | 'field' | 'through'> {
  if (struct.array !== undefined) {
    const kind = through === null ? 'array' : 'variable';
    return { kind, struct: null, field: struct.title, through };
  }
  return { kind: 'member', struct: struct.title, field, through: null };
}

/** Says by text where a function may be assigned to a hook. */
class AssignedFunctions {
  readonly #expressions: Expressions;
  readonly #file: SourceFile;
  readonly #known = new Map<string, boolean>();

  constructor(expressions: Expressions, file: SourceFile) {
    this.#expressions = expressions;
    this.#file = file;
  }

  in(text: string): boolean {
    const values = text.matchAll(/(?:->|\.)\s*\w+\s*=(?:[^;=?]*\?)?\s*(?:&\s*)?([a-z_]\w*)\s*[;:]/g);
    return [...values].some(([, name = '']) => this.#isFunction(name));
  }

  #isFunction(name: string): boolean {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const own = this.#file.symbols(name).some((symbol) => symbol.kind === 'function' || symbol.kind === 'prototype');
    const found = own || (this.#file.path.endsWith('.c') && this.#expressions.isFunction(name, this.#file));
    this.#known.set(name, found);
    return found;
  }
}

/** Which macros have a call through a member in their body, or use one that has. */
class MacroDispatch {
  readonly #macros: Macros;
  readonly #trampolines: Trampolines;
  readonly #known = new Map<string, boolean>();

  constructor(macros: Macros, trampolines: Trampolines) {
    this.#macros = macros;
    this.#trampolines = trampolines;
  }

  /** Macros use each other, some in circles: when none of those that one leads to calls a member, none of them leads to one that does. */
  has(name: string, file: SourceFile): boolean {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const seen = new Set([name]);
    for (const calls of this.#reached(seen, file)) {
      if (!calls) continue;
      this.#known.set(name, true);
      return true;
    }
    for (const each of seen) this.#known.set(each, false);
    return false;
  }

  /** Of a macro and all that it leads to, whether each calls a member itself; `seen` grows on the way. */
  *#reached(seen: Set<string>, file: SourceFile): Iterable<boolean> {
    for (const name of seen) {
      const known = this.#known.get(name);
      const macro = known === undefined ? this.#macros.find(name, file) : null;
      yield known ?? (macro !== null && this.#calls(macro, file));
      if (macro?.params != null) for (const each of usedIn(macro.body)) seen.add(each);
    }
  }

  /** Whether a text uses such a macro. */
  usedIn(text: string, file: SourceFile): boolean {
    return usedIn(text).some((name) => this.has(name, file));
  }

  #calls(macro: Macro, file: SourceFile): boolean {
    if (macro.params === null) return false;
    return callsMember(joined(macro.body)) || this.#trampolines.calledInBody(macro, file);
  }

  /** Whether a text can call through a hook: by the member's name, a trampoline's, or in a macro. */
  mayDispatch(text: string, file: SourceFile): boolean {
    return (
      callsMember(text) ||
      this.#trampolines.calledIn(text, file) ||
      this.usedIn(text, file) ||
      this.#handsMember(text, file)
    );
  }

  /** Whether a text hands a member to a macro that calls it. */
  #handsMember(text: string, file: SourceFile): boolean {
    const uses = text.matchAll(/\b([A-Za-z_]\w+)\s*\((?:[^();]*,)?[^();,]*(?:->|\.)\s*\w+\s*,/g);
    return [...uses].some(([, name = '']) => {
      const macro = this.#macros.find(name, file);
      return macro !== null && this.#macros.called(macro).size > 0;
    });
  }
}

/** The macros that a text may use. */
function usedIn(text: string): readonly string[] {
  return Array.from(text.matchAll(/\b([A-Za-z_]\w+)\s*\(/g), ([, name = '']) => name);
}

/** A call of an element of an array. */
const ELEMENT_CALL = /\w\s*\[(?:[^[\]]|\[[^[\]]*\])*\][)\s]*\(/;

/** Whether a text can call through a member, or an element of an array. */
function callsMember(text: string): boolean {
  if (ELEMENT_CALL.test(text)) return true;
  return /(?:->|\.)\s*\w+(?:\s*\[[^[\]]*\])?[)\s]*\(/.test(text);
}
