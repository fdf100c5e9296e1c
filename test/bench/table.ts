/** The tables of figures, as Markdown. */
import { quantile, type Taken } from './machine.ts';

/** What a row came to. */
export interface Figure {
  readonly measured: string;
  readonly cpu: string;
  readonly memory: string;
}

/** One thing to measure. */
export interface Row {
  /** What `--only` names. */
  readonly id: string;
  readonly what: string;
  /** From the list of goals; empty where there is none. */
  readonly goal: string;
  measure(): Promise<Figure>;
}

/** Seconds as people read them. */
export function seconds(value: number): string {
  if (value < 1) return `${Math.round(value * 1000)} ms`;
  return `${value.toFixed(value < 10 ? 2 : 1)} s`;
}

/** Megabytes as people read them. */
export function megabytes(value: number | null): string {
  return value === null ? '' : `${Math.round(value)} MB`;
}

/** The figure of several runs: the median time, and the highest peak. `remark` follows the time. */
export function figureOf(taken: readonly Taken[], remark = ''): Figure {
  const cpu = taken.flatMap((each) => each.cpu ?? []);
  const peaks = taken.flatMap((each) => each.megabytes ?? []);
  return {
    measured: `${seconds(middle(taken.map((each) => each.seconds)))}${remark && `, ${remark}`}`,
    cpu: cpu.length > 0 ? seconds(middle(cpu)) : '',
    memory: megabytes(peaks.length > 0 ? Math.max(...peaks) : null),
  };
}

const middle = (values: readonly number[]): number => quantile(values, 0.5);

/** What stands in the place of a figure that could not be had. */
export function without(error: unknown): Figure {
  const [why = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return { measured: why, cpu: '', memory: '' };
}

/** Cells as a Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, at) => Math.max(...all.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${widths.map((width, at) => (row[at] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
