/** Opens the trees that the arguments of the command name: for one answer, and for as many as an agent asks for. */
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { didYouMean } from './base/nearest.ts';
import { normalPath } from './base/paths.ts';
import { type Arguments, type OpenTree, type Program, UsageError } from './cli/io.ts';
import { foldersNamed } from './cli/options.ts';
import type { FactBase } from './features/export/fact-base.ts';
import { Declarations, type Indexed, type IndexWriter, WordWidths } from './features/export/scip-index.ts';
import type { Change } from './features/findings/introduced.ts';
import { readInWorkers } from './host/batch-workers.ts';
import { cacheFolder } from './host/cache-folder.ts';
import { rulePagePath } from './host/files/installed.ts';
import { readNamed } from './host/files/named.ts';
import { createFile } from './host/files/new-file.ts';
import { TreeFiles } from './host/files/tree-files.ts';
import { changeSince } from './host/git/changes.ts';
import { patchSources } from './host/git/patch-sources.ts';
import { provenance } from './host/git/provenance.ts';
import { findKernelTree, isKernelTree, kernelVersion, whyNoTree } from './host/kernel-tree.ts';
import { isFolder, type Located, type OpenedTrees } from './host/opened.ts';
import type { WordIndex } from './host/words/index.ts';
import { SourceFile } from './index/file.ts';
import { isIn, readFolders } from './index/folders.ts';
import { Snapshot } from './index/snapshot.ts';

/** What is asked about which tree. */
type Asked = Pick<Arguments, 'options'>;

/** What trees are opened with. */
export interface Surroundings {
  /** The folder of the bundles. */
  readonly assets: string;
  readonly program: Program;
  /** The trees beside the first. */
  readonly others: OpenedTrees;
}

/** The folders that the arguments name in the tree that they name, or in the one around the current folder. */
export function locate({ options }: Asked, assets: string): Located {
  const root = treeRoot(options.tree ?? null);
  const named = foldersIn(root, foldersNamed(options.folders ?? ''));
  const isWhole = options['all-folders'] || named.includes('');
  const asked = isWhole ? [] : named;
  const folders = readFolders(asked);
  return { root, asked, folders, assets, cache: options['no-cache'] ? null : cacheFolder() };
}

/** Folders as the tree names them; throws for one that is not in it. */
function foldersIn(root: string, named: readonly string[]): readonly string[] {
  const files = new TreeFiles(root);
  return named.map((folder) => {
    const clean = normalPath(folder);
    if (clean !== null && files.isFolder(clean)) return clean;
    const why = files.leadsOut(folder)
      ? ': it leads out of it'
      : didYouMean(clean ?? '', foldersBeside(files, clean ?? ''));
    throw new UsageError(`no folder ${folder} in ${root}${why}`);
  });
}

/** The folders that are where one would be. */
function foldersBeside(files: TreeFiles, folder: string): readonly string[] {
  const around = folder.slice(0, folder.lastIndexOf('/') + 1);
  const entries = files.entries(around.slice(0, -1)).filter((entry) => entry.isDirectory());
  return entries.map(({ name }) => `${around}${name}`);
}

function treeRoot(named: string | null): string {
  if (named === null) {
    const around = findKernelTree(process.cwd());
    if (around === null) throw new UsageError('no kernel tree here; name one with --tree DIR');
    return around;
  }
  const root = resolve(named);
  if (!new TreeFiles(root).isFolder('')) throw new UsageError(`${named}: no such folder`);
  if (!isKernelTree(root)) {
    const why = whyNoTree(root) ?? 'it needs a Makefile with VERSION, Kconfig or Kbuild, and include/';
    throw new UsageError(`${named} is no kernel tree: ${why}`);
  }
  return root;
}

/** A tree that was read, as the commands ask it. */
export function openTree(index: WordIndex, snapshot: Snapshot, around: Surroundings): OpenTree {
  const { assets, program } = around;
  const { root } = index;
  const { folders } = snapshot.settings;
  // The tree's version is part of answers.
  snapshot.source.read('Makefile');
  const tree: OpenTree = {
    tree: { root, version: kernelVersion(root) },
    snapshot,
    everything: (wanted) =>
      readInWorkers(
        { root, folders, assets, wanted, words: index.whole() },
        index.paths().filter((path) => isIn(path, folders)),
      ),
    change: (base) => changeOf(root, base),
    provenance: () => provenance(root),
    readFile: readNamed,
    create: (path) => createFile(path),
    base: (path) => openBase(assets, path),
    index: (write) => openIndex(assets, snapshot, write),
    patches: patchSources(root),
    rulePage: (rule) => readNamed(rulePagePath(assets, rule) ?? ''),
    program,
    beside: (folder) => openBeside(folder, tree, around),
  };
  return tree;
}

/** Loads SQLite, which nobody else needs. */
async function openBase(assets: string, path: string): Promise<FactBase> {
  const sqlite: typeof import('./sqlite.ts') = await import(pathToFileURL(join(assets, 'sqlite.cjs')).href);
  return sqlite.openBase(path);
}

/** Loads what writes SCIP, which nobody else needs. */
async function openIndex(assets: string, { source, lowerer }: Snapshot, write: Indexed['write']): Promise<IndexWriter> {
  const scip: typeof import('./scip.ts') = await import(pathToFileURL(join(assets, 'scip.cjs')).href);
  const widths = new WordWidths((path) => source.read(path));
  const declarations = new Declarations((path) => {
    const text = source.read(path);
    return text === null ? null : new SourceFile(path, text, lowerer);
  });
  return scip.openIndex({
    root: pathToFileURL(source.root).href,
    write,
    width: (at, name) => widths.of(at, name),
    isDeclared: (at) => declarations.has(at),
  });
}

/** The tree in another folder, with the folders of it that the arguments name. */
async function openBeside(folder: string, here: OpenTree, around: Surroundings): Promise<OpenTree | null> {
  if (!isFolder(folder)) return null;
  if (resolve(folder) === here.tree.root) return here;
  const { asked, words, source } = await around.others.at(folder);
  return openTree(words, Snapshot.of(source, { folders: asked }, here.snapshot.lowerer, false), around);
}

/** What changed in a tree, with git's word for why it cannot say. */
async function changeOf(root: string, base: string): Promise<Change> {
  try {
    return await changeSince(root, base);
  } catch (error) {
    throw new UsageError(`--base ${base}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
