/** The searching worker: reads the words of batches of files. */
import { parentPort, workerData } from 'node:worker_threads';
import { TreeFiles } from './host/files/tree-files.ts';
import { readWords } from './host/words/block.ts';
import { WordScanner } from './host/words/scanner.ts';
import type { WordsWorkerAnswer, WordsWorkerStart } from './host/words/store.ts';

const { root, assets } = workerData as WordsWorkerStart;
const scanner = WordScanner.load(assets);
const files = new TreeFiles(root);

parentPort?.on('message', (paths: readonly string[]) => {
  const answer: WordsWorkerAnswer = { block: readWords(scanner, files, paths, true), gaps: files.gaps.all() };
  parentPort?.postMessage(answer);
});
parentPort?.postMessage('ready');
