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
    const chosen = file.chosenIncludes();
    if (chosen.length === 0) continue;
    const placed = chosen.map((each) => ({
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
