/** The side of the server that faces the editor, with a thread that is played by the test. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Front } from '../../server/src/lsp/front/front.ts';
import type { Message } from '../../server/src/protocol/rpc.ts';
import { until } from '../harness/until.ts';

/** A front that is initialised, what it sends to the editor, and what to the thread. */
function begun(capabilities: object, initialize: object = {}) {
  const sent: Record<string, unknown>[] = [];
  const posted: Record<string, unknown>[] = [];
  const left: number[] = [];
  const front = new Front(
    {
      send: (message) => void sent.push({ ...message }),
      post: (message) => void posted.push({ ...message }),
      follow: () => {},
      say: () => {},
      leave: (code) => void left.push(code),
    },
    0,
  );
  const receive = (message: object) => front.receive({ jsonrpc: '2.0', ...message });
  const answer = (message: object) => front.received({ jsonrpc: '2.0', id: null, ...message } satisfies Message);
  receive({ id: 0, method: 'initialize', params: { capabilities, ...initialize } });
  answer({ id: 0, result: {} });
  receive({ method: 'initialized', params: {} });
  sent.length = 0;
  posted.length = 0;
  const kinds = () =>
    sent.flatMap(({ method, params }) =>
      method === '$/progress' ? [(params as { value: { kind: string } }).value.kind] : [],
    );
  return { front, sent, posted, left, receive, answer, kinds };
}

const shows = { window: { workDoneProgress: true } };

test('a request with a token of its own needs no other', async () => {
  const { sent, receive, answer, front, kinds } = begun({});
  receive({ id: 1, method: 'opscope/graph', params: { workDoneToken: 'mine' } });
  await until('it begins', () => kinds().includes('begin'));
  front.received({ jsonrpc: '2.0', method: 'opscope/doing', params: { id: 1, text: 'following calls from f()' } });
  answer({ id: 1, result: null });
  assert.deepEqual(kinds(), ['begin', 'report', 'end']);
  assert.deepEqual(
    sent.map(({ params }) => (params as { token?: string } | undefined)?.token),
    ['mine', 'mine', 'mine', undefined],
  );
  const value = { kind: 'report', message: 'following calls from f()', cancellable: true };
  assert.deepEqual(sent[1]?.['params'], { token: 'mine', value });
});

test('a client that shows progress is asked for a token, and shown nothing when it refuses', async () => {
  const { sent, receive, answer, kinds } = begun(shows);
  receive({ id: 1, method: 'opscope/graph', params: {} });
  await until('it is asked', () => sent.some(({ method }) => method === 'window/workDoneProgress/create'));
  receive({ id: sent[0]?.['id'], error: { code: -32603, message: 'no' } });
  answer({ id: 1, result: null });
  assert.deepEqual(kinds(), []);
});

test('a token that comes after the answer is not used', async () => {
  const { sent, receive, answer, kinds } = begun(shows);
  receive({ id: 1, method: 'opscope/graph', params: {} });
  await until('it is asked', () => sent.length > 0);
  answer({ id: 1, result: null });
  receive({ id: sent[0]?.['id'], result: null });
  assert.deepEqual(kinds(), []);
});

test('who cancels the progress cancels the request', async () => {
  const { sent, posted, receive, answer, kinds } = begun(shows);
  receive({ id: 'a', method: 'opscope/graph', params: {} });
  await until('it is asked', () => sent.length > 0);
  receive({ id: sent[0]?.['id'], result: null });
  receive({ method: 'window/workDoneProgress/cancel', params: { token: sent[0]?.['id'] } });
  assert.deepEqual(kinds(), ['begin', 'end']);
  assert.deepEqual(sent.at(-1)?.['error'], { code: -32800, message: 'cancelled' });
  const shared = posted[0]?.['$cancellationData'];
  assert.ok(shared instanceof SharedArrayBuffer);
  assert.equal(new Int32Array(shared)[0], 1);
  assert.deepEqual(posted.at(-1)?.['params'], { id: 'a' });
  // What the thread says later of it is not for anybody.
  const before = sent.length;
  answer({ id: 'a', result: null });
  assert.equal(sent.length, before);
});
