/** Which enum of a file an enumerator is of. */
import type { SourceFile } from '../../index/file.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { TypeExpr } from '../../model/ir.ts';
import type { Region } from '../../syntax/region.ts';

/** An enum as it is written. */
export type Enum = Extract<TypeExpr, { k: 'tag' }>;

/** Regions by the words in them. */
type Words = ReadonlyMap<string, readonly Region[]>;

/** The enum of a file that has an enumerator of a name; null where there is none. */
export function enumIn(snapshot: Snapshot, name: string, file: SourceFile): Enum | null {
  for (const region of snapshot.get(WORDS, file).get(name) ?? []) {
    const type = file.lower(region).types.find((each) => each.enumerators?.some((one) => one.name === name));
    if (type) return type;
  }
  return null;
}

/** The words in a file's regions with enums in them. */
const WORDS = query('words of enums', (_: Snapshot, file: SourceFile): Words => {
  const found = new Map<string, readonly Region[]>();
  for (const region of file.regions) {
    if (region.brace < 0 || region.kind === 'function') continue;
    const text = file.text.slice(region.start, region.end);
    if (!text.includes('enum')) continue;
    const alone = [region];
    for (const word of new Set(text.match(/[A-Za-z_]\w*/g))) {
      const others = found.get(word);
      found.set(word, others ? [...others, region] : alone);
    }
  }
  return found;
});
