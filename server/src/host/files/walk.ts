/** The source files of a tree. */
import { isKernelTree } from '../kernel-tree.ts';
import type { Entry, TreeFiles } from './tree-files.ts';

/**
 * Every `.c` and `.h` under the folders, or under the root when there are none. Symbolic links to folders are not followed, so
 * that loops cannot hold it, and what they lead to in the tree is found where it is; a folder that cannot be read is passed over, and so
 * is another kernel tree inside of this one.
 */
export function* sourceFiles(files: TreeFiles, folders: readonly string[]): Iterable<string> {
  for (const top of folders.length === 0 ? [''] : folders) {
    const stack = [top];
    for (let folder = stack.pop(); folder !== undefined; folder = stack.pop()) {
      const entries = files.entries(folder, folder !== top);
      if (folder !== top && isTree(files, folder, entries)) continue;
      for (const entry of entries) {
        const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
        if (entry.isDirectory()) {
          if (entry.name !== '.git') stack.push(path);
        } else if (isSource(entry, path, files)) yield path;
      }
    }
  }
}

/** Whether a folder is a kernel tree, such as one that git has checked out beside; most folders have not the names of one. */
function isTree(files: TreeFiles, folder: string, entries: readonly Entry[]): boolean {
  const names = new Set(entries.map(({ name }) => name));
  return names.has('Makefile') && names.has('include') && isKernelTree(`${files.root}/${folder}`);
}

function isSource(entry: Entry, path: string, files: TreeFiles): boolean {
  if (/\.[ch]$/.test(entry.name)) return entry.isFile() || files.isFile(path);
  // It may be a folder of sources. Whether it is cannot be asked of what lies outside, so that each is told; hidden ones are git's.
  if (entry.isSymbolicLink() && !entry.name.startsWith('.')) files.leadsOut(path);
  return false;
}
