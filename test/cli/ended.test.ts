/** A command that is ended from outside ends at once, whatever its threads are at, and says nothing about it. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { command } from '../harness/command.ts';
import { gate } from '../harness/gate.ts';
import { projectRoot } from '../harness/root.ts';
import { gone } from '../harness/until.ts';

const tree = join(projectRoot, 'test/trees/sample');
const everything = ['tables', '--ops', 'all', '--no-cache', '--tree', tree];

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  test(`${signal} ends a command whose thread is busy`, async (t) => {
    const blocked = gate(t, '/mm/shmem.c', 'parsing');
    blocked.close();
    const child = spawn(process.execPath, [command, ...everything], { env: { ...process.env, ...blocked.env } });
    t.after(() => child.kill('SIGKILL'));
    const said: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => void said.push(data));
    const ended = once(child, 'close');
    await blocked.reached();
    child.kill(signal);
    assert.deepEqual(await ended, [null, signal]);
    await gone(child.pid ?? 0);
    assert.equal(Buffer.concat(said).toString(), '');
  });
}

for (const [what, pipe] of [
  ['output', '| head -n 1'],
  ['errors', '2>&1 >/dev/null | head -n 0'],
] as const) {
  test(`a reader of its ${what} that goes away ends a command without a word`, () => {
    const line = `"$0" "$@" ${pipe}; exit $PIPESTATUS`;
    const { status, stderr } = spawnSync('bash', ['-c', line, process.execPath, command, ...everything], {
      encoding: 'utf8',
    });
    assert.equal(status, 0);
    assert.equal(stderr, '');
  });
}
