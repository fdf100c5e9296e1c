/** A request that fails is answered by an error and told in the client's output channel; the next one is answered. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CodeLensRequest } from 'vscode-languageserver/node';
import { serveApart } from './sample.ts';

test('a request that fails costs itself', async (t) => {
  const server = await serveApart(t);
  const broken = { textDocument: server.document('mm/shmem.c'), position: null };
  await assert.rejects(server.request('textDocument/hover', broken), /hover failed with message/);
  const { message, type } = await server.waitFor<{ readonly message: string; readonly type: number }>(
    'window/logMessage',
    (each) => each.message.includes('failed'),
  );
  assert.match(message, /^opscope: Request textDocument\/hover failed with message: /);
  assert.equal(type, 1);
  const lenses = await server.request(CodeLensRequest.type, { textDocument: server.document('mm/shmem.c') });
  assert.equal(lenses?.length, 6);
});
