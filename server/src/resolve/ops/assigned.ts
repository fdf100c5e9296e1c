/** The functions that an assignment at run time puts into a hook: by name, out of another struct's hook, or handed over. */
import type { SourceFile } from '../../index/file.ts';
import type { Expressions } from '../language/expressions.ts';
import type { Place } from '../language/place.ts';
import type { StructDef } from '../language/types.ts';
import { functionsIn } from '../tables/named-functions.ts';
import { valuesOf } from '../uses/handed-values.ts';
import type { Holder } from '../uses/holders.ts';
import type { HookAssignment } from '../uses/hook-uses.ts';
import { Sources } from '../uses/sources.ts';

/** A function that is assigned, and where it is written. */
export interface Assigned {
  readonly function: string;
  readonly file: SourceFile;
  readonly at: number;
  readonly inFunction: string;
  /** The function or macro that it is handed to, which stores it; null for an assignment by itself. */
  readonly handedTo: string | null;
}

/** The functions that a hook of another struct can be; none for the struct that is asked about. */
export type OtherHook = (struct: StructDef, field: string) => readonly string[];

/** The functions of all assignments, each once where it is written: what is stored may get there by several ways. */
export function allAssigned(
  expressions: Expressions,
  sets: readonly HookAssignment[],
  other: OtherHook,
): readonly Assigned[] {
  const found = new Map<string, Assigned>();
  for (const each of sets.flatMap((set) => assignedFunctions(expressions, set, other))) {
    const key = `${each.function} ${each.at} ${each.file.path}`;
    if (!found.has(key)) found.set(key, each);
  }
  return [...found.values()];
}

function assignedFunctions(expressions: Expressions, set: HookAssignment, other: OtherHook): Assigned[] {
  const { value, place, file, at, inFunction } = set;
  const own = { file, at, inFunction, handedTo: outermostMacro(place) };
  const named = functionsIn(expressions, value, place);
  return [
    ...named.map((each) => ({ ...own, function: each.name, at: place.outer ? at : each.at })),
    ...new Sources(expressions).of(value, place).flatMap((source): Assigned[] => {
      if (source.k === 'function') return [];
      if (source.k === 'hook') return ofHook(source, other).map((name) => ({ ...own, function: name }));
      return valuesOf(expressions.snapshot, source).flatMap(({ from, to, ...where }) => {
        const names = from.k === 'function' ? [from.name] : ofHook(from, other);
        const { file: inFile, at: there, inFunction: by } = where;
        return names.map((name) => ({ function: name, file: inFile, at: there, inFunction: by, handedTo: to }));
      });
    }),
  ];
}

function ofHook({ struct, field }: Extract<Holder, { k: 'hook' }>, other: OtherHook): readonly string[] {
  return struct.name === '' ? [] : [...new Set(other(struct, field))];
}

/** The macro whose use a place is the expansion of; null for code as it is written. */
function outermostMacro({ outer }: Place): string | null {
  return outer && (outermostMacro(outer.place) ?? outer.macro?.name ?? null);
}
