/** Tables, sites and calls as facts, with numbers for what others are about. */
import type { HookSlot, Place, TableRow } from '../../model/answers.ts';
import type { Batch } from '../whole-tree/batch.ts';
import type { StructFacts } from '../whole-tree/file-facts.ts';
import type { Fill, Joined } from '../whole-tree/join-targets.ts';
import type { Fact, SlotFact, TargetFact } from './fact.ts';

/** Numbers what comes, in its order. */
export class RowFacts {
  readonly #isTold: (struct: string) => boolean;
  readonly #structs = new Map<string, number>();
  /** Sites of one hook have the same. */
  readonly #targets = new WeakMap<readonly Fill[], readonly Target[]>();
  #tables = 0;
  #sites = 0;
  withoutFunction = 0;

  /** `isTold` says of which structs tables and sites are wanted. */
  constructor(isTold: (struct: string) => boolean) {
    this.#isTold = isTold;
  }

  /** What files say by themselves. */
  *batch({ tables, withoutFunction, beside = [] }: Batch): Iterable<Fact> {
    this.withoutFunction += withoutFunction;
    for (const { structs } of beside) for (const each of structs) yield* this.#struct(each);
    const structsOf = beside.flatMap((each) => each.structsOf);
    for (const [i, row] of tables.entries())
      if (this.#isTold(row.struct ?? '')) yield* this.#table(row, structsOf[i] ?? null);
    for (const { functions } of beside) for (const each of functions) yield { fact: 'function', ...each };
    for (const { calls } of beside) for (const call of calls) yield { fact: 'call', ...call };
  }

  /** Each thread tells of a struct that it meets. */
  *#struct({ key, fields, ...struct }: StructFacts): Iterable<Fact> {
    if (this.#structs.has(key) || !this.#isTold(struct.name)) return;
    const id = this.#structs.size + 1;
    this.#structs.set(key, id);
    yield { fact: 'struct', id, ...struct };
    for (const field of fields) yield { fact: 'field', structId: id, ...field };
  }

  #structId(key: string | null): number | null {
    return key === null ? null : (this.#structs.get(key) ?? null);
  }

  *#table({ hooks, installedIn: _, ...row }: TableRow, struct: string | null): Iterable<Fact> {
    const id = ++this.#tables;
    yield { fact: 'table', id, structId: this.#structId(struct), ...row };
    for (const [field, slot] of Object.entries(hooks)) if (slot !== null) yield slotFact(id, field, slot, row.file);
  }

  /** A call with what it can reach. */
  *site({ site: { targets: _, ...site }, hook, copyOf, fills }: Joined): Iterable<Fact> {
    const { kind, field } = site;
    if (!this.#isTold(site.struct ?? structOf(site.field))) return;
    const id = ++this.#sites;
    const struct = kind === 'member' ? hook.slice(0, -field.length - 1) : null;
    const of = copyOf && { structId: this.#structId(copyOf.struct), field: copyOf.field };
    yield { fact: 'site', id, structId: this.#structId(struct), copyOf: of, ...site };
    for (const target of this.#targetsOf(fills)) yield { fact: 'target', siteId: id, ...target };
  }

  #targetsOf(fills: readonly Fill[]): readonly Target[] {
    const known = this.#targets.get(fills) ?? targets(fills);
    this.#targets.set(fills, known);
    return known;
  }
}

type Target = Pick<TargetFact, 'function' | 'defined'>;

/** The struct of a variable that is a copy of one member. */
function structOf(field: string): string {
  return field.slice(0, Math.max(0, field.indexOf('.')));
}

function slotFact(tableId: number, field: string, slot: HookSlot, file: string): SlotFact {
  const { slotLine: line, slotColumn: column, condition } = slot;
  const at = { file, line, column };
  const common = { fact: 'slot', tableId, field, ...at, condition } as const;
  if ('value' in slot) return { ...common, function: null, value: slot.value, defined: null };
  const defined = { file: slot.file, line: slot.line, column: slot.column };
  // A function that is nowhere in the folders read stands at its slot.
  return { ...common, function: slot.function, value: null, defined: isSame(at, defined) ? null : defined };
}

function isSame(a: Place, b: Place): boolean {
  return a.file === b.file && a.line === b.line && a.column === b.column;
}

/** The functions that fill a hook, each definition once, by name and place. */
function targets(fills: readonly Fill[]): readonly Target[] {
  const found = new Map<string, Target>();
  for (const { function: name, at = null } of fills)
    found.set(`${name} ${at ? `${at.file}:${at.line}` : ''}`, { function: name, defined: at });
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, target]) => target);
}
