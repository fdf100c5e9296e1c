/** Headers that `#if` chooses from: `#ifdef A`, `#include "small.h"`, `#else`, `#include "big.h"`, `#endif`. */
import type { SourceFile } from '../../index/file.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';

/** A header, and the condition under which it is included. */
export interface HeaderChoice {
  readonly file: SourceFile;
  readonly condition: string;
}

/** A header and those that are included in its place, as a file that sees it does; empty for one that is always included. */
export function headersOf(snapshot: Snapshot, header: SourceFile, from: SourceFile): readonly HeaderChoice[] {
  return snapshot.get(CHOICES, from).get(header.path) ?? [];
}

/** The headers that `#if` chooses from in what a file sees, by the paths of each; the choice that is seen first counts. */
const CHOICES = query('headers that #if chooses from', (snapshot: Snapshot, from: SourceFile) => {
  const found = new Map<string, readonly HeaderChoice[]>();
  for (const file of snapshot.seenFrom(from)) {
    const placed = snapshot.get(CHOSEN, file).map((each) => ({
      ...each,
      path: snapshot.includes.resolve(each.name, file.path, from.path),
    }));
    for (const { path, group } of placed) {
      if (path === null || found.has(path)) continue;
      found.set(
        path,
        placed.flatMap((each): HeaderChoice[] => {
          const other = each.group === group && each.path !== null ? snapshot.file(each.path) : null;
          return other ? [{ file: other, condition: each.condition }] : [];
        }),
      );
    }
  }
  return found;
});

/** An include that `#if` chooses: in a branch that others exclude. */
interface ChosenInclude {
  readonly name: string;
  readonly group: number;
  readonly condition: string;
}

const CHOSEN = query('includes that #if chooses', (_: Snapshot, file: SourceFile) =>
  file.branches.length === 0 ? [] : readChosen(file),
);

function readChosen(file: SourceFile): readonly ChosenInclude[] {
  return file.regions.flatMap(({ kind, name, start }): ChosenInclude[] => {
    if (kind !== 'include') return [];
    const around = file.branches.findLast((branch) => branch.start <= start && start < branch.end);
    const condition = around && file.condition(start);
    const isChoice = file.branches.some((branch) => branch.group === around?.group && branch.arm !== around.arm);
    return around && condition && isChoice ? [{ name, group: around.group, condition }] : [];
  });
}
