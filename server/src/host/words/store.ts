/** The word index of a tree: read from the cache folder, brought up to date, and written back. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type Gap, Gaps } from '../../model/gaps.ts';
import { cacheName, readCached, writeCached } from '../cache-folder.ts';
import { type Crew, work } from '../crew.ts';
import { GONE, type Stamp } from '../files/stamps.ts';
import { TreeFiles } from '../files/tree-files.ts';
import { sourceFiles } from '../files/walk.ts';
import { readWords, sharedNumbers, type WordBlock } from './block.ts';
import { type Matches, WordIndex } from './index.ts';
import { WordScanner } from './scanner.ts';

/** Raised when what is written, or how a file's words are read, changes. */
const FORMAT = 'opscope-words-2';

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
export async function openWords(of: WordsOf): Promise<WordIndex> {
  const restored = restoreWords(of);
  if (!restored) return readAll(of);
  restored.refresh(whatChanged(restored));
  return restored;
}

/** The index of a tree that the cache folder knows nothing of. */
export async function readAll(of: WordsOf): Promise<WordIndex> {
  const files = new TreeFiles(of.root);
  const paths = sourceFiles(files, of.folders)[Symbol.iterator]();
  const first = take(paths, ONE_THREAD);
  const scanner = WordScanner.load(of.assets);
  const blocks =
    first.length < ONE_THREAD
      ? await readInTurn(files, scanner, first)
      : await readInThreads(of, files.gaps, () =>
          first.splice(0, BATCH).concat(first.length === 0 ? take(paths, BATCH) : []),
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
  const stored = of.cache === null ? null : readCached(of.cache, cacheName(of.root, of.folders, 'words'), FORMAT);
  if (!stored) return null;
  const { block, matches } = unpack(stored);
  return new WordIndex(of.root, of.folders, WordScanner.load(of.assets), [block], matches);
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

/** Writes an index for the next run, if it is not as the last one left it. */
export function saveWords(of: WordsOf, index: WordIndex): void {
  if (of.cache === null || !index.isNew) return;
  const { block, matches } = index.whole();
  writeCached(of.cache, cacheName(of.root, of.folders, 'words'), FORMAT, pack(block, matches));
  index.isNew = false;
}

/** What the file says in JSON, in front of the arrays. */
interface Meta {
  readonly paths: readonly string[];
  readonly matches: Matches;
  readonly lanes: number;
  readonly heads: number;
}

function pack(block: WordBlock, matches: Matches): readonly Uint8Array[] {
  const meta: Meta = { paths: block.paths, matches, lanes: block.lanes.length, heads: block.heads.length };
  const json = Buffer.from(JSON.stringify(meta));
  const arrays = [block.stamps, block.laneStarts, block.headStarts, block.lanes, block.heads];
  const length = Buffer.from(Uint32Array.of(json.length).buffer);
  return [length, json, ...arrays.map((each) => Buffer.from(each.buffer, each.byteOffset, each.byteLength))];
}

function unpack(bytes: Buffer): { readonly block: WordBlock; readonly matches: Matches } {
  const end = 4 + bytes.readUInt32LE(0);
  const { paths, matches, lanes, heads } = JSON.parse(bytes.toString('utf8', 4, end)) as Meta;
  let at = end;
  const take = (length: number): Buffer => {
    at += length;
    return bytes.subarray(at - length, at);
  };
  const numbers = (count: number): Uint32Array => {
    const values = sharedNumbers(count);
    new Uint8Array(values.buffer).set(take(4 * count));
    return values;
  };
  const block = {
    paths,
    stamps: new Float64Array(new Uint8Array(take(16 * paths.length)).buffer),
    laneStarts: numbers(paths.length + 1),
    headStarts: numbers(paths.length + 1),
    lanes: numbers(lanes),
    heads: numbers(heads),
  };
  return { block, matches };
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
}

/** What a thread answers. */
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
): Promise<readonly WordBlock[]> {
  const blocks: WordBlock[] = [];
  const start: WordsWorkerStart = { root, assets };
  const again: WordsJob[] = [];
  const crew: Crew<WordsJob, WordsWorkerAnswer> = {
    start: () => new Worker(join(assets, 'words-worker.cjs'), { workerData: start }),
    next() {
      const job = again.pop() ?? { paths: batch(), isSuspect: false };
      return job.paths.length > 0 ? job : null;
    },
    message: ({ paths }) => paths,
    done(_, answer) {
      blocks.push(answer.block);
      for (const gap of answer.gaps) gaps.add(gap);
    },
    died({ paths, isSuspect }, why) {
      if (isSuspect) throw new Error(`the words of ${paths[0]} to ${paths.at(-1)} could not be read: ${why}`);
      again.push({ paths, isSuspect: true });
    },
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), 8) }, () => work(crew)));
  return blocks;
}

interface WordsJob {
  readonly paths: readonly string[];
  /** Whether a thread has died of them. */
  readonly isSuspect: boolean;
}
