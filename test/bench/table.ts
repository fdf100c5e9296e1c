/** The table of figures. */

/** One line of the table. */
export interface Row {
  readonly what: string;
  /** From the list of goals; empty where there is none. */
  readonly goal: string;
  readonly figure: string;
  readonly memory: string;
}

/** Seconds as people read them. */
export function seconds(value: number): string {
  return value < 1 ? `${Math.round(value * 1000)} ms` : `${value.toFixed(1)} s`;
}

/** Megabytes as people read them. */
export function megabytes(value: number | null): string {
  return value === null ? '' : `${Math.round(value)} MB`;
}

/** The line for something that could not be measured here. */
export function without(what: string, why: string): Row {
  return { what, goal: '', figure: why, memory: '' };
}

/** Rows as a table that is Markdown too. */
export function table(rows: readonly Row[]): string {
  const head: Row = { what: 'what', goal: 'goal', figure: 'measured', memory: 'peak memory' };
  const cells = [head, ...rows].map((row) => [row.what, row.goal, row.figure, row.memory]);
  const widths = [0, 1, 2, 3].map((at) => Math.max(...cells.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]) => `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  const rule = widths.map((width) => '-'.repeat(width));
  return [line(cells[0] ?? []), line(rule), ...cells.slice(1).map(line)].join('\n');
}
