/** The matrix as text: hooks x memory types. */
import type { HookSlot, Matrix, MatrixTable, ReturningFunction } from '../../model/answers.ts';
import type { Output } from '../io.ts';
import { Shown, shown } from '../shown.ts';
import { type Cell, columns, type Paint, paintFor } from '../style.ts';

/** The matrix as text: columns where they fit the terminal, else one block for each memory type. */
export function matrixText(answer: Matrix, output: Pick<Output, 'colour' | 'width'>): Shown {
  const paint = paintFor(output);
  const where = answer.defined ? paint.dim(`  ${answer.defined.file}:${answer.defined.line}`) : '';
  const head = shown`${paint.bold(`Linux ${answer.tree.version || '(version unknown)'}`)}  ${paint.bold(`struct ${answer.ops}`)}${where}`;
  if (answer.note !== null) return shown`${head}\n${answer.note}`;
  if (answer.tables.length === 0)
    return shown`${head}\nNo object of this struct is initialised in the folders that were read.`;
  const grid = columns(gridRows(answer, paint));
  const fits = grid.every((line) => line.width <= output.width);
  const body = fits ? grid : answer.tables.flatMap((table) => [...blockLines(table, paint), '']);
  return Shown.joined([head, '', ...body], '\n').trimEnd();
}

function gridRows(answer: Matrix, paint: Paint): Cell[][] {
  const head: Cell[] = [
    { text: 'hook', paint: paint.dim },
    ...answer.tables.map((table) => ({ text: table.memoryType, paint: paint.bold })),
  ];
  const slots = answer.fields.map((field): Cell[] => [
    { text: field.name, paint: paint.name },
    ...answer.tables.map((table) => slotCell(table.hooks[field.name] ?? null, paint)),
  ]);
  const facts: [string, (table: MatrixTable) => string][] = [
    ['table', (table) => table.name],
    ['defined', (table) => `${table.file}:${table.line}`],
    ['when', (table) => table.condition ?? 'always'],
    ['installed', (table) => installedText(table)],
  ];
  const rows = facts.map(([name, of]): Cell[] => [
    { text: name, paint: paint.dim },
    ...answer.tables.map((table) => ({ text: of(table), paint: paint.dim })),
  ]);
  return [head, ...slots, [{ text: '' }], ...rows];
}

function slotCell(slot: HookSlot | null, paint: Paint): Cell {
  if (slot === null) return { text: '-', paint: paint.dim };
  const suffix = slot.condition === null ? '' : ` (${slot.condition})`;
  return 'function' in slot ? { text: slot.function + suffix, paint: paint.good } : { text: slot.value + suffix };
}

function installedText(table: MatrixTable): string {
  const names = table.installedIn.map((each) => each.table ?? `${each.function}()`);
  if (names.length > 0) return [...new Set(names)].join(', ');
  return table.returnedBy === undefined ? '-' : returnedText(table.returnedBy);
}

/** `returned by vma_uffd_ops()`, for a table that nothing installs. */
function returnedText(by: readonly ReturningFunction[]): string {
  return `returned by ${[...new Set(by.map((each) => `${each.function}()`))].join(', ')}`;
}

function blockLines(table: MatrixTable, paint: Paint): Shown[] {
  const when = table.condition === null ? '' : `  ${table.condition}`;
  const head = shown`${paint.bold(table.memoryType)}  ${paint.dim(`${table.name}  ${table.file}:${table.line}${when}`)}`;
  const set = Object.entries(table.hooks).filter(([, slot]) => slot !== null);
  const rows = set.map(([field, slot]): Cell[] => {
    const at = slot && 'function' in slot ? `${slot.file}:${slot.line}` : '';
    return [{ text: `  ${field}`, paint: paint.name }, slotCell(slot, paint), { text: at, paint: paint.dim }];
  });
  const unset = Object.keys(table.hooks).filter((field) => table.hooks[field] === null);
  const lines = [head, ...columns(rows)];
  if (unset.length > 0) lines.push(paint.dim(`  unset: ${unset.join(', ')}`));
  if (table.installedIn.length > 0) lines.push(paint.dim(`  installed in: ${installedText(table)}`));
  else if (table.returnedBy) lines.push(paint.dim(`  ${returnedText(table.returnedBy)}`));
  return lines;
}
