/** The source files of a tree. */
import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Every `.c` and `.h` under the folders, or under the root when there are none. Symbolic links to folders are not followed, so
 * that loops cannot hold it; a folder that cannot be read is passed over.
 */
export function* sourceFiles(root: string, folders: readonly string[]): Iterable<string> {
  const stack = folders.length === 0 ? [''] : [...folders];
  for (let folder = stack.pop(); folder !== undefined; folder = stack.pop()) {
    for (const entry of entriesIn(join(root, folder))) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (entry.name !== '.git') stack.push(path);
      } else if (/\.[ch]$/.test(entry.name) && (entry.isFile() || entry.isSymbolicLink())) yield path;
    }
  }
}

function entriesIn(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
