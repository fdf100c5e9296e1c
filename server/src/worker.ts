/** The parsing worker: reads batches of files and answers with their tables or dispatch sites. */
import { parentPort, workerData } from 'node:worker_threads';
import { setStrict } from './base/contain.ts';
import { placeFunctions, readBatch } from './features/whole-tree/batch.ts';
import { loadLowerer } from './host/assets.ts';
import type { WorkerStart } from './host/batch-workers.ts';
import { DiskTree } from './host/disk.ts';
import { WordIndex } from './host/words/index.ts';
import { WordScanner } from './host/words/scanner.ts';
import { Snapshot } from './index/snapshot.ts';
import { Resolver } from './resolve/ops/ops.ts';

const { root, folders, assets, wanted, words } = workerData as WorkerStart;

async function main(): Promise<void> {
  setStrict(process.env['OPSCOPE_STRICT'] === '1');
  const index = new WordIndex(root, words.folders, WordScanner.load(assets), [words.block], words.matches);
  let snapshot = Snapshot.of(new DiskTree(root, new Map(), index), { folders }, await loadLowerer(assets), true);
  parentPort?.on('message', (paths: readonly string[]) => {
    snapshot = snapshot.settled();
    const resolver = Resolver.of(snapshot);
    const batch = readBatch(resolver, paths, wanted);
    const tables = placeFunctions(resolver, batch.tables);
    parentPort?.postMessage({ ...batch, tables, gaps: snapshot.gaps.all() });
  });
  parentPort?.postMessage('ready');
}

void main();
