/**
 * A file that nobody gets past reading: the thread that comes to it stays there, busy, until the gate is opened, or does what
 * the test wants of it. It is put into the threads of a server by Node's own `--require`.
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { until } from './until.ts';

/** What a thread does that comes to the file: waits for the gate, or dies of it. */
export type AtGate = 'wait' | 'throw' | 'exit' | 'exhaust memory';

export interface Gate {
  /** For the environment of the process. */
  readonly env: Readonly<Record<string, string>>;
  /** How many threads came to the file. */
  reached(times?: number): Promise<void>;
  /** From now on nobody gets through. */
  close(): void;
  /** Lets everybody through, as at first. */
  open(): void;
}

/** What each thread is started with. The bundles call these functions as members of the module. */
const PRELOAD = `
const fs = require('node:fs');
const { isMainThread, workerData } = require('node:worker_threads');
const { GATE_FOLDER: folder, GATE_FILE: file, GATE_DOES: does, GATE_THREAD: thread } = process.env;
const isChecker = !isMainThread && workerData != null && 'words' in workerData && !('wanted' in workerData);
const kind = isMainThread ? 'main' : isChecker ? 'checker' : 'other';
const real = { ...fs };
function come(path) {
  if (thread !== kind || !String(path).endsWith(file) || !real.existsSync(folder + '/closed')) return;
  real.appendFileSync(folder + '/reached', '.');
  if (does === 'throw') {
    setImmediate(() => { throw new Error('thrown at the gate'); });
    return;
  }
  if (does === 'exit') process.exit(3);
  if (does === 'exhaust memory') for (const all = []; ; ) all.push(new Array(1e5).fill(all.length));
  const still = new Int32Array(new SharedArrayBuffer(4));
  while (real.existsSync(folder + '/closed')) Atomics.wait(still, 0, 0, 20);
}
for (const name of ['openSync', 'readFileSync', 'statSync', 'lstatSync']) {
  fs[name] = (path, ...rest) => {
    come(path);
    return real[name](path, ...rest);
  };
}
`;

/** A gate in front of a file, named by the end of its path, for the threads of one kind. */
export function gate(t: TestContext, file: string, thread: 'checker' | 'other', does: AtGate = 'wait'): Gate {
  const folder = mkdtempSync(join(tmpdir(), 'opscope-gate-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'preload.cjs'), PRELOAD);
  writeFileSync(join(folder, 'reached'), '');
  return {
    env: {
      NODE_OPTIONS: `--require ${join(folder, 'preload.cjs')}`,
      GATE_FOLDER: folder,
      GATE_FILE: file,
      GATE_THREAD: thread,
      GATE_DOES: does,
    },
    reached: (times = 1) => until(`the gate at ${file} is reached`, () => lengthOf(join(folder, 'reached')) >= times),
    close: () => writeFileSync(join(folder, 'closed'), ''),
    open: () => rmSync(join(folder, 'closed'), { force: true }),
  };
}

function lengthOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
