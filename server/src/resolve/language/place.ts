/** Where code stands: what its names mean hangs on it. */
import type { SourceFile } from '../../index/file.ts';
import type { MacroWork } from './macros/budget.ts';
import type { Scope } from './scope.ts';

/** Where an expression stands: in a function, at the top level of a file, or in what a macro expanded to there. */
export interface Place {
  readonly file: SourceFile;
  readonly scope: Scope | null;
  /** The text that the expression's offsets count in: the file's, or the expansion's. */
  readonly text: string;
  /** Around an expansion: where the macro was used. */
  readonly outer: { readonly place: Place; readonly at: number } | null;
  /** In an expansion: what the outermost use has cost so far. */
  readonly work?: MacroWork;
  /** The header whose macros and structs are meant where others of the same names could be: one of several that `#if` chooses from. */
  readonly chosen?: SourceFile;
}

/** A place in the code as it is written. */
export function placeIn(file: SourceFile, scope: Scope | null): Place {
  return { file, scope, text: file.text, outer: null };
}

/** How many uses of macros an expression stands in. */
export function depthOf(place: Place): number {
  return place.outer ? 1 + depthOf(place.outer.place) : 0;
}
