/** The language server's outside, on disk. */
import { existsSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { LspHost } from '../index/host.ts';
import { loadLowerer } from './assets.ts';
import { startChecker } from './checker.ts';
import { findKernelTree, isKernelTree, kernelVersion } from './disk.ts';
import { filesSince } from './git/changes.ts';
import { baseCommit, textIn } from './git/revisions.ts';
import { Indexes } from './words/indexes.ts';

/** The outside of a server whose parser lies in `assets`. */
export function lspHost(assets: string): LspHost {
  const indexes = new Indexes(assets);
  return {
    findTree: (path) => findKernelTree(path),
    isTree: (path) => isKernelTree(path),
    version: (root) => kernelVersion(root),
    prepare: (root, folders, cache, changed) => indexes.open(root, folders, cache, changed),
    openTree: (root, overlay, changed) => indexes.tree(root, overlay, changed),
    save: () => indexes.save(),
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
    isFile: (root, path) => statSync(resolve(root, path), { throwIfNoEntry: false })?.isFile() ?? false,
    rulePage(rule) {
      const page = join(assets, '../docs/rules', `${rule}.md`);
      return existsSync(page) ? pathToFileURL(page).href : null;
    },
    startChecker: (root, found, failed) => startChecker({ root, assets, words: indexes.whole(root) }, found, failed),
    baseCommit,
    filesSince,
    textIn,
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
