/** The parsing worker: reads batches of files and answers with their tables, those of one struct, or dispatch sites. */
import { parentPort, workerData } from 'node:worker_threads';
import { setStrict } from './base/contain.ts';
import type { Batch, Everything } from './features/whole-tree/batch.ts';
import { Pass, StructPass } from './features/whole-tree/pass.ts';
import type { StructWanted } from './features/whole-tree/struct-tables.ts';
import { loadLowerer } from './host/assets.ts';
import type { StructBatch, WorkerStart } from './host/batch-workers.ts';
import { DiskTree } from './host/disk.ts';
import type { ReadSet } from './host/read-set.ts';
import { Definitions } from './host/words/definitions.ts';
import { WordIndex } from './host/words/index.ts';
import { WordScanner } from './host/words/scanner.ts';
import { Snapshot } from './index/snapshot.ts';

const { root, folders, assets, wanted, words } = workerData as WorkerStart;

async function main(): Promise<void> {
  setStrict(process.env['OPSCOPE_STRICT'] === '1');
  const scanner = WordScanner.load(assets);
  const index = new WordIndex(root, words.folders, scanner, [words.block], words.matches);
  const tree = new DiskTree(root, new Map(), index, undefined, new Definitions(index, scanner));
  const snapshot = Snapshot.of(tree, { folders }, await loadLowerer(assets), true);
  const read = typeof wanted === 'string' ? everything(snapshot, wanted) : ofStruct(snapshot, tree.reads, wanted);
  parentPort?.on('message', (paths: readonly string[]) => parentPort?.postMessage(read(paths)));
  parentPort?.postMessage('ready');
}

type Read<A> = (paths: readonly string[]) => A;

function everything(snapshot: Snapshot, wanted: Everything): Read<Batch> {
  const pass = new Pass(snapshot, wanted);
  return (paths) => pass.read(paths);
}

function ofStruct(snapshot: Snapshot, reads: ReadSet, wanted: StructWanted): Read<StructBatch> {
  const pass = new StructPass(snapshot, wanted);
  return (paths) => ({ ...pass.read(paths), reads: reads.isWhole ? reads.facts() : null });
}

void main();
