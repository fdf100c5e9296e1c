/** What a file sees of its own folder: where names are looked for that only macros' uses declare. */
import type { SourceFile } from './file.ts';
import { folderOf } from './includes.ts';
import { query } from './query.ts';
import type { Snapshot } from './snapshot.ts';

/** The files of its folder that a file sees, itself first, in the order of inclusion. */
export function seenBeside(snapshot: Snapshot, file: SourceFile): readonly SourceFile[] {
  return snapshot.get(BESIDE, file);
}

const BESIDE = query('files of its folder that a file sees', (snapshot: Snapshot, file: SourceFile) => {
  const folder = folderOf(file.path);
  return [...snapshot.closure(file)].filter((each) => folderOf(each.path) === folder);
});
