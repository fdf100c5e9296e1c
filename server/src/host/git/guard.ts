/**
 * No git outlives the program that asked it, however that ends: a guard, a process of its own, is told which are running, and
 * ends them when nobody is there any more to tell it. A git that waits for a pipe in the place of a file notices nothing itself.
 */
import { type ChildProcess, spawn } from 'node:child_process';

/** What the guard runs: a line says that a process has started, `+12`, or has ended, `-12`. */
const SCRIPT = `
const running = new Set();
let rest = '';
process.stdin.on('data', (data) => {
  const lines = (rest + data).split('\\n');
  rest = lines.pop();
  for (const line of lines) running[line[0] === '+' ? 'add' : 'delete'](Number(line.slice(1)));
});
process.stdin.on('error', () => {});
process.stdin.on('close', () => {
  for (const id of running) try { process.kill(id, 'SIGKILL'); } catch {}
});
`;

/** The one of this thread; started with the first git. */
let guard: ChildProcess | null = null;

/** Sees to it that a process ends when this one does. Answers what to call when it has ended. */
export function guarded({ pid }: ChildProcess): () => void {
  if (pid === undefined) return () => {};
  guard ??= started();
  guard.stdin?.write(`+${pid}\n`);
  return () => guard?.stdin?.write(`-${pid}\n`);
}

/** A guard, which nobody waits for, and which no key of a terminal ends before its time. */
function started(): ChildProcess {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = spawn(process.execPath, ['-e', SCRIPT], { detached: true, env, stdio: ['pipe', 'ignore', 'ignore'] });
  // Without a guard a git ends by its bounds.
  child.on('error', () => {});
  child.stdin.on('error', () => {});
  child.unref();
  if ('unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
  return child;
}
