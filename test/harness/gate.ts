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
export type AtGate = 'wait' | 'exit' | 'exhaust memory';

/** Which threads of the program a gate is for. */
export type Threads = 'serving' | 'checking' | 'parsing' | 'searching';

export interface Gate {
  /** For the environment of the process. */
  readonly env: Readonly<Record<string, string>>;
  /** Waits until threads have come to the closed gate so often. */
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
const { GATE_FOLDER: folder, GATE_FILE: file, GATE_DOES: does, GATE_THREAD: thread, GATE_TIMES: times } = process.env;
const start = workerData ?? {};
const reading = 'words' in start ? 'parsing' : 'searching';
const kind = isMainThread ? 'main' : 'wanted' in start ? reading : 'words' in start ? 'checking' : 'serving';
const real = { ...fs };
function come(path) {
  if (thread !== kind || !String(path).endsWith(file) || !real.existsSync(folder + '/closed')) return;
  if (real.statSync(folder + '/reached').size >= Number(times)) return;
  real.appendFileSync(folder + '/reached', '.');
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

/** A gate in front of a file, named by the end of its path, for the threads of one kind. Only so many come to harm. */
export function gate(t: TestContext, file: string, thread: Threads, does: AtGate = 'wait', times = 1_000_000): Gate {
  const folder = mkdtempSync(join(tmpdir(), 'opscope-gate-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'preload.cjs'), PRELOAD);
  writeFileSync(join(folder, 'reached'), '');
  return {
    env: {
      NODE_OPTIONS: `--require ${join(folder, 'preload.cjs')}${does === 'exhaust memory' ? ' --max-old-space-size=100' : ''}`,
      GATE_FOLDER: folder,
      GATE_FILE: file,
      GATE_THREAD: thread,
      GATE_DOES: does,
      GATE_TIMES: String(times),
    },
    reached: (times = 1) => until(`the gate at ${file} is reached`, () => lengthOf(join(folder, 'reached')) >= times),
    close: () => writeFileSync(join(folder, 'closed'), ''),
    open: () => rmSync(join(folder, 'closed'), { force: true }),
  };
}

function lengthOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
