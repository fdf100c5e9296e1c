/** From a matrix to the cells of a grid, as plain data: what is shown, what is read out, and where Enter goes. */
import type {
  HookSlot,
  Matrix,
  MatrixField,
  MatrixTable,
  Place,
  ReturningFunction,
  SidePlace,
} from '../../messages.ts';
import type { Change } from './changes.ts';

export interface Cell {
  readonly role: 'corner' | 'column' | 'row' | 'value';
  readonly text: string;
  /** Smaller lines under the text. */
  readonly details: readonly string[];
  /** What a screen reader says. */
  readonly label: string;
  readonly tooltip: string;
  readonly unset: boolean;
  /** The memory type that it is the heading of, whose colour it has. */
  readonly memoryType?: string;
  /** null: there is nowhere to go. */
  readonly place: Place | null;
  /** In a comparison, what became of it, where that is anything. */
  readonly change?: Change;
  /** In a comparison, where it is on each side that has it. */
  readonly sides?: readonly SidePlace[];
  /** Whether those are the same thing, whose difference can be shown. */
  readonly isSame?: boolean;
}

export interface Grid {
  /** The first row and the first column are headers. */
  readonly rows: readonly (readonly Cell[])[];
  /** Tables left out because there are too many to draw. */
  readonly hidden: number;
}

/** More tables than this make neither a readable nor a quick page; the filter gets to the others. */
const MOST_TABLES = 200;

/** With more tables than this they become rows: a page scrolls down more readily than sideways. */
const MOST_COLUMNS = 8;

/**
 * The grid of a matrix: a row for each field and a column for each memory type, or the other way round where the tables
 * are many. The filter is matched with the names of fields, memory types and tables; failing those, with functions.
 */
export function layout(matrix: Matrix, filter: string): Grid {
  const { fields, tables } = filtered(matrix, filter.trim().toLowerCase());
  const shown = tables.slice(0, MOST_TABLES);
  const installations = Math.max(0, ...shown.map((table) => placesOf(table).length));
  const rows = [
    [cornerCell(matrix), ...shown.map(tableCell)],
    ...fields.map((field) => [fieldCell(field), ...shown.map((table) => slotCell(field, table))]),
    ...Array.from({ length: installations }, (_, index) => installedRow(shown, index)),
  ];
  return { rows: shown.length > MOST_COLUMNS ? transposed(rows) : rows, hidden: tables.length - shown.length };
}

/** The fields and tables of a matrix that are shown. */
type Shown = Pick<Matrix, 'fields' | 'tables'>;

function filtered({ fields, tables }: Shown, filter: string): Shown {
  if (filter === '') return { fields, tables };
  const has = (text: string): boolean => text.toLowerCase().includes(filter);
  const namedFields = fields.filter((field) => has(field.name));
  const namedTables = tables.filter((table) => has(table.name) || has(table.memoryType));
  if (namedFields.length > 0 || namedTables.length > 0) {
    return {
      fields: namedFields.length > 0 ? namedFields : fields,
      tables: namedTables.length > 0 ? namedTables : tables,
    };
  }
  const matches = (field: MatrixField, table: MatrixTable): boolean => has(slotText(table, field));
  return {
    fields: fields.filter((field) => tables.some((table) => matches(field, table))),
    tables: tables.filter((table) => fields.some((field) => matches(field, table))),
  };
}

function cornerCell(matrix: Matrix): Cell {
  const details = matrix.defined ? [at(matrix.defined)] : [];
  return cell('corner', `struct ${matrix.ops}`, { details, place: matrix.defined });
}

function tableCell(table: MatrixTable): Cell {
  const details = [table.name, at(table), ...(table.condition ? [table.condition] : [])];
  return cell('column', table.memoryType, { details, place: table, memoryType: table.memoryType });
}

function fieldCell(field: MatrixField): Cell {
  return cell('row', field.name, { place: field, tooltip: [field.signature, field.doc].filter(Boolean).join('\n\n') });
}

function slotCell(field: MatrixField, table: MatrixTable): Cell {
  const slot = table.hooks[field.name] ?? null;
  const where = `${field.name} of ${table.memoryType}`;
  if (!slot) return cell('value', '—', { unset: true, label: `${where}: unset`, tooltip: `${where} is unset` });
  const place = slotTarget(table, slot);
  const details = [at(place), ...(slot.condition ? [slot.condition] : [])];
  const text = slotText(table, field);
  return cell('value', text, { details, place, label: `${where}: ${[text, ...details].join(', ')}` });
}

function installedRow(tables: readonly MatrixTable[], index: number): readonly Cell[] {
  const header = cell('row', index === 0 ? 'installed in' : '', { label: `installed in, ${index + 1}` });
  return [header, ...tables.map((table) => installedCell(table, index))];
}

function installedCell(table: MatrixTable, index: number): Cell {
  const where = placesOf(table)[index];
  if (where && 'returned' in where) return returnedCell(table, where);
  if (!where) return cell('value', '', { label: `${table.memoryType}: no further place` });
  const text = where.table ?? `${where.function ?? '?'}()`;
  const details = [`.${where.member}`, at(where)];
  return cell('value', text, {
    details,
    place: where,
    label: `${table.memoryType} installed in ${text}, ${at(where)}`,
  });
}

/** Where a table is installed, and the functions that return it. */
function placesOf({ installedIn, returnedBy = [] }: MatrixTable) {
  return [...installedIn, ...returnedBy.map((each) => ({ ...each, returned: true }) as const)];
}

function returnedCell({ memoryType }: MatrixTable, where: ReturningFunction): Cell {
  const text = `returned by ${where.function}()`;
  return cell('value', text, { details: [at(where)], place: where, label: `${memoryType} ${text}, ${at(where)}` });
}

/** A function's definition, or the slot that holds a value. */
function slotTarget(table: MatrixTable, slot: HookSlot): Place {
  return 'function' in slot ? slot : { file: table.file, line: slot.slotLine, column: slot.slotColumn };
}

function slotText(table: MatrixTable, field: MatrixField): string {
  const slot = table.hooks[field.name] ?? null;
  if (!slot) return '';
  return 'function' in slot ? slot.function : slot.value;
}

function cell(role: Cell['role'], text: string, rest: Partial<Cell>): Cell {
  const details = rest.details ?? [];
  const label = [text, ...details].join(', ');
  return { role, text, details, label, tooltip: '', unset: false, place: null, ...rest };
}

/** What a cell is when rows and columns change places. */
const TURNED = { corner: 'corner', column: 'row', row: 'column', value: 'value' } as const;

function transposed(rows: Grid['rows']): Grid['rows'] {
  return (rows[0] ?? []).map((_, column) =>
    rows.flatMap((row) => {
      const old = row[column];
      return old ? [{ ...old, role: TURNED[old.role] }] : [];
    }),
  );
}

function at({ file, line }: { readonly file: string; readonly line: number }): string {
  return `${file}:${line}`;
}
