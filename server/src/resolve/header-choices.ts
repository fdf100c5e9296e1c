/** Headers that `#if` chooses from: `#ifdef A`, `#include "small.h"`, `#else`, `#include "big.h"`, `#endif`. */
import type { SourceFile } from '../index/file.ts';
import type { Snapshot } from '../index/snapshot.ts';

/** A header, and the condition under which it is included. */
export interface HeaderChoice {
  readonly file: SourceFile;
  readonly condition: string;
}

/** A header and those that are included in its place, as a file that sees it does; empty for one that is always included. */
export function headersOf(snapshot: Snapshot, header: SourceFile, from: SourceFile): readonly HeaderChoice[] {
  const known = snapshot.once(
    'headers that #if chooses from',
    () => new WeakMap<SourceFile, readonly HeaderChoice[]>(),
  );
  const found = known.get(header) ?? choices(snapshot, header, from);
  known.set(header, found);
  return found;
}

function choices(snapshot: Snapshot, header: SourceFile, from: SourceFile): readonly HeaderChoice[] {
  const resolve = (name: string, file: SourceFile): string | null =>
    snapshot.includes.resolve(name, file.path, from.path);
  for (const file of snapshot.seenFrom(from)) {
    const chosen = chosenIncludes(snapshot, file);
    const own = chosen.find(({ name }) => resolve(name, file) === header.path);
    if (own === undefined) continue;
    return chosen.flatMap(({ name, group, condition }): HeaderChoice[] => {
      const path = group === own.group ? resolve(name, file) : null;
      const other = path === null ? null : snapshot.file(path);
      return other ? [{ file: other, condition }] : [];
    });
  }
  return [];
}

/** An include that `#if` chooses: in a branch that others exclude. */
interface ChosenInclude {
  readonly name: string;
  readonly group: number;
  readonly condition: string;
}

function chosenIncludes(snapshot: Snapshot, file: SourceFile): readonly ChosenInclude[] {
  const known = snapshot.once('includes that #if chooses', () => new WeakMap<SourceFile, readonly ChosenInclude[]>());
  const found = known.get(file) ?? (file.branches.length === 0 ? [] : readChosen(file));
  known.set(file, found);
  return found;
}

function readChosen(file: SourceFile): readonly ChosenInclude[] {
  return file.regions.flatMap(({ kind, name, start }): ChosenInclude[] => {
    if (kind !== 'include') return [];
    const around = file.branches.findLast((branch) => branch.start <= start && start < branch.end);
    const condition = around && file.condition(start);
    const isChoice = file.branches.some((branch) => branch.group === around?.group && branch.arm !== around.arm);
    return around && condition && isChoice ? [{ name, group: around.group, condition }] : [];
  });
}
