/** Items of an initialiser that stand in a file of their own: `struct entry list[] = {`, `#include "entries.h"`, `};`. */
import { SourceFile } from '../../index/file.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { InitItem } from '../../model/ir.ts';
import type { Expressions } from '../language/expressions.ts';
import { separated } from '../language/macros/substitution.ts';
import type { Braces, Source } from './initialisers.ts';

/** What an initialiser includes: the items, and the text that their offsets count in. */
interface Included {
  /** Offset of the directive. */
  readonly at: number;
  readonly items: readonly InitItem[];
  readonly source: Source;
}

/** The items that braces include at the first level, by place; none for braces that a macro made. */
export function includedItems({ snapshot, uses }: Expressions, { init, source }: Braces): readonly Included[] {
  const { place } = source;
  if (place.text !== place.file.text) return [];
  const inside = snapshot
    .get(INCLUDES_INSIDE, place.file)
    .filter(({ at }) => at > init.at && at < init.end && !init.items.some((item) => item.at < at && at < item.end));
  return inside.flatMap(({ at, name }) => {
    const path = snapshot.includes.resolve(name, place.file.path, place.file.path);
    const list = path === null || path === place.file.path ? null : snapshot.file(path);
    if (!list) return [];
    const chosen = snapshot.get(IN_FORCE, place.file, at);
    // A directive stands at the start of a line.
    const items = uses.initialiser(`\n${separated(`{${list.text}`).slice(1)}`, -1);
    return [{ at, items, source: { place: { ...place, text: list.text, chosen }, pinned: null, written: list } }];
  });
}

/** A directive in a declaration. */
const INCLUDE = /^[ \t]*#[ \t]*include[ \t]+(<[^>\n]+>|"[^"\n]+")/gm;

/** The includes of a file that stand in a declaration's braces. */
const INCLUDES_INSIDE = query('includes in initialisers', (_: Snapshot, file: SourceFile) =>
  file.regions.flatMap((region) => {
    if (region.kind !== 'object' || region.brace < 0) return [];
    const text = file.text.slice(region.brace, region.end);
    return Array.from(text.matchAll(INCLUDE), ({ 1: name = '', index }) => ({ at: region.brace + index, name }));
  }),
);

/** The macros that a file has defined by itself in front of an offset, as a file: of a name the last, and none that is undefined again. */
const IN_FORCE = query('macros in force', (snapshot: Snapshot, file: SourceFile, at: number): SourceFile => {
  const defines = new Map<string, string>();
  for (const [whole, word, name = ''] of file.text.slice(0, at).matchAll(DEFINITION)) {
    if (word === 'define') defines.set(name, whole);
    else defines.delete(name);
  }
  return new SourceFile(file.path, [...defines.values()].join('\n'), snapshot.lowerer);
});

/** A definition with the lines that it goes on to, or the end of one. */
const DEFINITION = /^[ \t]*#[ \t]*(define|undef)[ \t]+(\w+)(?:\\\r?\n|[^\n])*/gm;
