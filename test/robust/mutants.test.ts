/** 10,000 broken C files through the splitter, the normaliser and the parser: none may crash it or hold it up. */
import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { kernelTrees } from '../harness/kernel-trees.ts';
import { projectRoot } from '../harness/root.ts';
import type { Report, Work } from './mutants.ts';

const count = 10_000;

/** Larger files would only make the same mistakes more slowly. */
const maxBytes = 12_000;

/** Longest silence of the thread, in ms: a mutant takes some milliseconds. */
const silence = 60_000;

/** The small C files of folders of a tree, in the order of their paths. */
function sources(root: string, folders: readonly string[]): string[] {
  return folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(root, folder, path)),
    )
    .filter((path) => /\.[ch]$/.test(path) && statSync(path).isFile() && statSync(path).size <= maxBytes)
    .sort();
}

/** Runs the thread to its end; what went wrong, by mutant, and how many were taken. */
function breakFiles(work: Work): Promise<{ taken: number; problems: string[] }> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(import.meta.dirname, 'mutants.cjs'), { workerData: work });
    const problems: string[] = [];
    let last: Report | null = null;
    const hung = () => {
      void worker.terminate();
      reject(new Error(`mutant ${last?.at} of ${last?.file} hangs`));
    };
    let watchdog = setTimeout(hung, silence);
    worker.on('message', (report: Report) => {
      clearTimeout(watchdog);
      watchdog = setTimeout(hung, silence);
      last = report;
      if (report.problem !== undefined) problems.push(`mutant ${report.at} of ${report.file}: ${report.problem}`);
    });
    worker.once('error', (error) => reject(new Error(`mutant ${last?.at} of ${last?.file}`, { cause: error })));
    worker.once('exit', () => {
      clearTimeout(watchdog);
      resolve({ taken: (last?.at ?? -1) + 1, problems });
    });
  });
}

test('10,000 broken files are split, normalised and parsed', async () => {
  const [newest] = kernelTrees;
  const files = newest
    ? sources(newest.root, ['mm', 'fs', 'virt', 'ipc', 'include/linux'])
    : sources(join(projectRoot, 'test/trees/sample'), ['.']);
  const { taken, problems } = await breakFiles({ files, count });
  assert.deepEqual(problems.slice(0, 5), []);
  assert.equal(taken, count);
});
