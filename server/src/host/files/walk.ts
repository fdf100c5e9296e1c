/** The source files of a tree. */
import type { Entry, TreeFiles } from './tree-files.ts';

/**
 * Every `.c` and `.h` under the folders, or under the root when there are none. Symbolic links to folders are not followed, so
 * that loops cannot hold it, and what they lead to in the tree is found where it is; a folder that cannot be read is passed over.
 */
export function* sourceFiles(files: TreeFiles, folders: readonly string[]): Iterable<string> {
  for (const top of folders.length === 0 ? [''] : folders) {
    const stack = [top];
    for (let folder = stack.pop(); folder !== undefined; folder = stack.pop()) {
      for (const entry of files.entries(folder, folder !== top)) {
        const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
        if (entry.isDirectory()) {
          if (entry.name !== '.git') stack.push(path);
        } else if (isSource(entry, path, files)) yield path;
      }
    }
  }
}

function isSource(entry: Entry, path: string, files: TreeFiles): boolean {
  if (/\.[ch]$/.test(entry.name)) return entry.isFile() || files.isFile(path);
  // It may be a folder of sources. Whether it is cannot be asked of what lies outside, so that each is told.
  if (entry.isSymbolicLink()) files.leadsOut(path);
  return false;
}
