/** Places in files, as features give them to the surfaces. */
import type { SourceFile } from '../index/file.ts';
import type { FunctionPlace } from '../model/graph-answers.ts';
import type { Body } from '../resolve/ops/bodies.ts';

/** A span in one line of a file: 1-based line and columns, `endColumn` exclusive. */
export interface Spot {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
}

/** The spot of a name at an offset. */
export function spot(file: SourceFile, at: number, length: number): Spot {
  const { line, column } = file.point(at);
  return { file: file.path, line, column, endColumn: column + length };
}

/** Spots in their order, each once. */
export function once(spots: Iterable<Spot>): Spot[] {
  const byKey = new Map<string, Spot>();
  for (const each of spots) byKey.set(`${each.file}:${each.line}:${each.column}`, each);
  return [...byKey.values()];
}

/** Spots in the order of files and lines, each once. */
export function sorted(spots: Iterable<Spot>): Spot[] {
  return once(spots).sort((a, b) =>
    a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1,
  );
}

/** The place of a function's definition. */
export function bodyPlace(body: Body): FunctionPlace {
  return { function: body.name, file: body.file.path, ...body.file.point(body.fn.nameAt) };
}
