/** A server whose editor is gone ends, whatever it is busy with. */
import assert from 'node:assert/strict';
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { CodeLensRequest } from 'vscode-languageserver/node';
import { type Gate, gate } from '../harness/gate.ts';
import { framed } from '../harness/raw-server.ts';
import { projectRoot } from '../harness/root.ts';
import { gone } from '../harness/until.ts';
import { sampleCopy, sampleTree, scratch, serveApart } from '../protocol/sample.ts';

const program = join(projectRoot, 'dist/opscope.cjs');

/** A server that is at a file for ever, as it reads the tree. */
function stuck(t: TestContext): Gate {
  const blocked = gate(t, 'mm/shmem.c', 'serving');
  blocked.close();
  return blocked;
}

/** What an editor says that wants the lenses of that file. */
function openingWords(t: TestContext, processId: number | null): object[] {
  const rootUri = `file://${sampleTree}`;
  const initializationOptions = { cacheFolder: scratch(t) };
  const textDocument = { uri: `${rootUri}/mm/shmem.c` };
  return [
    { id: 1, method: 'initialize', params: { processId, rootUri, capabilities: {}, initializationOptions } },
    { method: 'initialized', params: {} },
    { id: 2, method: 'textDocument/codeLens', params: { textDocument } },
  ].map((each) => ({ jsonrpc: '2.0', ...each }));
}

/** A process that does nothing until it is killed. */
function idle(t: TestContext): ChildProcess & { readonly pid: number } {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  t.after(() => child.kill('SIGKILL'));
  const { pid } = child;
  if (pid === undefined) throw new Error('no process');
  return Object.assign(child, { pid });
}

/** A server behind a process that started it; both are spoken to through the same standard input. */
async function behindAnother(t: TestContext, env: NodeJS.ProcessEnv): Promise<{ parent: ChildProcess; pid: number }> {
  const start = `const { spawn } = require('node:child_process');
    const child = spawn(process.execPath, [${JSON.stringify(program)}, 'lsp', '--stdio'], {
      stdio: ['inherit', 'ignore', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: process.env.THEN_OPTIONS },
    });
    console.log(child.pid);
    setInterval(() => {}, 1000);`;
  const { NODE_OPTIONS: THEN_OPTIONS, ...rest } = env;
  const parent = spawn(process.execPath, ['-e', start], { env: { ...process.env, ...rest, THEN_OPTIONS } });
  t.after(() => parent.kill('SIGKILL'));
  const pid = await new Promise<number>((resolve) => parent.stdout.once('data', (data) => resolve(Number(data))));
  return { parent, pid };
}

describe('a server that is busy ends', () => {
  test('when its input is closed', async (t) => {
    const blocked = stuck(t);
    const child = spawn(process.execPath, [program, 'lsp', '--stdio'], { env: { ...process.env, ...blocked.env } });
    t.after(() => child.kill('SIGKILL'));
    for (const each of openingWords(t, null)) child.stdin.write(framed(each));
    await blocked.reached();
    const exit = once(child, 'exit');
    child.stdin.end();
    assert.deepEqual(await exit, [1, null]);
  });

  test('when the process that started it is killed, though its input is still open', async (t) => {
    const blocked = stuck(t);
    const { parent, pid } = await behindAnother(t, blocked.env);
    for (const each of openingWords(t, null)) parent.stdin?.write(framed(each));
    await blocked.reached();
    parent.kill('SIGKILL');
    await gone(pid);
  });

  test('when the process ends that the editor named', async (t) => {
    const root = sampleCopy(t);
    writeFileSync(join(root, 'mm/unread.c'), 'int nothing;\n');
    const blocked = gate(t, 'mm/unread.c', 'serving');
    const editor = idle(t);
    const server = await serveApart(t, { root, env: blocked.env, processId: editor.pid });
    blocked.close();
    const asked = server.request(CodeLensRequest.type, { textDocument: server.document('mm/unread.c') });
    const refused = assert.rejects(asked);
    await blocked.reached();
    editor.kill('SIGKILL');
    assert.equal(await server.ended, 1);
    await refused;
  });

  test('when the channel of a process that forked it is closed', async (t) => {
    const blocked = stuck(t);
    const child = fork(program, ['lsp', '--node-ipc'], { env: { ...process.env, ...blocked.env } });
    t.after(() => child.kill('SIGKILL'));
    for (const each of openingWords(t, null)) child.send(each);
    await blocked.reached();
    child.disconnect();
    await gone(child.pid ?? 0);
  });
});

test('a server lives on that was told of a process which is not on this machine', async (t) => {
  const dead = idle(t);
  dead.kill('SIGKILL');
  await gone(dead.pid);
  const editor = idle(t);
  const told = await serveApart(t, { processId: dead.pid });
  const other = await serveApart(t, { processId: editor.pid });
  editor.kill('SIGKILL');
  // By then both have looked whether their editors are there.
  assert.equal(await other.ended, 1);
  const found = await told.request(CodeLensRequest.type, { textDocument: told.document('mm/shmem.c') });
  assert.equal(found?.length, 6);
});
