/** Every request has a handler, and an answer while the session is not open yet. */
import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { after, before, mock, test } from 'node:test';
import {
  createConnection,
  createProtocolConnection,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { sentenceOf } from '../../server/src/lsp/front/sentences.ts';
import { answerRequests } from '../../server/src/lsp/requests.ts';

const position = { line: 0, character: 0 };
const range = { start: position, end: position };
const textDocument = { uri: 'file:///linux/mm/shmem.c' };
const item = { name: 'f', kind: 12, uri: textDocument.uri, range, selectionRange: range };
const lens = { range, data: { uri: textDocument.uri, ioctl: 'UFFDIO_COPY' } };

/** What is asked, and what is answered when nothing is known. */
const REQUESTS: readonly [method: string, params: unknown, answer: unknown][] = [
  ['textDocument/implementation', { textDocument, position }, null],
  ['textDocument/definition', { textDocument, position }, null],
  ['textDocument/references', { textDocument, position, context: { includeDeclaration: true } }, null],
  ['textDocument/hover', { textDocument, position }, null],
  ['textDocument/completion', { textDocument, position }, null],
  ['textDocument/codeLens', { textDocument }, null],
  ['codeLens/resolve', lens, { ...lens, command: { title: '', command: '' } }],
  ['textDocument/inlayHint', { textDocument, range }, null],
  ['textDocument/codeAction', { textDocument, range, context: { diagnostics: [] } }, null],
  ['textDocument/prepareCallHierarchy', { textDocument, position }, null],
  ['callHierarchy/incomingCalls', { item }, null],
  ['callHierarchy/outgoingCalls', { item }, null],
  ['textDocument/prepareTypeHierarchy', { textDocument, position }, null],
  ['typeHierarchy/supertypes', { item }, null],
  ['typeHierarchy/subtypes', { item }, null],
  ['workspace/symbol', { query: 'shmem' }, null],
  ['workspace/executeCommand', { command: 'opscope.show', arguments: [textDocument.uri] }, null],
  ['opscope/matrix', null, { tree: null, matrices: [] }],
  ['opscope/siblings', { textDocument, position }, null],
  ['opscope/graph', { hook: 'alloc_folio' }, null],
  ['opscope/graphAt', { textDocument, position }, null],
  ['opscope/reach', null, null],
];

function methodOf(type: unknown): string {
  return typeof type === 'object' && type !== null && 'method' in type ? `${type.method}` : `${type}`;
}

const streams = [new PassThrough(), new PassThrough()] as const;
const [asking, answering] = streams;
let client: ProtocolConnection;
let methods: readonly string[] = [];
before(() => {
  const server = createConnection(new StreamMessageReader(asking), new StreamMessageWriter(answering));
  const asked = mock.method(server, 'onRequest');
  answerRequests(server, () => null);
  methods = asked.mock.calls.map(({ arguments: [type] }: { readonly arguments: readonly unknown[] }) => methodOf(type));
  server.listen();
  client = createProtocolConnection(new StreamMessageReader(answering), new StreamMessageWriter(asking));
  client.listen();
});
after(() => {
  client.dispose();
  for (const stream of streams) stream.destroy();
});

for (const [method, params, answer] of REQUESTS) {
  test(`${method} is answered before the session is open`, async () => {
    assert.deepEqual(await client.sendRequest(method, params), answer);
  });
}

test('what each request is about is told in words', () => {
  assert.ok(methods.includes('opscope/review') && methods.length >= REQUESTS.length);
  for (const method of methods) assert.doesNotMatch(sentenceOf(method, {}), /\//);
});
