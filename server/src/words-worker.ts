/** The searching worker: reads the words of batches of files. */
import { parentPort, workerData } from 'node:worker_threads';
import { readWords } from './host/words/block.ts';
import { WordScanner } from './host/words/scanner.ts';
import type { WordsWorkerStart } from './host/words/store.ts';

const { root, assets } = workerData as WordsWorkerStart;
const scanner = WordScanner.load(assets);

parentPort?.on('message', (paths: readonly string[]) => {
  parentPort?.postMessage(readWords(scanner, root, paths));
});
parentPort?.postMessage('ready');
