/** A branch switch: thousands of files change at once, and the server settles by itself to what is there now. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import {
  CodeLensRequest,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type FileEvent,
} from 'vscode-languageserver/node';
import type { ChangedParams, MatrixResult, StatusParams } from '../../server/src/protocol/requests.ts';
import type { TestServer } from '../harness/lsp-client.ts';
import { scratch, serveApart } from '../protocol/sample.ts';
import { MANY, makeTree, switchTree } from './generated.ts';

const count = 1200;
const settings = { ops: [MANY] };

const ready = (server: TestServer, tables: number) =>
  server.waitFor<StatusParams>(
    'opscope/status',
    (status) => status.state === 'ready' && status.ops[0]?.tables === tables,
  );

/** What the server answers about the tree. */
async function answers(server: TestServer): Promise<unknown> {
  const matrix: MatrixResult = await server.request('opscope/matrix', {});
  const lenses = await Promise.all(
    ['include/linux/many.h', 'fs/many1/unit1.c', 'fs/many7/unit7.c', 'fs/many8/unit8.c'].map((path) =>
      server.request(CodeLensRequest.type, { textDocument: server.document(path) }),
    ),
  );
  return { tables: matrix.matrices[0]?.tables, lenses };
}

/** A server on a tree that was switched, and the events that a watcher has of it. */
async function switched(t: TestContext): Promise<{ server: TestServer; root: string; events: FileEvent[] }> {
  const root = join(scratch(t), 'linux');
  makeTree(root, count);
  const server = await serveApart(t, { root, settings });
  await ready(server, count);
  await answers(server);
  const events = switchTree(root, count).map(
    (path): FileEvent => ({ uri: server.document(path).uri, type: FileChangeType.Changed }),
  );
  return { server, root, events };
}

const tell = (server: TestServer, changes: FileEvent[]) =>
  server.notify(DidChangeWatchedFilesNotification.type, { changes });

test('told in one message', async (t) => {
  const { server, root, events } = await switched(t);
  await tell(server, events);
  // Nobody asks: the server says by itself what there is now. A tenth of the files went, and half as many are new.
  await ready(server, count * 0.95);
  const { generation } = await server.waitFor<ChangedParams>('opscope/changed');
  assert.equal(generation, 1);
  const fresh = await serveApart(t, { root, settings });
  assert.deepEqual(await answers(server), await answers(fresh));
});

test('told file by file, with questions in between', async (t) => {
  const { server, root, events } = await switched(t);
  const asked: Promise<unknown>[] = [];
  for (const [index, event] of events.entries()) {
    await tell(server, [event]);
    if (index % 500 === 0) asked.push(answers(server));
  }
  await Promise.all(asked);
  const fresh = await serveApart(t, { root, settings });
  assert.deepEqual(await answers(server), await answers(fresh));
  await server.waitFor('opscope/changed');
  const told = 1 + server.unread('opscope/changed');
  assert.ok(told < events.length / 20, `${told} times for ${events.length} events`);
});
