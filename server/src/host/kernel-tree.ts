/** What is a kernel tree, and of which version. */
import { join } from 'node:path';
import { versionIn } from '../kbuild/version.ts';
import { TreeFiles } from './files/tree-files.ts';

/** Whether a folder is the root of a kernel tree: it has the Makefile with VERSION, and the folders of one. */
export function isKernelTree(root: string): boolean {
  return isKernel(new TreeFiles(root));
}

function isKernel(files: TreeFiles): boolean {
  return (
    files.isFile('Makefile') &&
    ['Kconfig', 'Kbuild', 'MAINTAINERS'].some((name) => files.isFile(name)) &&
    ['include', 'mm', 'kernel'].some((name) => files.isFolder(name)) &&
    versionOf(files) !== ''
  );
}

/** Why a folder is no kernel tree, where something of it is not read; else null. */
export function whyNoTree(root: string): string | null {
  const files = new TreeFiles(root);
  isKernel(files);
  return files.gaps.texts()[0] ?? null;
}

/** The version that the top Makefile says, e.g. `7.3.4` or `6.1.0-rc2`; empty when it says none. */
export function kernelVersion(root: string): string {
  return versionOf(new TreeFiles(root));
}

function versionOf(files: TreeFiles): string {
  const text = files.read('Makefile')?.bytes.toString('utf8', 0, 4096) ?? '';
  return versionIn(text);
}

/** The root of the kernel tree that a folder or file is in; null when it is in none. */
export function findKernelTree(from: string): string | null {
  for (let folder = from; ; folder = join(folder, '..')) {
    if (isKernelTree(folder)) return folder;
    if (join(folder, '..') === folder) return null;
  }
}
