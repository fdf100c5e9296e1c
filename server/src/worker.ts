/** The parsing worker: reads batches of files and answers with their tables or dispatch sites. */
import { parentPort, workerData } from 'node:worker_threads';
import { setStrict } from './base/contain.ts';
import { Pass } from './features/whole-tree/pass.ts';
import { loadLowerer } from './host/assets.ts';
import type { WorkerStart } from './host/batch-workers.ts';
import { DiskTree } from './host/disk.ts';
import { Definitions } from './host/words/definitions.ts';
import { WordIndex } from './host/words/index.ts';
import { WordScanner } from './host/words/scanner.ts';
import { Snapshot } from './index/snapshot.ts';

const { root, folders, assets, wanted, words } = workerData as WorkerStart;

async function main(): Promise<void> {
  setStrict(process.env['OPSCOPE_STRICT'] === '1');
  const scanner = WordScanner.load(assets);
  const index = WordIndex.from(root, words, scanner);
  const tree = new DiskTree(root, new Map(), index, undefined, new Definitions(index, scanner));
  const snapshot = Snapshot.of(tree, { folders }, await loadLowerer(assets), true);
  const pass = new Pass(snapshot, wanted);
  parentPort?.on('message', (paths: readonly string[]) => parentPort?.postMessage(pass.read(paths)));
  parentPort?.postMessage('ready');
}

void main();
