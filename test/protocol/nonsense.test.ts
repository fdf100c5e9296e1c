/** Requests and notifications with params of every wrong shape: an error or nothing, and the server goes on. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CodeLensRequest, WorkspaceSymbolRequest } from 'vscode-languageserver/node';
import { startServer, type TestServer } from '../harness/lsp-client.ts';
import { sampleTree, serveApart } from './sample.ts';

const REQUESTS: readonly string[] = [
  'textDocument/hover',
  'textDocument/definition',
  'textDocument/implementation',
  'textDocument/references',
  'textDocument/codeLens',
  'codeLens/resolve',
  'textDocument/completion',
  'textDocument/inlayHint',
  'textDocument/codeAction',
  'textDocument/diagnostic',
  'textDocument/prepareCallHierarchy',
  'callHierarchy/incomingCalls',
  'callHierarchy/outgoingCalls',
  'textDocument/prepareTypeHierarchy',
  'typeHierarchy/supertypes',
  'typeHierarchy/subtypes',
  'workspace/symbol',
  'workspace/executeCommand',
  'opscope/matrix',
  'opscope/siblings',
  'opscope/graph',
  'opscope/graphAt',
  'opscope/reach',
];

const NOTIFICATIONS: readonly string[] = [
  'initialized',
  'textDocument/didOpen',
  'textDocument/didChange',
  'textDocument/didClose',
  'textDocument/didSave',
  'workspace/didChangeConfiguration',
  'workspace/didChangeWatchedFiles',
  'workspace/didChangeWorkspaceFolders',
  'window/workDoneProgress/cancel',
  '$/cancelRequest',
  '$/setTrace',
  '$/progress',
];

/** Values for whole params, and for each of the members that requests read. */
const VALUES: readonly unknown[] = [null, [], [null, 7], {}, 'text', 7, -1.5, true, { uri: 7 }, { uri: 'file:///%' }];
const MEMBERS: readonly string[] = [
  'textDocument',
  'position',
  'range',
  'context',
  'item',
  'data',
  'query',
  'ops',
  'ioctl',
  'hook',
  'from',
  'to',
  'tree',
  'depth',
  'hide',
  'room',
  'format',
  'command',
  'arguments',
  'contentChanges',
  'changes',
  'settings',
  'workDoneToken',
];

/** Params that are right in general, with one member wrong. */
function nonsense(uri: string): readonly unknown[] {
  const position = { line: 1, character: 1 };
  const right = {
    textDocument: { uri, version: 1, languageId: 'c', text: '' },
    position,
    range: { start: position, end: position },
    context: { includeDeclaration: true, diagnostics: [] },
    item: { uri, name: 'x', kind: 12, data: { k: 'function' } },
  };
  return [...VALUES, ...MEMBERS.flatMap((name) => VALUES.map((value) => ({ ...right, [name]: value })))];
}

/** The one that all nonsense is asked of: what an answer leaves behind shows in the next. */
let server: TestServer;
before(async () => {
  server = await startServer({ root: sampleTree });
});
after(() => server.stop());

for (const method of REQUESTS) {
  test(`${method} answers nonsense, with whatever`, async () => {
    const { uri } = server.document('mm/shmem.c');
    const asked = nonsense(uri).map((params) => server.request(method, params).catch((error: Error) => error.message));
    await Promise.all(asked);
    const textDocument = server.document('mm/shmem.c');
    assert.equal((await server.request(CodeLensRequest.type, { textDocument }))?.length, 6);
    assert.equal(server.stderr(), '');
  });
}

for (const method of NOTIFICATIONS) {
  test(`${method} with nonsense ends nothing`, async (t) => {
    const told = await serveApart(t);
    const { uri } = told.document('mm/gone.c');
    for (const params of nonsense(uri)) await told.notify(method, params);
    assert.equal((await told.request(WorkspaceSymbolRequest.type, { query: 'shmuffd' }))?.length, 1);
    assert.equal(told.stderr(), '');
  });
}
