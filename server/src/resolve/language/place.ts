/** Where code stands: what its names mean hangs on it. */
import type { SourceFile } from '../../index/file.ts';
import type { MacroWork } from './macros/budget.ts';
import type { Macro } from './macros/definition.ts';
import type { Scope } from './scope.ts';

/** Where an expression stands: in a function, at the top level of a file, or in what a macro expanded to there. */
export interface Place {
  readonly file: SourceFile;
  readonly scope: Scope | null;
  /** The text that the expression's offsets count in: the file's, or the expansion's. */
  readonly text: string;
  /** Around an expansion: where the macro was used. */
  readonly outer: Use | null;
  /** In an expansion: what the outermost use has cost so far. */
  readonly work?: MacroWork;
  /** In a function that a macro's use at the top level makes: where that is in the file. */
  readonly madeAt?: number;
  /** The header whose macros and structs are meant where others of the same names could be: one of several that `#if` chooses from. */
  readonly chosen?: SourceFile;
}

/** The use of a macro, of which a place is the expansion. */
export interface Use {
  readonly place: Place;
  readonly at: number;
  /** The macro, the last of them where several were expanded at once; left out where no use in the expansion is followed. */
  readonly macro?: Macro;
}

/** A place in the code as it is written. */
export function placeIn(file: SourceFile, scope: Scope | null): Place {
  return { file, scope, text: file.text, outer: null };
}

/** How many uses of macros an expression stands in. */
export function depthOf(place: Place): number {
  return place.outer ? 1 + depthOf(place.outer.place) : 0;
}

/** The file and the line of something at a place; of what stands in an expansion, those of the outermost use. */
export function writtenAt(place: Place, at: number): { readonly file: string; readonly line: number | null } {
  let written = { place, at };
  while (written.place.outer) written = written.place.outer;
  const { file, text } = written.place;
  return { file: file.path, line: text === file.text ? file.point(written.at).line : null };
}
