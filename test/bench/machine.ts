/** Processes that are measured, and the machine that they run on. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { findCommand } from '../harness/apt.ts';

/** GNU time, which reports what wait4 says of a child; Node does not. */
const timer = '/usr/bin/time';

/** What a process took. */
export interface Taken {
  readonly seconds: number;
  /** Peak resident set in MB; null where it cannot be told. */
  readonly megabytes: number | null;
  readonly out: string;
}

/** How a process is run. */
export interface ProcessOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
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

/** Runs a program to its end; rejects when it fails. */
export function measure(program: string, args: readonly string[], options: ProcessOptions = {}): Promise<Taken> {
  return inScratch((scratch) => {
    const report = join(scratch, 'time');
    const timed = existsSync(timer);
    const [command, ...rest] = timed ? [timer, '-f', '%M', '-o', report, program, ...args] : [program, ...args];
    const began = performance.now();
    const child = spawn(command ?? program, rest, { cwd: options.cwd, env: { ...process.env, ...options.env } });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (data: Buffer) => out.push(data));
    child.stderr.on('data', (data: Buffer) => err.push(data));
    return new Promise<Taken>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => {
        const seconds = (performance.now() - began) / 1000;
        if (code !== 0) return reject(new Error(`${program} ended with ${code}: ${Buffer.concat(err).toString()}`));
        const megabytes = timed ? Number(readFileSync(report, 'utf8').trim()) / 1024 : null;
        resolve({ seconds, megabytes, out: Buffer.concat(out).toString() });
      });
    });
  });
}

/** Peak resident set of a running process in MB; null where the system does not say. */
export function peakOf(pid: number): number | null {
  try {
    const kilobytes = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
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

/** Runs something several times, one after the other. */
export async function repeat<T>(times: number, run: () => Promise<T>): Promise<T[]> {
  const found: T[] = [];
  for (let left = times; left > 0; left--) found.push(await run());
  return found;
}

/** One line about the machine. */
export function machine(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} x ${cpu?.model.trim() ?? 'unknown processor'}, ${memory} GB, Node.js ${process.version}`;
}

/** Whether a program is installed. */
export const installed = (name: string): boolean => findCommand(name) !== undefined;
