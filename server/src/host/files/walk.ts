/** The source files of a tree. */
import { isKernelTree } from '../kernel-tree.ts';
import type { Entry, TreeFiles } from './tree-files.ts';

/** A folder, and what is in it. */
interface Folder {
  readonly folder: string;
  readonly entries: readonly Entry[];
}

/**
 * Every folder under some, or under the root. Symbolic links to folders are not followed, so that loops cannot hold it, and what they
 * lead to in the tree is found where it is; a folder that cannot be read is passed over, and so is another kernel tree inside of this one.
 */
export function* foldersIn(files: TreeFiles, tops: readonly string[]): Iterable<Folder> {
  for (const top of tops) {
    const stack = [top];
    for (let folder = stack.pop(); folder !== undefined; folder = stack.pop()) {
      const entries = files.entries(folder, folder !== top);
      if (folder !== top && isTree(files, folder, entries)) continue;
      yield { folder, entries };
      for (const entry of entries) if (entry.isDirectory() && entry.name !== '.git') stack.push(within(folder, entry));
    }
  }
}

function within(folder: string, { name }: Entry): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** Every `.c` and `.h` under the folders, or under the root when there are none. */
export function* sourceFiles(files: TreeFiles, folders: readonly string[]): Iterable<string> {
  for (const { folder, entries } of foldersIn(files, folders.length === 0 ? [''] : folders)) {
    for (const entry of entries) {
      const path = within(folder, entry);
      if (!entry.isDirectory() && isSource(entry, path, files)) yield path;
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
