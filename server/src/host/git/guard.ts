/**
 * No git outlives the program that asked it, however that ends: a guard, a process of its own, is told which are running, and
 * ends them when nobody is there any more to tell it. A git that waits for a pipe in the place of a file notices nothing itself.
 */
import {
  type ChildProcess,
  type ChildProcessByStdio,
  type SpawnOptionsWithStdioTuple,
  type StdioNull,
  type StdioPipe,
  spawn,
} from 'node:child_process';
import type { Writable } from 'node:stream';

/** What the guard runs: a line says that a process has started, `+12`, or has ended, `-12`. A shell takes little to start. */
const SHELL = `
running=' '
while read -r line; do
  id=" \${line#?} "
  case $line in
    +*) running="$running\${line#?} " ;;
    *) running="\${running%%"$id"*} \${running#*"$id"}" ;;
  esac
done
for id in $running; do kill -9 "$id"; done
`;

/** The same where there is no shell. */
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

/** How a guard is started. The shell runs this text and nothing else: it is given no environment that could change what that means. */
function spawned(): ChildProcessByStdio<Writable, null, null> {
  const usual: SpawnOptionsWithStdioTuple<StdioPipe, StdioNull, StdioNull> = {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  };
  if (process.platform !== 'win32') return spawn('/bin/sh', ['-c', SHELL], { ...usual, env: {} });
  const { NODE_OPTIONS: _, ...env } = process.env;
  return spawn(process.execPath, ['-e', SCRIPT], { ...usual, env });
}

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
  const child = spawned();
  // Without a guard a git ends by its bounds.
  child.on('error', () => {});
  child.stdin.on('error', () => {});
  child.unref();
  if ('unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
  return child;
}
