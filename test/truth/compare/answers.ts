import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eachRecord } from '../facts.ts';

/** What a slot of an answered table holds; the shapes are DESIGN's, of which this is what is compared. */
interface AnsweredHook {
  readonly function?: string;
  readonly value?: string;
  readonly slotLine: number;
}

/** A line of `opscope tables`. */
export interface AnsweredTable {
  readonly struct: string;
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly condition?: string | null;
  readonly hooks: Readonly<Record<string, AnsweredHook | null>>;
}

/** A line of `opscope dispatch`. */
export interface AnsweredDispatch {
  readonly kind?: 'member' | 'array' | 'variable' | 'parameter';
  readonly targets?: readonly string[];
  readonly struct: string;
  readonly field: string;
  readonly file: string;
  readonly line: number;
  readonly function: string;
}

/** A line of `opscope calls`. */
export interface AnsweredCall {
  readonly caller: string;
  readonly callee: string;
  readonly file: string;
  readonly line: number;
  readonly calleeFile: string | null;
  readonly calleeLine: number | null;
  readonly condition?: string | null;
}

/** Runs the product and keeps what it prints in `out`, or leaves alone what is there already when `repeat` is set. */
export function ask(program: string, args: readonly string[], out: string, repeat: boolean): void {
  if (repeat && existsSync(out)) return;
  mkdirSync(join(out, '..'), { recursive: true });
  const file = openSync(out, 'w');
  const started = performance.now();
  const run = spawnSync(process.execPath, [program, ...args], { stdio: ['ignore', file, 'pipe'], encoding: 'utf8' });
  closeSync(file);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`opscope ${args[0]}: ${seconds} s, exit ${run.status}`);
  if (run.status !== 0) console.log(run.stderr.trim().slice(0, 2000) || readFileSync(out, 'utf8').slice(0, 500));
}

/** The lines of an answer that a test of the file's path lets through. */
export async function readAnswers<T extends { readonly file: string }>(
  path: string,
  wanted: (file: string) => boolean,
): Promise<T[]> {
  const answers: T[] = [];
  await eachRecord<T>(path, (answer) => {
    if (wanted(answer.file)) answers.push(answer);
  });
  return answers;
}

/** Those about members: an array of functions, a variable and a parameter have no struct. */
export function ofStructs<T extends { readonly struct: string | null }>(answers: readonly T[]): T[] {
  return answers.filter(({ struct }) => struct !== null);
}
