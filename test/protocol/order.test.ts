/** What may be sent when, and what is no message at all. */
import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { type RawServer, rawServer } from '../harness/raw-server.ts';
import { sampleTree, scratch } from './sample.ts';

function opening(t: TestContext): object {
  const initializationOptions = { cacheFolder: scratch(t) };
  return { processId: process.pid, rootUri: `file://${sampleTree}`, capabilities: {}, initializationOptions };
}

/** A server that is initialised. */
async function begun(t: TestContext): Promise<RawServer> {
  const server = rawServer(t);
  assert.ok((await server.ask('initialize', opening(t))).result);
  server.send({ method: 'initialized', params: {} });
  return server;
}

const symbols = { query: 'shmuffd' };

describe('requests', () => {
  test('before initialize are refused, and notifications then mean nothing', async (t) => {
    const server = rawServer(t);
    assert.equal((await server.ask('workspace/symbol', symbols)).error?.code, -32002);
    server.send({ method: 'textDocument/didOpen', params: null });
    assert.ok((await server.ask('initialize', opening(t))).result);
  });

  test('to initialize a second time are refused, and the first goes on', async (t) => {
    const server = await begun(t);
    assert.equal((await server.ask('initialize', opening(t))).error?.code, -32600);
    assert.equal([(await server.ask('workspace/symbol', symbols)).result].flat().length, 1);
  });

  test('after shutdown are refused', async (t) => {
    const server = await begun(t);
    assert.equal((await server.ask('shutdown')).error, undefined);
    for (const method of ['workspace/symbol', 'initialize', 'shutdown'])
      assert.equal((await server.ask(method, symbols)).error?.code, -32600);
    server.send({ method: 'exit' });
    assert.equal(await server.ended, 0);
  });

  test('before initialize, with an exit, end with code 1', async (t) => {
    const server = rawServer(t);
    server.send({ method: 'exit' });
    assert.equal(await server.ended, 1);
  });

  test('that nobody knows are told so; notifications that nobody knows are not', async (t) => {
    const server = await begun(t);
    for (const method of ['$/nothing', 'opscope/nothing', 'textDocument/nothing']) {
      server.send({ method, params: {} });
      assert.equal((await server.ask(method, {})).error?.code, -32601);
    }
    assert.equal(server.stderr(), '');
  });

  test('with the id of one that waits are refused', async (t) => {
    const server = await begun(t);
    const request = { id: 'twice', method: 'workspace/symbol', params: symbols };
    server.send(request);
    server.send(request);
    assert.equal((await server.next(({ id }) => id === 'twice')).error?.code, -32600);
    assert.ok((await server.next(({ id }) => id === 'twice')).result);
  });
});

describe('what is no message', () => {
  const unread: readonly [string, string, number][] = [
    ['is no JSON', 'Content-Length: 7\r\n\r\n{"id": ', -32700],
    ['is a batch', 'Content-Length: 2\r\n\r\n[]', -32600],
    ['is null', 'Content-Length: 4\r\n\r\nnull', -32600],
    ['is a number', 'Content-Length: 1\r\n\r\n7', -32600],
    ['is empty', 'Content-Length: 0\r\n\r\n', -32700],
    ['has a method that is none', 'Content-Length: 12\r\n\r\n{"method":7}', -32600],
  ];
  for (const [what, bytes, code] of unread) {
    test(`${what}: that is said, and the next one is answered`, async (t) => {
      const server = await begun(t);
      server.write(bytes);
      assert.equal((await server.next(({ id }) => id === null)).error?.code, code);
      assert.ok((await server.ask('workspace/symbol', symbols)).result);
    });
  }

  const broken: readonly [string, string, RegExp][] = [
    ['no length', 'Content-Type: x\r\n\r\n{}', /a header without a Content-Length/],
    ['a length that is no number', 'Content-Length: many\r\n\r\n{}', /a header without a Content-Length/],
    ['a length below zero', 'Content-Length: -5\r\n\r\n{}', /a header without a Content-Length/],
    ['a length beyond measure', 'Content-Length: 99999999999\r\n\r\n{}', /a message of 99999999999 bytes/],
    ['no end', 'x'.repeat(100_000), /a header of more than 16384 bytes/],
  ];
  for (const [what, bytes, reason] of broken) {
    test(`a header with ${what} ends the server, which says why`, async (t) => {
      const server = await begun(t);
      server.write(bytes);
      assert.match((await server.next(({ id }) => id === null)).error?.message ?? '', reason);
      assert.equal(await server.ended, 1);
      assert.match(server.stderr(), reason);
    });
  }

  test('cut off in the middle ends the server with its input', async (t) => {
    const server = await begun(t);
    server.write('Content-Length: 100\r\n\r\n{');
    server.child.stdin?.end();
    assert.equal(await server.ended, 1);
  });
});

test('messages may come in any pieces', async (t) => {
  const server = rawServer(t);
  const bytes = Buffer.from('Content-Type: é\r\ncontent-length: 38\r\n\r\n{"jsonrpc":"2.0","id":7,"method":"é"}');
  for (const byte of bytes) server.write(Buffer.of(byte));
  assert.equal((await server.next(({ id }) => id === 7)).error?.code, -32002);
});
