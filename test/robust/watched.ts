/** Threads that break texts: a hang or a crash of theirs is seen from outside. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

/** What the thread is given. */
export interface Work {
  readonly files: readonly string[];
  readonly count: number;
}

/** What it posts: the mutant that it starts on, or the one that went wrong. */
export type Report = { readonly at: number; readonly file: string; readonly problem?: string };

/** Longest silence of the thread, in ms: a mutant takes some milliseconds. */
const silence = 60_000;

/** What the thread may hold: far more than any mutant needs. */
const resourceLimits = { maxOldGenerationSizeMb: 768 };

/** Runs the thread to its end; what went wrong, by mutant, and how many were taken. */
export function watched(program: string, work: Work): Promise<{ taken: number; problems: string[] }> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(import.meta.dirname, program), { workerData: work, resourceLimits });
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
