/** Headers that `#if` chooses from: `#ifdef A`, `#include "small.h"`, `#else`, `#include "big.h"`, `#endif`. */
import type { Seen } from '../../index/closure.ts';
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
  return choosersOf(snapshot, header, from).size === 0 ? NONE : snapshot.get(CHOICES, header, from);
}

const NONE: readonly HeaderChoice[] = [];

/** What a file and the unit that is looked at see. */
function seenFrom(snapshot: Snapshot, from: SourceFile): readonly Seen[] {
  const unit = snapshot.unitSeen();
  return unit && unit !== from ? [snapshot.closure(from), snapshot.closure(unit)] : [snapshot.closure(from)];
}

/** The files among those that may choose a header. */
function choosersOf(snapshot: Snapshot, header: SourceFile, from: SourceFile): ReadonlySet<SourceFile> {
  // Asked first: it reads files, which may choose.
  const seen = seenFrom(snapshot, from);
  const all = snapshot.state.choosing(header).filter((file) => seen.some((files) => files.has(file)));
  // A file that is let go of again is not among those that were read.
  for (const file of [from, snapshot.unitSeen()]) if (file && file.chosenIncludes().length > 0) all.push(file);
  return new Set(all);
}

/** The choice that is seen first counts. */
const CHOICES = query(
  'headers that #if chooses from',
  (snapshot: Snapshot, header: SourceFile, from: SourceFile): readonly HeaderChoice[] => {
    const choosers = choosersOf(snapshot, header, from);
    for (const file of seenFrom(snapshot, from).flatMap((files) => [...files])) {
      const placed = choosers.has(file) ? placedIncludes(snapshot, file, from) : [];
      const group = placed.find(({ path }) => path === header.path)?.group;
      if (group === undefined) continue;
      return placed.flatMap((each): HeaderChoice[] => {
        const other = each.group === group && each.path !== null ? snapshot.file(each.path) : null;
        return other ? [{ file: other, condition: each.condition }] : [];
      });
    }
    return NONE;
  },
);

/** The includes that `#if` chooses between in a file, with where they lead when another is compiled. */
function placedIncludes(snapshot: Snapshot, file: SourceFile, from: SourceFile) {
  return file
    .chosenIncludes()
    .map((each) => ({ ...each, path: snapshot.includes.resolve(each.name, file.path, from.path) }));
}
