/** The language server's outside, on disk. */
import { realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { LspHost } from '../index/host.ts';
import { loadLowerer } from './assets.ts';
import { DiskTree, findKernelTree, isKernelTree, kernelVersion } from './disk.ts';

/** The outside of a server whose parser lies in `assets`. */
export function lspHost(assets: string): LspHost {
  return {
    findTree: (path) => findKernelTree(path),
    isTree: (path) => isKernelTree(path),
    version: (root) => kernelVersion(root),
    openTree: (root, overlay) => new DiskTree(root, overlay),
    loadLowerer: () => loadLowerer(assets),
    toPath(uri) {
      try {
        return uri.startsWith('file:') ? fileURLToPath(uri) : null;
      } catch {
        return null;
      }
    },
    toUri: (path) => pathToFileURL(path).href,
    within(root, path) {
      return inside(root, path) ?? inside(real(root), real(path));
    },
  };
}

function inside(root: string, path: string): string | null {
  const found = relative(root, resolve(path));
  return found.startsWith('..') || isAbsolute(found) ? null : found.split(sep).join('/');
}

/** The path with symbolic links followed; itself when it is not there. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
