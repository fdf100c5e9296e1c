/** The searching worker: reads the words of batches of files, or the names of hooks and tables in them. */
import { parentPort, workerData } from 'node:worker_threads';
import { TreeFiles } from './host/files/tree-files.ts';
import { readWords } from './host/words/block.ts';
import { namesIn } from './host/words/names.ts';
import { WordScanner } from './host/words/scanner.ts';
import type { WordsWorkerAnswer, WordsWorkerStart } from './host/words/store.ts';

const { root, assets, wanted } = workerData as WordsWorkerStart;
const files = new TreeFiles(root);

/** What reads the words of some files. */
function wordReader(): (paths: readonly string[]) => WordsWorkerAnswer {
  const scanner = WordScanner.load(assets);
  return (paths) => ({ block: readWords(scanner, files, paths, true), gaps: files.gaps.all() });
}

const read = wanted === 'words' ? wordReader() : (paths: readonly string[]) => namesIn(files, paths);

parentPort?.on('message', (paths: readonly string[]) => parentPort?.postMessage(read(paths)));
parentPort?.postMessage('ready');
