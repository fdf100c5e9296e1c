/** What an export wants of a file besides its tables and sites: the structs that these are of, functions, direct calls. */
import type { SourceFile } from '../../index/file.ts';
import type { MatrixField, Place } from '../../model/answers.ts';
import type { DirectCall, FunctionExtent } from '../../model/graph-answers.ts';
import type { StructDef, Types } from '../../resolve/language/types.ts';
import type { Resolver } from '../../resolve/ops/ops.ts';
import type { OpsTable } from '../../resolve/tables/tables.ts';
import { structKey } from '../../resolve/uses/holders.ts';
import { fileCalls } from '../graph/direct-calls.ts';
import { functionExtents } from '../graph/extents.ts';
import { field } from '../tables/matrix.ts';
import { definedBeside } from './file-tables.ts';
import type { FillFacts, HookFacts } from './hook-facts.ts';

/** A struct or union with a hook. */
export interface StructFacts extends Place {
  /** Its name for all files: those of one tag that several files define are different ones. */
  readonly key: string;
  readonly name: string;
  readonly kind: 'struct' | 'union';
  readonly fields: readonly MatrixField[];
}

/** Plain data, which threads hand over. */
export interface FileFacts {
  /** Those that the thread has not told of before. */
  readonly structs: readonly StructFacts[];
  /** The struct's key for each table in order; null for an element of an array of functions. */
  readonly structsOf: readonly (string | null)[];
  readonly functions: readonly FunctionExtent[];
  readonly calls: readonly DirectCall[];
}

/** Tells the facts of files; of a struct that it met before nothing more. */
export class FactReader {
  readonly #told = new Set<string>();

  /** `called` are the structs of the file's dispatch sites. */
  read(resolver: Resolver, file: SourceFile, tables: readonly OpsTable[], called: readonly StructDef[]): FileFacts {
    const { types } = resolver.expressions;
    const filled = tables.map(({ struct }) => struct);
    return {
      structs: [...filled, ...called].flatMap((each) => this.#struct(types, each)),
      structsOf: filled.map((each) => (each.array === undefined ? structKey(each) : null)),
      functions: functionExtents(resolver, file),
      calls: fileCalls(resolver, file),
    };
  }

  #struct(types: Types, struct: StructDef): readonly StructFacts[] {
    const key = structKey(struct);
    if (struct.array !== undefined || this.#told.has(key)) return [];
    this.#told.add(key);
    const { title: name, kind, file, at } = struct;
    const fields = types.slots(struct).map((ref) => field(types, ref));
    return [{ key, name, kind, fields, file: file.path, ...file.point(at) }];
  }
}

/** What a file says of hooks, with where the functions of its own are. */
export function withPlaces(resolver: Resolver, file: SourceFile, facts: HookFacts): HookFacts {
  const placed = (fill: FillFacts): FillFacts => ({ ...fill, at: definedBeside(resolver, fill.function, file) });
  return { ...facts, fills: facts.fills.map(placed) };
}

/** The same with where the functions of other files are; a name that nothing in the folders read defines or declares has no place. */
export function placeFills(resolver: Resolver, facts: readonly HookFacts[]): readonly HookFacts[] {
  const open = facts.flatMap(({ fills }) => fills.flatMap((fill) => (fill.at === null ? [fill.function] : [])));
  resolver.functions.prefetch(new Set(open));
  const placed = (fill: FillFacts): FillFacts =>
    fill.at === null ? { ...fill, at: placeOf(resolver, fill.function) } : fill;
  return facts.map((each) => ({ ...each, fills: each.fills.map(placed) }));
}

function placeOf(resolver: Resolver, name: string): Place | null {
  const found = resolver.functions.anywhere(name);
  return found && { file: found.file.path, ...found.file.point(found.at) };
}
