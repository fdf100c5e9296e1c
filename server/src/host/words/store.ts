/** The word index of a tree: read from the cache folder, brought up to date, and written back. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type Gap, Gaps } from '../../model/gaps.ts';
import { cacheName, readCached, writeCached } from '../cache-folder.ts';
import { installedAt } from '../files/installed.ts';
import { GONE, type Stamp } from '../files/stamps.ts';
import { TreeFiles } from '../files/tree-files.ts';
import { sourceFiles } from '../files/walk.ts';
import { runPool, type WorkerPool } from '../worker-pool.ts';
import { readWords, type WordBlock } from './block.ts';
import type { CardFacts } from './card-facts.ts';
import { packCards, unpackCards } from './card-pack.ts';
import { WordIndex } from './index.ts';
import { pack, unpack } from './pack.ts';
import { WordScanner } from './scanner.ts';

/** Raised when what is written, or how a file's words are read, changes. */
const FORMAT = 'opscope-words-8';
const CARD_FORMAT = 'opscope-cards-2';

/** Below this many files to read a second thread costs more than it saves. */
export const ONE_THREAD = 16_000;

/** Files that a thread reads at a time. */
const BATCH = 1000;

/** What an index is opened from. */
export interface WordsOf {
  readonly root: string;
  /** None for the whole tree. */
  readonly folders: readonly string[];
  /** The folder with words.wasm and words-worker.cjs. */
  readonly assets: string;
  /** Null to read and write no cache. */
  readonly cache: string | null;
}

/** The index of what is on disk now. */
export async function openWords(of: WordsOf, at?: AtFile): Promise<WordIndex> {
  const restored = restoreWords(of);
  if (!restored) return readAll(of, at);
  restored.refresh(whatChanged(restored));
  return restored;
}

/** Told how many files were read, and one of the last. */
export type AtFile = (count: number, path: string) => void;

/** Whether there are so many files that they are read in several threads. */
export function isLarge({ root, folders }: Pick<WordsOf, 'root' | 'folders'>): boolean {
  return take(sourceFiles(new TreeFiles(root), folders)[Symbol.iterator](), ONE_THREAD).length === ONE_THREAD;
}

/** The index of a tree that the cache folder knows nothing of. */
export async function readAll(of: WordsOf, at: AtFile = () => {}): Promise<WordIndex> {
  const files = new TreeFiles(of.root);
  const paths = sourceFiles(files, of.folders)[Symbol.iterator]();
  const first = take(paths, ONE_THREAD);
  const scanner = WordScanner.load(of.assets);
  const blocks =
    first.length < ONE_THREAD
      ? await readInTurn(files, scanner, first)
      : await readInThreads(
          of,
          files.gaps,
          () => first.splice(0, BATCH).concat(first.length === 0 ? take(paths, BATCH) : []),
          at,
        );
  const index = new WordIndex(of.root, of.folders, scanner, blocks);
  index.gaps = files.gaps;
  return index;
}

function take(files: Iterator<string>, count: number): string[] {
  const taken: string[] = [];
  for (let next = files.next(); !next.done; next = files.next()) {
    taken.push(next.value);
    if (taken.length === count) break;
  }
  return taken;
}

/** The index as an earlier run left it, which may be out of date; null when there is none. */
export function restoreWords(of: WordsOf): WordIndex | null {
  const stored = of.cache === null ? null : readCached(of.cache, nameOf(of), FORMAT);
  const packed = stored && unpack(stored, of);
  if (!packed) return null;
  const { block, matches } = packed;
  return new WordIndex(of.root, of.folders, WordScanner.load(of.assets), [block], matches, () => restoreCards(of));
}

/** What an earlier run left of the headers. */
function restoreCards(of: WordsOf): CardFacts | null {
  const stored = of.cache === null ? null : readCached(of.cache, nameOf(of, 'cards'), CARD_FORMAT);
  return stored && unpackCards(stored, { ...of, installedAt: installedAt(of.assets) });
}

/** The files that are not on disk as an index has them. */
export function whatChanged(index: WordIndex): readonly string[] {
  const files = anew(index);
  const there = [...sourceFiles(files, index.folders)];
  return [...there.filter((path) => isOther(index, path, files.stampListed(path))), ...gone(index, there)];
}

