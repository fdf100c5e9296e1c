/** Declarations by what they may declare besides the name that they are known by. */
import type { SourceFile } from '../../index/file.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { Region } from '../../syntax/region.ts';
import { closing } from '../../syntax/sheet.ts';

/** The declarations of a file's objects that have a word outside of their values, in order; without those known by that name. */
export const DECLARING = query(
  'declarations by their words',
  (_: Snapshot, file: SourceFile): ReadonlyMap<string, readonly Region[]> => {
    const found = new Map<string, Region[]>();
    for (const region of file.regions) {
      if (region.kind !== 'object') continue;
      for (const word of wordsOf(file.text, region)) {
        const regions = found.get(word);
        if (!regions) found.set(word, [region]);
        else if (regions.at(-1) !== region) regions.push(region);
      }
    }
    return found;
  },
);

/** The words of a declaration that stand outside of braces, but for the name that it is known by. */
function wordsOf(text: string, { start, end, brace, name }: Region): readonly string[] {
  const own = text.slice(start, end);
  let outside = '';
  let at = 0;
  for (let open = brace < 0 ? -1 : brace - start; open >= 0; open = own.indexOf('{', at)) {
    outside += `${own.slice(at, open)} `;
    at = closing(own, open) + 1;
  }
  outside += own.slice(at);
  return (outside.match(/[A-Za-z_]\w*/g) ?? []).filter((word) => word !== name);
}
