import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from './root.ts';

/** The command, as it ships. */
export const command = join(projectRoot, 'dist/opscope.cjs');

/**
 * Where the commands of this process keep their cache: not where the person at the machine has theirs, and one for all of a
 * stage that says so (scripts/stages.mjs).
 */
const cacheFolder = process.env['OPSCOPE_STAGE_CACHE'] ?? ownCache();

/** A cache that goes with this process. */
function ownCache(): string {
  const folder = mkdtempSync(join(tmpdir(), 'opscope-cache-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** What a command said, and how it ended. */
export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** How a command is run. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs `opscope` with arguments, its output in pipes. */
export function opscope(args: readonly string[], { cwd = projectRoot, env = {} }: RunOptions = {}): Promise<Outcome> {
  const child = spawn(process.execPath, [command, ...args], {
    cwd,
    env: { ...process.env, OPSCOPE_CACHE: cacheFolder, OPSCOPE_STRICT: '1', ...env },
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (data: Buffer) => out.push(data));
  child.stderr.on('data', (data: Buffer) => err.push(data));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      resolve({ code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() }),
    );
  });
}

/** Runs `opscope`, which must end well, and reads the JSON lines that it prints. */
export async function rows<T>(args: readonly string[]): Promise<T[]> {
  const { code, out, err } = await opscope([...args, '--format', 'json']);
  if (code !== 0) throw new Error(`opscope ${args.join(' ')} ended with ${code}: ${err}`);
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

/** The same for a command that prints one answer; `codes` are those that it may end with. */
export async function answer<T>(args: readonly string[], codes: readonly number[] = [0]): Promise<T> {
  const { code, out, err } = await opscope([...args, '--format', 'json']);
  if (code === null || !codes.includes(code)) throw new Error(`opscope ${args.join(' ')} ended with ${code}: ${err}`);
  return JSON.parse(out) as T;
}
