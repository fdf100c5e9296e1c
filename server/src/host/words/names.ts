/** Reads the names of hooks and tables in the files of a tree: each file once, in several threads where they are many. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { addTo } from '../../base/add-to.ts';
import { type HookNames, hookNames } from '../../syntax/hook-names.ts';
import { decode } from '../disk.ts';
import { TreeFiles } from '../files/tree-files.ts';
import { runPool, type WorkerPool } from '../worker-pool.ts';
import type { WordsWorkerStart } from './store.ts';

/** Names by path. */
export type FileNames = readonly (readonly [path: string, names: HookNames])[];

/** Below this many files a second thread costs more than it saves. */
const ONE_THREAD = 4000;

/** Files that a thread reads at a time. */
const BATCH = 500;

/** Files that are read between two looks at what else is to be done. */
const AT_A_TIME = 100;

/** The names in some files, without those that have none. */
export function namesIn(files: TreeFiles, paths: readonly string[]): FileNames {
  return paths.flatMap((path) => {
    const read = files.read(path, true);
    const names = read && hookNames(decode(read.bytes));
    return names && names.structs.length + names.objects.length > 0 ? [[path, names] as const] : [];
  });
}

/** The names in the files of a tree; `at` is told how many were read. */
export async function readNames(
  { root, assets }: { readonly root: string; readonly assets: string },
  paths: readonly string[],
  at: (count: number) => void,
): Promise<FileNames> {
  const found: (readonly [string, HookNames])[] = [];
  const take = (names: FileNames, until: number): void => {
    addTo(found, names);
    at(until);
  };
  if (paths.length >= ONE_THREAD) await runPool(poolFor({ root, assets, wanted: 'names' }, paths, take), threads());
  else {
    const files = new TreeFiles(root);
    for (let from = 0; from < paths.length; from += AT_A_TIME) {
      take(namesIn(files, paths.slice(from, from + AT_A_TIME)), Math.min(paths.length, from + AT_A_TIME));
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return found;
}

function threads(): number {
  return Math.min(availableParallelism(), 8);
}

/** A thread that crashes ends the search: without its files, what is not found would look as if it did not exist. */
function poolFor(
  start: WordsWorkerStart,
  paths: readonly string[],
  take: (names: FileNames, until: number) => void,
): WorkerPool<number, FileNames> {
  let next = 0;
  let done = 0;
  return {
    start: () => new Worker(join(start.assets, 'words-worker.cjs'), { workerData: start }),
    next() {
      const from = next;
      next += BATCH;
      return from < paths.length ? from : null;
    },
    message: (from) => paths.slice(from, from + BATCH),
    done(_, names) {
      done = Math.min(paths.length, done + BATCH);
      take(names, done);
    },
    crashed(from, why) {
      throw new Error(`the names in ${paths[from]} and those behind it could not be read: ${why}`);
    },
  };
}
