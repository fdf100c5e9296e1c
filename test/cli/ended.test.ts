/** A command that has answered ends, and one that is ended from outside does so at once, without a word about it. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { command, opscope } from '../harness/command.ts';
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

/** Options of node under which something in a process never ends by itself. */
function withSomethingAlive(t: TestContext): Readonly<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'opscope-alive-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const script = join(folder, 'alive.cjs');
  writeFileSync(script, 'setInterval(() => {}, 1e6);\n');
  return { NODE_OPTIONS: `--require=${script}` };
}

test('an answer is whole and ends the command, and so do a question without sense and a list of many rows', async (t) => {
  const env = withSomethingAlive(t);
  for (const [args, code] of [
    [['matrix', '--tree', tree], 0],
    [['tables', '--ops', 'all', '--format', 'json', '--tree', tree], 0],
    [['matrix', '--no-such-option'], 2],
  ] as const) {
    const alive = await opscope(args, { env });
    assert.equal(alive.code, code);
    assert.deepEqual(alive, await opscope(args));
  }
});
