/** The hooks that functions fill. */
import type { SourceFile } from '../../index/file.ts';
import type { Implementation, OpsIndex, Resolver } from '../../resolve/ops/ops.ts';
import type { OpsTable } from '../../resolve/tables/tables.ts';
import { definedOps } from '../query.ts';

/** A hook that a function fills; `table` is null for an assignment at run time. */
export interface Fill {
  readonly ops: OpsIndex;
  readonly field: string;
  readonly table: OpsTable | null;
  /** Where the slot or the assignment is. */
  readonly file: SourceFile;
  readonly line: number;
  /** The function that assigns at run time; null for a table. */
  readonly inFunction: string | null;
}

/** One function in one hook. */
export function fill(ops: OpsIndex, field: string, { table, file, at, inFunction }: Implementation): Fill {
  return { ops, field, table, file, line: file.point(at).line, inFunction };
}

/** The hooks that functions of a name fill. */
export function fillsOf(resolver: Resolver, names: readonly string[], name: string): readonly Fill[] {
  return definedOps(resolver, names).flatMap((ops) => ops.filledBy(name).map((each) => fill(ops, each.field, each)));
}

/** The hooks that are filled, each once: a function can be in thousands of tables of one. */
export function hooksOf(fills: readonly Fill[]): readonly Pick<Fill, 'ops' | 'field'>[] {
  return [...new Map(fills.map((each) => [`${each.ops.name}.${each.field}`, each])).values()];
}

/** Whether a slot that holds a function of a name, which several files can define, means the one in this file. */
export function isFilledFrom(file: SourceFile, name: string, { ops, table }: Fill): boolean {
  return !table || table.file === file || ops.resolver.functions.find(name, table.unit)?.file === file;
}
