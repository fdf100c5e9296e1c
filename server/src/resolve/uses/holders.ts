/** What can hold a function when code runs: a hook, a parameter, a variable, what a function returns, or what the call of any of these is given. */
import type { SourceFile } from '../../index/file.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { Place } from '../language/place.ts';
import type { Local } from '../language/scope.ts';
import type { StructDef } from '../language/types.ts';

/** A function as others can name it: a static one of a `.c` is that file's alone. */
export interface FunctionId {
  readonly name: string;
  /** The file of a static function; null for one that every file means by the name. */
  readonly file: SourceFile | null;
}

export type Holder =
  | { readonly k: 'hook'; readonly struct: StructDef; readonly field: string }
  /** A parameter by its number. */
  | { readonly k: 'param'; readonly fn: FunctionId; readonly index: number }
  | { readonly k: 'local'; readonly name: string; readonly file: SourceFile; readonly at: number }
  /** A variable of no function; `file` is that of a static one. */
  | { readonly k: 'global'; readonly name: string; readonly file: SourceFile | null }
  | { readonly k: 'result'; readonly fn: FunctionId }
  /** What a call of a holder hands over: a parameter of each function that it holds. */
  | { readonly k: 'argument'; readonly of: Holder; readonly index: number };

/** A name for all files: what one file says of a holder meets there what others say. */
export function holderKey(holder: Holder): string {
  switch (holder.k) {
    case 'hook':
      return hookKey(holder.struct, holder.field);
    case 'param':
      return paramKey(functionKey(holder.fn), holder.index);
    case 'local':
      return `${holder.file.path}@${holder.at}=${holder.name}`;
    case 'global':
      return `${functionKey(holder)}=`;
    case 'result':
      return `${functionKey(holder.fn)})`;
    case 'argument':
      return argumentKey(holderKey(holder.of), holder.index);
  }
}

/** The name of what the call of a holder hands over. */
export function argumentKey(of: string, index: number): string {
  return `${of}#${index}`;
}

/** The same of a parameter. */
export function paramKey(fn: string, index: number): string {
  return `${fn}(${index}`;
}

/** A hook's name for all files: structs of one tag that several files define are different ones. */
export function hookKey(struct: StructDef, field: string): string {
  return struct.array ?? `${structKey(struct)}.${field}`;
}

/** The same of a struct. */
export function structKey({ name, at, file }: StructDef): string {
  return `${file.path}:${name || at}`;
}

/** A function's name for all files. */
export function functionKey({ name, file }: FunctionId): string {
  return file ? `${file.path}:${name}` : name;
}

/** The function that a file means by a name. */
export function functionMeant(snapshot: Snapshot, name: string, file: SourceFile): FunctionId {
  const own = file.symbols(name).find(({ kind }) => kind === 'function' || kind === 'prototype');
  const symbol = own ?? snapshot.lookup(name, ['function', 'prototype'], file);
  if (!symbol?.file.path.endsWith('.c')) return { name, file: null };
  const { region } = symbol;
  const head = symbol.file.text.slice(region.start, region.brace < 0 ? region.end : region.brace);
  return { name, file: /\bstatic\b/.test(head) ? symbol.file : null };
}

/** A function that a file has itself by a name; one for all files where it has none that is static. */
export function ownFunction(name: string, file: SourceFile): FunctionId {
  const isStatic = file.symbols(name).some(({ kind, region }) => {
    const { start, end, brace } = region;
    return kind === 'function' && /\bstatic\b/.test(file.text.slice(start, brace < 0 ? end : brace));
  });
  return { name, file: isStatic ? file : null };
}

/** A variable of the function around a place, with the place that it is declared in: that of a macro's use, or further out. */
export interface PlacedLocal {
  readonly local: Local;
  readonly place: Place;
}

/** The variable that a name means at a place; null when it is none of a function's. */
export function localAt(name: string, at: number, place: Place): PlacedLocal | null {
  const local = place.scope?.local(name, at);
  if (local) return { local, place };
  return place.outer && localAt(name, place.outer.at, place.outer.place);
}

/** The holder that a variable is. One that a macro declares is told apart by the use. */
export function localHolder({ local, place }: PlacedLocal): Holder {
  const { file, scope } = place;
  const { name } = local;
  const index = local.kind === 'param' && scope ? scope.fn.params.findIndex((each) => each.name === name) : -1;
  if (!scope || index < 0) return { k: 'local', name, file, at: writtenAt(place, local.at) };
  return { k: 'param', fn: ownId(scope.fn, file), index };
}

/** Where the outermost use of a macro is, of what stands in what it makes; the place itself in code as it is written. */
function writtenAt({ outer, madeAt }: Place, at: number): number {
  return outer ? writtenAt(outer.place, outer.at) : (madeAt ?? at);
}

/** A function of a file by its definition. */
export function ownId(fn: { readonly name: string; readonly static: boolean }, file: SourceFile): FunctionId {
  return { name: fn.name, file: fn.static && file.path.endsWith('.c') ? file : null };
}
