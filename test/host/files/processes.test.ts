/** Whether a process is there, in all the states that one can be in. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { isRunning } from '../../../server/src/host/files/processes.ts';
import { gone } from '../../harness/until.ts';

test('this process runs, and so does one of somebody else', () => {
  assert.equal(isRunning(process.pid), true);
  assert.equal(isRunning(1), true);
});

test('a process runs until it is killed', async (t) => {
  const child = spawn('sleep', ['1000'], { stdio: 'ignore' });
  t.after(() => child.kill('SIGKILL'));
  const pid = child.pid ?? 0;
  assert.equal(isRunning(pid), true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  assert.equal(isRunning(pid), false);
});

test('one that has ended does not run, though its parent does not ask about it', async (t) => {
  const parent = spawn('sh', ['-c', 'sleep 1000 & echo $!; exec sleep 1000'], { stdio: ['ignore', 'pipe', 'ignore'] });
  t.after(() => parent.kill('SIGKILL'));
  const [said] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(said);
  assert.equal(isRunning(pid), true);
  process.kill(pid, 'SIGKILL');
  await gone(pid);
  assert.equal(isRunning(parent.pid ?? 0), true);
});
