/**
 * From a matrix to the cells of a grid, as plain data: what is shown, what is read out, and where Enter goes.
 *
 * @import { HookSlot, Matrix, MatrixField, MatrixTable, Place } from '../../messages.ts'
 *
 * @typedef {object} Cell
 * @property {'corner' | 'column' | 'row' | 'value'} role
 * @property {string} text
 * @property {readonly string[]} details  smaller lines under the text
 * @property {string} label               what a screen reader says
 * @property {string} tooltip
 * @property {boolean} unset
 * @property {Place | null} place         null: there is nowhere to go
 *
 * @typedef {object} Grid
 * @property {readonly (readonly Cell[])[]} rows  the first row and the first column are headers
 * @property {number} hidden                      tables left out because there are too many to draw
 */

/** More tables than this make neither a readable nor a quick page; the filter gets to the others. */
const MOST_TABLES = 200;

/** With more tables than this they become rows: a page scrolls down more readily than sideways. */
const MOST_COLUMNS = 8;

/**
 * The grid of a matrix: a row for each field and a column for each memory type, or the other way round where the tables
 * are many. The filter is matched with the names of fields, memory types and tables; failing those, with functions.
 *
 * @param {Matrix} matrix
 * @param {string} filter
 * @returns {Grid}
 */
export function layout(matrix, filter) {
  const { fields, tables } = filtered(matrix, filter.trim().toLowerCase());
  const shown = tables.slice(0, MOST_TABLES);
  const installations = Math.max(0, ...shown.map((table) => table.installedIn.length));
  const rows = [
    [cornerCell(matrix), ...shown.map(tableCell)],
    ...fields.map((field) => [fieldCell(field), ...shown.map((table) => slotCell(field, table))]),
    ...Array.from({ length: installations }, (_, index) => installedRow(shown, index)),
  ];
  return { rows: shown.length > MOST_COLUMNS ? transposed(rows) : rows, hidden: tables.length - shown.length };
}

/**
 * @param {Matrix} matrix
 * @param {string} filter
 * @returns {{ fields: readonly MatrixField[], tables: readonly MatrixTable[] }}
 */
function filtered({ fields, tables }, filter) {
  if (filter === '') return { fields, tables };
  const has = (/** @type {string} */ text) => text.toLowerCase().includes(filter);
  const namedFields = fields.filter((field) => has(field.name));
  const namedTables = tables.filter((table) => has(table.name) || has(table.memoryType));
  if (namedFields.length > 0 || namedTables.length > 0) {
    return {
      fields: namedFields.length > 0 ? namedFields : fields,
      tables: namedTables.length > 0 ? namedTables : tables,
    };
  }
  const matches = (/** @type {MatrixField} */ field, /** @type {MatrixTable} */ table) => has(slotText(table, field));
  return {
    fields: fields.filter((field) => tables.some((table) => matches(field, table))),
    tables: tables.filter((table) => fields.some((field) => matches(field, table))),
  };
}

/**
 * @param {Matrix} matrix
 * @returns {Cell}
 */
function cornerCell(matrix) {
  const details = matrix.defined ? [at(matrix.defined)] : [];
  return cell('corner', `struct ${matrix.ops}`, { details, place: matrix.defined });
}

/**
 * @param {MatrixTable} table
 * @returns {Cell}
 */
function tableCell(table) {
  const details = [table.name, at(table), ...(table.condition ? [table.condition] : [])];
  return cell('column', table.memoryType, { details, place: table });
}

/**
 * @param {MatrixField} field
 * @returns {Cell}
 */
function fieldCell(field) {
  return cell('row', field.name, { place: field, tooltip: [field.signature, field.doc].filter(Boolean).join('\n\n') });
}

/**
 * @param {MatrixField} field
 * @param {MatrixTable} table
 * @returns {Cell}
 */
function slotCell(field, table) {
  const slot = table.hooks[field.name] ?? null;
  const where = `${field.name} of ${table.memoryType}`;
  if (!slot) return cell('value', '—', { unset: true, label: `${where}: unset`, tooltip: `${where} is unset` });
  const place = slotTarget(table, slot);
  const details = [at(place), ...(slot.condition ? [slot.condition] : [])];
  const text = slotText(table, field);
  return cell('value', text, { details, place, label: `${where}: ${[text, ...details].join(', ')}` });
}

/**
 * @param {readonly MatrixTable[]} tables
 * @param {number} index
 * @returns {Cell[]}
 */
function installedRow(tables, index) {
  const header = cell('row', index === 0 ? 'installed in' : '', { label: `installed in, ${index + 1}` });
  return [header, ...tables.map((table) => installedCell(table, index))];
}

/**
 * @param {MatrixTable} table
 * @param {number} index
 * @returns {Cell}
 */
function installedCell(table, index) {
  const where = table.installedIn[index];
  if (!where) return cell('value', '', { label: `${table.memoryType}: no further place` });
  const text = where.table ?? `${where.function ?? '?'}()`;
  const details = [`.${where.member}`, at(where)];
  return cell('value', text, {
    details,
    place: where,
    label: `${table.memoryType} installed in ${text}, ${at(where)}`,
  });
}

/**
 * A function's definition, or the slot that holds a value.
 *
 * @param {MatrixTable} table
 * @param {HookSlot} slot
 * @returns {Place}
 */
function slotTarget(table, slot) {
  return 'function' in slot ? slot : { file: table.file, line: slot.slotLine, column: slot.slotColumn };
}

/**
 * @param {MatrixTable} table
 * @param {MatrixField} field
 * @returns {string}
 */
function slotText(table, field) {
  const slot = table.hooks[field.name] ?? null;
  if (!slot) return '';
  return 'function' in slot ? slot.function : slot.value;
}

/**
 * @param {Cell['role']} role
 * @param {string} text
 * @param {Partial<Cell>} rest
 * @returns {Cell}
 */
function cell(role, text, rest) {
  const details = rest.details ?? [];
  const label = [text, ...details].join(', ');
  return { role, text, details, label, tooltip: '', unset: false, place: null, ...rest };
}

/**
 * @param {readonly (readonly Cell[])[]} rows
 * @returns {Cell[][]}
 */
function transposed(rows) {
  const turned = { corner: 'corner', column: 'row', row: 'column', value: 'value' };
  return (rows[0] ?? []).map((_, column) =>
    rows.flatMap((row) => {
      const old = row[column];
      return old ? [{ ...old, role: /** @type {Cell['role']} */ (turned[old.role]) }] : [];
    }),
  );
}

/**
 * @param {{ readonly file: string, readonly line: number }} place
 * @returns {string}
 */
function at({ file, line }) {
  return `${file}:${line}`;
}
