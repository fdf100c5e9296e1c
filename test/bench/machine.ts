/** Processes that are measured, and the machine that they run on. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { findCommand } from '../harness/apt.ts';

/** GNU time, which reports what wait4 says of a child; Node does not. */
const timer = '/usr/bin/time';

/** Nothing is waited for longer, in seconds: an index that takes more is no answer to "where is this called". */
export const CAP = 600;

/** What a process took, its threads included. */
export interface Taken {
  readonly seconds: number;
  /** User and system time together, in seconds: it tells more than `seconds` on a busy machine. Null without GNU time. */
  readonly cpu: number | null;
  /** Peak resident set in MB; null where it cannot be told. */
  readonly megabytes: number | null;
  readonly out: string;
}

/** How a process is run. */
export interface ProcessOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Exit codes that are no failure; 0 alone by default. */
  readonly codes?: readonly number[];
}

/** The processor time that a process has taken so far, all its threads together, in seconds; null where it cannot be told. */
export function cpuOf(pid: number): number | null {
  const tasks = `/proc/${pid}/task`;
  if (!existsSync(tasks)) return null;
  const taken = readdirSync(tasks).map((task) =>
    Number(readFileSync(join(tasks, task, 'schedstat'), 'utf8').split(' ')[0]),
  );
  return taken.reduce((sum, each) => sum + each, 0) / 1e9;
}

/** Calls with a fresh folder, and removes it. */
export async function inScratch<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'opscope-bench-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What GNU time wrote: user and system seconds, and kilobytes. */
function readReport(path: string): Pick<Taken, 'cpu' | 'megabytes'> {
  if (!existsSync(path)) return { cpu: null, megabytes: null };
  const [user = 0, system = 0, kilobytes = 0] = (readFileSync(path, 'utf8').trim().split('\n').at(-1) ?? '')
    .split(' ')
    .map(Number);
  return { cpu: user + system, megabytes: kilobytes / 1024 };
}

/** Runs a program to its end; rejects when it fails, or takes longer than the cap. */
export function measure(program: string, args: readonly string[], options: ProcessOptions = {}): Promise<Taken> {
  return inScratch(async (scratch) => {
    const report = join(scratch, 'time');
    const timed = existsSync(timer);
    const [command = program, ...rest] = timed
      ? [timer, '-f', '%U %S %M', '-o', report, program, ...args]
      : [program, ...args];
    const began = performance.now();
    const out = await output(command, rest, options);
    return { seconds: (performance.now() - began) / 1000, ...readReport(report), out };
  });
}

function output(command: string, args: readonly string[], { cwd, env, codes = [0] }: ProcessOptions): Promise<string> {
  // A group of its own: what the timer started ends with it.
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, detached: true });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (data: Buffer) => out.push(data));
  child.stderr.on('data', (data: Buffer) => err.push(data));
  child.stdin.end();
  const cap = setTimeout(() => child.pid !== undefined && process.kill(-child.pid, 'SIGKILL'), CAP * 1000);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(cap);
      if (signal === 'SIGKILL') reject(new Error(`more than ${CAP} s`));
      else if (code === null || !codes.includes(code))
        reject(new Error(`ended with ${code ?? signal}: ${Buffer.concat(err).toString()}`));
      else resolve(Buffer.concat(out).toString());
    });
  });
}

/** Peak resident set of a running process in MB; null where the system does not say. */
export function peakOf(pid: number): number | null {
  return statusOf(pid, 'VmHWM');
}

/** Its resident set now. */
export function residentOf(pid: number): number | null {
  return statusOf(pid, 'VmRSS');
}

function statusOf(pid: number, field: 'VmHWM' | 'VmRSS'): number | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kilobytes = new RegExp(`^${field}:\\s*(\\d+) kB$`, 'm').exec(status)?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) / 1024;
  } catch {
    return null;
  }
}

/** The value that a part of the values is not above: 0.5 is the median, 0.95 the 95th percentile. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
}

/** Runs something five times, one after the other; fewer times when that takes longer than it is worth. */
export async function repeat<T>(run: () => Promise<T>, seconds = 6): Promise<T[]> {
  const found: T[] = [];
  const began = performance.now();
  do found.push(await run());
  while (found.length < 5 && performance.now() - began < seconds * 1000);
  return found;
}

/** One line about the machine; with its load, as the figures of a busy machine are not worth keeping. */
export function machine(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const load = loadavg()[0]?.toFixed(1);
  return `${cpus().length} x ${cpu?.model.trim() ?? 'unknown processor'}, ${memory} GB, Node.js ${process.version}; load ${load}`;
}

/** Whether a program is installed. */
export const installed = (name: string): boolean => findCommand(name) !== undefined;
