/** The members of the struct side by side, with what each memory type has in them. */
import type { HookSlot } from '../../model/answers.ts';
import type { CompareHook } from '../../model/compare-answers.ts';
import { type Facts, order } from './facts.ts';
import { plain } from './hooks.ts';
import { renames } from './renames.ts';

type Cell = CompareHook['in'][string];

/** Every hook and value of the sides, by the first side that has it. A base comes last. */
export function compareHooks(all: readonly Facts[]): readonly CompareHook[] {
  const fields = all.flatMap(({ matrix }) => matrix.fields);
  const kinds = new Map(fields.map(({ name, kind }) => [name, kind] as const));
  return [...kinds]
    .sort(([a], [b]) => order(a, b))
    .map(([name, kind]) => {
      const cells = all.map((facts) => [facts.name, cellOf(facts, name)] as const);
      return { name, kind, in: Object.fromEntries(cells), change: renamed(all, name) ?? changeOf(cells) };
    });
}

function cellOf(facts: Facts, name: string): Cell {
  const field = facts.matrix.fields.find((each) => each.name === name);
  if (!field) return null;
  const { signature, file, line, column } = field;
  const tables = facts.tables.map(({ memoryType, hooks }) => [memoryType, hooks[name] ?? null] as const);
  const files = facts.tables.map((table) => [table.memoryType, table.file] as const);
  return { signature, file, line, column, tables: Object.fromEntries(tables), files: Object.fromEntries(files) };
}

function changeOf(cells: readonly (readonly [string, Cell])[]): string {
  const there = cells.filter(([, cell]) => cell !== null);
  if (there.length < cells.length) return `only in ${there.map(([name]) => name).join(', ')}`;
  const [first, ...others] = cells.map(([, cell]) => cell);
  if (!others.every((each) => plain(each?.signature ?? '') === plain(first?.signature ?? ''))) return 'signature';
  return others.every((each) => sameHook(first, each)) ? 'same' : 'tables';
}

/** What a hook goes by on a side that has it not; null where it has no other name. */
function renamed(all: readonly Facts[], name: string): string | null {
  const isIn = ({ matrix }: Facts): boolean => matrix.fields.some((each) => each.name === name);
  const here = all.find(isIn);
  for (const to of all) {
    if (!here || isIn(to)) continue;
    const [now] = [...renames(here.matrix, to.matrix)].find(([, old]) => old === name) ?? [];
    if (now !== undefined) return `renamed: ${now} in ${to.name}`;
  }
  return null;
}

/** Whether a hook is the same on two sides, wherever it stands. */
export function sameHook(a: Cell | undefined, b: Cell | undefined): boolean {
  if (!a || !b) return !a && !b;
  return plain(a.signature) === plain(b.signature) && slots(a) === slots(b);
}

function slots({ tables }: NonNullable<Cell>): string {
  return Object.entries(tables)
    .map(([type, slot]) => `${type} ${slot === null ? '' : held(slot)}`)
    .sort(order)
    .join('\n');
}

function held(slot: HookSlot): string {
  return 'function' in slot ? `${slot.function}()` : plain(slot.value);
}