/** The same, a few files at a time, so that others can be answered meanwhile. */
export async function whatChangedBehind(index: WordIndex): Promise<readonly string[]> {
  const changed: string[] = [];
  const there: string[] = [];
  const files = anew(index);
  for (const path of sourceFiles(files, index.folders)) {
    if (there.push(path) % AT_A_TIME === 0) await new Promise((resolve) => setImmediate(resolve));
    if (isOther(index, path, files.stampListed(path))) changed.push(path);
  }
  return [...changed, ...gone(index, there)];
}

/** Files that are read or compared between two looks at what else is to be done. */
const AT_A_TIME = 250;

/** The tree of an index, of which is to be found out again what cannot be read. */
function anew(index: WordIndex): TreeFiles {
  index.gaps = new Gaps();
  return index.files();
}

/** Whether a file is not as an index has it. */
export function isOther(index: WordIndex, path: string, now: Stamp): boolean {
  const known = index.stamp(path) ?? GONE;
  return known.ctimeMs !== now.ctimeMs || known.size !== now.size;
}

function gone(index: WordIndex, there: readonly string[]): readonly string[] {
  const paths = new Set(there);
  return index.paths().filter((path) => !paths.has(path));
}

function nameOf({ root, folders }: WordsOf, ending: 'words' | 'cards' = 'words'): string {
  return cacheName(JSON.stringify([root, folders]), ending);
}

/** Writes an index for the next run, and what was learnt of headers, if they are not as the last one left them. */
export function saveWords(of: WordsOf, index: WordIndex): void {
  if (of.cache === null) return;
  if (index.isNew) {
    writeCached(of.cache, nameOf(of), FORMAT, pack(index.packed(), of));
    index.isNew = false;
  }
  if (!index.cards.isNew) return;
  const cards = index.cards.whole();
  writeCached(
    of.cache,
    nameOf(of, 'cards'),
    CARD_FORMAT,
    packCards(cards, { ...of, installedAt: installedAt(of.assets) }),
  );
  index.cards.saved(cards);
}

/** Reads the words of files in this thread, a few at a time: the parser, which loads meanwhile, waits for its turns too. */
async function readInTurn(
  files: TreeFiles,
  scanner: WordScanner,
  paths: readonly string[],
): Promise<readonly WordBlock[]> {
  const blocks: WordBlock[] = [];
  for (let at = 0; at < paths.length; at += AT_A_TIME) {
    blocks.push(readWords(scanner, files, paths.slice(at, at + AT_A_TIME), true));
    await new Promise((resolve) => setImmediate(resolve));
  }
  return blocks;
}

/** What a thread is started with. */
export interface WordsWorkerStart {
  readonly root: string;
  readonly assets: string;
  /** Words of files, or names of hooks and tables (`names.ts`). */
  readonly wanted: 'words' | 'names';
}

/** What a thread answers that reads words. */
export interface WordsWorkerAnswer {
  readonly block: WordBlock;
  /** What it could not read so far. */
  readonly gaps: readonly Gap[];
}

/**
 * Reads the words of batches of files in several threads, until an empty one. What a thread dies of is tried once more, in
 * another. Rejects when that dies too: an index without some files would answer as if they did not exist.
 */
async function readInThreads(
  { root, assets }: WordsOf,
  gaps: Gaps,
  batch: () => readonly string[],
  at: AtFile,
): Promise<readonly WordBlock[]> {
  let count = 0;
  const blocks: WordBlock[] = [];
  const start: WordsWorkerStart = { root, assets, wanted: 'words' };
  const again: WordsJob[] = [];
  const pool: WorkerPool<WordsJob, WordsWorkerAnswer> = {
    start: () => new Worker(join(assets, 'words-worker.cjs'), { workerData: start }),
    next() {
      const job = again.pop() ?? { paths: batch(), isSuspect: false };
      return job.paths.length > 0 ? job : null;
    },
    message: ({ paths }) => paths,
    done({ paths }, answer) {
      blocks.push(answer.block);
      count += paths.length;
      at(count, paths.at(-1) ?? '');
      for (const gap of answer.gaps) gaps.add(gap);
    },
    crashed({ paths, isSuspect }, why) {
      if (isSuspect) throw new Error(`the words of ${paths[0]} to ${paths.at(-1)} could not be read: ${why}`);
      again.push({ paths, isSuspect: true });
    },
  };
  await runPool(pool, Math.min(availableParallelism(), 8));
  return blocks;
}

interface WordsJob {
  readonly paths: readonly string[];
  /** Whether a thread has died of them. */
  readonly isSuspect: boolean;
}
