/** When the server tells the client that answers may be new: then, and only then, as each time costs new lenses. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  CodeLensRequest,
  DidChangeWatchedFilesNotification,
  DidCloseTextDocumentNotification,
  FileChangeType,
  type FileEvent,
} from 'vscode-languageserver/node';
import type { ChangedParams, StatusParams } from '../../server/src/protocol/requests.ts';
import type { TestServer } from '../harness/lsp-client.ts';
import { sampleCopy, sampleText, serveApart } from '../protocol/sample.ts';

const shmem = 'mm/shmem.c';

const lensesOf = async (server: TestServer, path: string): Promise<string[]> => {
  const found = await server.request(CodeLensRequest.type, { textDocument: server.document(path) });
  return (found ?? []).map((each) => each.command?.title ?? '');
};

const changedOnDisk = (server: TestServer, path: string) => {
  const changes: FileEvent[] = [{ uri: server.document(path).uri, type: FileChangeType.Changed }];
  return server.notify(DidChangeWatchedFilesNotification.type, { changes });
};

const close = (server: TestServer, path: string) =>
  server.notify(DidCloseTextDocumentNotification.type, { textDocument: server.document(path) });

/** Edits a file that matters, so that the server has news; how many times it had some, this one included. */
async function news(server: TestServer): Promise<number> {
  await server.change(shmem, `${sampleText(shmem)}\n`);
  const { generation } = await server.waitFor<ChangedParams>('opscope/changed');
  return generation;
}

test('opening, saving and closing what is on disk is no news', async (t) => {
  const root = sampleCopy(t);
  const server = await serveApart(t, { root });
  await server.open(shmem);
  await lensesOf(server, shmem);
  await server.open('mm/hugetlb.c');
  await lensesOf(server, 'mm/hugetlb.c');
  await changedOnDisk(server, 'mm/hugetlb.c');
  await close(server, 'mm/hugetlb.c');
  await lensesOf(server, 'mm/hugetlb.c');
  assert.equal(await news(server), 1);
});

test('an edit is news, and closing without saving is', async (t) => {
  const server = await serveApart(t);
  await server.open('mm/hugetlb.c');
  const before = await lensesOf(server, 'mm/hugetlb.c');
  await server.change('mm/hugetlb.c', '');
  await server.waitFor('opscope/changed');
  assert.deepEqual(await lensesOf(server, 'mm/hugetlb.c'), []);
  await close(server, 'mm/hugetlb.c');
  await server.waitFor('opscope/changed');
  assert.deepEqual(await lensesOf(server, 'mm/hugetlb.c'), before);
});

test('a file that is opened with another text than it had is news', async (t) => {
  const root = sampleCopy(t);
  const server = await serveApart(t, { root });
  const before = await lensesOf(server, shmem);
  const text = sampleText(shmem).replace('.alloc_folio\t\t= shmem_mfill_folio_alloc,', '');
  writeFileSync(join(root, shmem), text);
  // The watcher has not told yet, and the editor already has the new text.
  await server.open(shmem, text);
  await server.waitFor('opscope/changed');
  assert.equal((await lensesOf(server, shmem)).length, before.length - 1);
});

test('a file that was written before it was opened is found by searches that ran before that', async (t) => {
  const root = sampleCopy(t);
  const server = await serveApart(t, { root });
  await lensesOf(server, shmem);
  const text = sampleText(shmem).replaceAll('shmem_', 'late_');
  writeFileSync(join(root, 'mm/memory.c'), text);
  await server.open('mm/memory.c', text);
  await changedOnDisk(server, 'mm/memory.c');
  await server.waitFor('opscope/changed');
  assert.ok((await lensesOf(server, shmem)).some((each) => each.includes('late')));
});

test('the version of the tree is the one of its Makefile now', async (t) => {
  const root = sampleCopy(t);
  const server = await serveApart(t, { root });
  await server.waitFor<StatusParams>('opscope/status', ({ state }) => state === 'ready');
  const path = join(root, 'Makefile');
  writeFileSync(path, readFileSync(path, 'utf8').replace(/^PATCHLEVEL = \d+/m, 'PATCHLEVEL = 99'));
  await changedOnDisk(server, 'Makefile');
  const status = await server.waitFor<StatusParams>('opscope/status', ({ tree }) => tree?.version === '7.99.0');
  assert.match(status.message, /^Linux 7\.99\.0; vm_uffd_ops: 5 hooks, 4 tables/);
});
