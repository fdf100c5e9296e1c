/** The language server's outside, on disk. */
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { readFolders } from '../index/folders.ts';
import type { LspHost } from '../lsp/host.ts';
import { loadLowerer } from './assets.ts';
import { type CheckerStart, type CheckerThread, checkerIn, checkerThread } from './checker-thread.ts';
import { collectGarbage } from './collect.ts';
import { rulePagePath } from './files/installed.ts';
import { mailsAt, patchesBeside } from './files/mails.ts';
import { isNamedFile, within } from './files/named.ts';
import { TreeFiles } from './files/tree-files.ts';
import { filesSince } from './git/changes.ts';
import { patchSources } from './git/patch-sources.ts';
import { revisionsIn } from './git/refs.ts';
import { baseCommit, textIn } from './git/revisions.ts';
import { treeIn } from './git/tree-in.ts';
import { findKernelTree, isKernelTree, kernelVersion } from './kernel-tree.ts';
import { startReviewer } from './reviewer-thread.ts';
import { Indexes } from './words/indexes.ts';

/** The outside of a server of some version whose parser lies in `assets`; `checks` is the thread that checks a tree. */
export function lspHost(
  assets: string,
  version = '',
  checks: (start: CheckerStart) => CheckerThread = checkerThread,
): LspHost {
  const indexes = new Indexes(assets);
  return {
    program: { version, runtime: `Node.js ${process.versions.node}` },
    findTree: (path) => findKernelTree(path),
    isTree: (path) => isKernelTree(path),
    version: (root) => kernelVersion(root),
    prepare: (root, folders, cache, changed, at) => indexes.open(root, readFolders(folders), cache, changed, at),
    prepareFirst: (root, cache, changed) => indexes.openFirst(root, cache, changed),
    openTree: (root, overlay, changed) => indexes.tree(root, overlay, changed),
    indexed: (root) => indexes.indexed(root),
    isNews: (root, path) => indexes.isNews(root, path),
    hookNames: (root, at) => indexes.names(root, at),
    collect: collectGarbage,
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
    within,
    isFile: (root, path) => isNamedFile(resolve(root, path)),
    leadsOut: (root, folder) => new TreeFiles(root).leadsOut(folder),
    rulePage(rule) {
      const page = rulePagePath(assets, rule);
      return page === null ? null : pathToFileURL(page).href;
    },
    startChecker: (root, found, failed) =>
      checkerIn(checks({ root, assets, words: indexes.whole(root) }), found, failed),
    patches: patchSources,
    patchesBeside,
    review: (root, question, doing) => startReviewer({ root, assets, words: indexes.whole(root), question }, doing),
    baseCommit,
    filesSince,
    textIn,
    treeIn,
    revisionsIn,
    mailsAt,
  };
}
