/** The hooks of two sides by memory types, as the cells of a grid. */
import type { CompareAnswer, CompareHook, CompareMember, HookSlot, Place, SidePlace } from '../../messages.ts';
import { type Change, changeOf, SIGNS, signed } from './changes.ts';
import type { Cell, Grid } from './layout.ts';

/** The names of the two sides. */
export interface Names {
  readonly a: string;
  readonly b: string;
}

export function namesOf({ sides }: CompareAnswer): Names {
  return { a: sides[0]?.name ?? '', b: sides[1]?.name ?? '' };
}

/** The grid: a row for each hook and a column for each memory type; those without a difference only where all are wanted. */
export function hooksGrid(answer: CompareAnswer, all: boolean): Grid {
  const names = namesOf(answer);
  const types = typesOf(answer, names);
  const rows = answer.hooks.map((hook) => {
    const [a, b] = [hook.in[names.a] ?? null, hook.in[names.b] ?? null];
    return { hook, a, b, cells: [...types.keys()].map((type) => slotCell(hook.name, type, a, b, names)) };
  });
  const shown = rows.filter((row) => all || isOfNote(row));
  const head = [corner(answer, names), ...[...types].map(([type, change]) => typeCell(type, change, names))];
  return { rows: [head, ...shown.map(({ hook, a, b, cells }) => [hookCell(hook, a, b, names), ...cells])], hidden: 0 };
}

interface Row {
  readonly hook: CompareHook;
  readonly cells: readonly Cell[];
}

function isOfNote({ hook, cells }: Row): boolean {
  return hook.change !== 'same' || cells.some(({ change }) => change !== undefined);
}

/** Every memory type with a table on either side. */
function typesOf({ hooks }: CompareAnswer, { a, b }: Names): ReadonlyMap<string, Change> {
  const typesIn = (side: string): ReadonlySet<string> =>
    new Set(hooks.flatMap((hook) => Object.keys(hook.in[side]?.tables ?? {})));
  const [before, after] = [typesIn(a), typesIn(b)];
  const types = [...new Set([...before, ...after])].sort();
  return new Map(types.map((type) => [type, before.has(type) ? (after.has(type) ? 'same' : 'removed') : 'added']));
}

function corner({ ops }: CompareAnswer, { a, b }: Names): Cell {
  return cell('corner', `struct ${ops}`, 'same', { details: [`${SIGNS.removed} ${a}`, `${SIGNS.added} ${b}`] });
}

function typeCell(type: string, change: Change, names: Names): Cell {
  return cell('column', type, change, { label: `${type}${said(change, names)}` });
}

function hookCell({ name, change }: CompareHook, a: CompareMember | null, b: CompareMember | null, names: Names): Cell {
  const became = changeOf(a, b, () => change !== 'signature') ?? 'same';
  const renamed = change.startsWith('renamed: ') ? [change] : [];
  const details = became === 'changed' ? ['another signature'] : renamed;
  return cell('row', name, became, {
    details,
    label: [`${name}${said(became, names)}`, ...details].join(', '),
    tooltip: [a && `${names.a}: ${a.signature}`, b && `${names.b}: ${b.signature}`].filter(Boolean).join('\n'),
    sides: placesOf(a, b),
    isSame: became !== 'changed' || a?.file === b?.file,
  });
}

function slotCell(hook: string, type: string, a: CompareMember | null, b: CompareMember | null, names: Names): Cell {
  const [before, after] = [a?.tables[type] ?? null, b?.tables[type] ?? null];
  const change = changeOf(before, after, (one, other) => textOf(one) === textOf(other));
  const where = `${hook} of ${type}`;
  if (change === null)
    return { ...cell('value', '—', 'same', {}), unset: true, label: `${where}: unset on both sides` };
  const texts = [before && textOf(before), after && textOf(after)] as const;
  const [text, details] =
    change === 'changed' ? [texts[1] ?? '', [`was ${texts[0]}`]] : [texts[1] ?? texts[0] ?? '', []];
  const places = placesOf(placeOf(before, a?.files[type]), placeOf(after, b?.files[type]));
  return cell('value', text, change, {
    details,
    label: [`${where}: ${text}${said(change, names)}`, ...details].join(', '),
    tooltip: places.map(({ side, place }) => `${names[side]}: ${place.file}:${place.line}`).join('\n'),
    sides: places,
    isSame: change === 'same' && places[0]?.place.file === places[1]?.place.file,
  });
}

/** What a screen reader says of a change. */
function said(change: Change, { a, b }: Names): string {
  if (change === 'same') return '';
  return change === 'changed' ? ', changed' : `, only in ${change === 'added' ? b : a}`;
}

/** A function's definition, or the slot that holds a value. */
function placeOf(slot: HookSlot | null, file: string | undefined): Place | null {
  if (!slot) return null;
  if ('function' in slot) return slot;
  return file === undefined ? null : { file, line: slot.slotLine, column: slot.slotColumn };
}

function placesOf(a: Place | null, b: Place | null): readonly SidePlace[] {
  const on = (side: SidePlace['side'], at: Place | null): readonly SidePlace[] =>
    at ? [{ side, place: { file: at.file, line: at.line, column: at.column } }] : [];
  return [...on('a', a), ...on('b', b)];
}

function textOf(slot: HookSlot): string {
  return 'function' in slot ? slot.function : slot.value;
}

function cell(role: Cell['role'], text: string, change: Change, rest: Partial<Cell>): Cell {
  const shown = { role, text: signed(change, text), details: [], label: text, tooltip: '', unset: false, place: null };
  return { ...shown, ...(change === 'same' ? {} : { change }), ...rest };
}
