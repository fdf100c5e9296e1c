/** The functions that fill a hook in the order in which they matter to somebody who looks at one file. */
import { largest } from '../../base/extremes.ts';
import type { SourceFile } from '../../index/file.ts';
import { folderOf } from '../../index/includes.ts';
import type { FillingGroup } from '../../model/answers.ts';
import type { Implementation, OpsIndex } from '../../resolve/ops/ops.ts';
import { memoryType } from '../../resolve/tables/memory-type.ts';

/** A function with all the slots and assignments that hold it. */
export interface Filling {
  readonly function: string;
  readonly group: FillingGroup;
  /** One at least. */
  readonly all: readonly Implementation[];
}

/** The functions that fill a hook: those of the file and its folder, then those that most tables share, then the others. */
export function fillingsOf(ops: OpsIndex, field: string, from: SourceFile): readonly Filling[] {
  const byFunction = new Map<string, Implementation[]>();
  for (const each of ops.implementations(field)) {
    const key = keyOf(each);
    const known = byFunction.get(key);
    if (known) known.push(each);
    else byFunction.set(key, [each]);
  }
  return [...byFunction.values()]
    .map((all): Filling => ({ function: all[0]?.function ?? '', group: groupOf(all, from), all }))
    .map((filling) => ({ filling, rank: rank(filling, from), weight: weight(filling, from) }))
    .sort((a, b) => a.rank - b.rank || b.weight - a.weight || comparePaths(a.filling, b.filling))
    .map(({ filling }) => filling);
}

/** The memory type that a function is of in one slot. */
export function memoryTypeOf(ops: OpsIndex, { table }: Implementation): string {
  return table ? memoryType(table, ops.name) : 'at run time';
}

/** Those that it is of in several, each once. */
export function memoryTypesOf(ops: OpsIndex, all: readonly Implementation[]): readonly string[] {
  return [...new Set(all.map((each) => memoryTypeOf(ops, each)))];
}

/** Functions of one name are several where files have their own. */
function keyOf({ function: name, file }: Implementation): string {
  const isOwn = file.symbols(name).some(({ kind }) => kind === 'function');
  return isOwn ? `${name} ${file.path}` : name;
}

function groupOf(all: readonly Implementation[], from: SourceFile): FillingGroup {
  const folders = new Set(all.map(({ file }) => folderOf(file.path)));
  if (folders.has(folderOf(from.path))) return 'near';
  return folders.size > 1 ? 'shared' : 'other';
}

function rank({ group, all }: Filling, from: SourceFile): number {
  if (all.some(({ file }) => file === from)) return 0;
  return group === 'near' ? 1 : group === 'shared' ? 2 : 3;
}

/** By how much a function comes before others of its rank: by its tables if they share it, else by how near it is. */
function weight({ group, all }: Filling, from: SourceFile): number {
  if (group === 'shared') return all.length;
  return largest(all.map(({ file }) => sharedFolders(file.path, from.path)));
}

/** How many leading folders two paths have in common. */
export function sharedFolders(a: string, b: string): number {
  const [one, other] = [folderOf(a).split('/'), folderOf(b).split('/')];
  const first = one.findIndex((part, i) => part !== other[i]);
  return first < 0 ? one.length : first;
}

function comparePaths(a: Filling, b: Filling): number {
  const [one, other] = [a.all[0]?.file.path ?? '', b.all[0]?.file.path ?? ''];
  return one < other ? -1 : one > other ? 1 : (a.all[0]?.at ?? 0) - (b.all[0]?.at ?? 0);
}
