/** Structs that uses of macros define at the top level of a file. */
import type { SourceFile } from '../../../index/file.ts';
import type { Snapshot } from '../../../index/snapshot.ts';
import type { Tag } from '../types.ts';
import { expansions } from './expansions.ts';
import type { Macros } from './macros.ts';

/** The structs that macros' uses in a file define, by tag; placed at the use. */
export function madeTags(snapshot: Snapshot, macros: Macros, file: SourceFile): ReadonlyMap<string, Tag> {
  const tags = new Map<string, Tag>();
  for (const region of file.regions) {
    if (region.kind !== 'invocation') continue;
    const use = file.text.slice(region.start, region.end);
    for (const made of expansions(snapshot.lowerer, macros, file, use, region.start)) {
      for (const inner of made.regions) {
        if (inner.tag === '') continue;
        for (const type of made.lower(inner).types) if (type.tag) tags.set(type.tag, { ...type, at: region.start });
      }
    }
  }
  return tags;
}
