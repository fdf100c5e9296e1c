/** The server under things that should not happen: it is killed, files vanish under it, and clients send nonsense. */
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import {
  CodeLensRequest,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type FileEvent,
  HoverRequest,
} from 'vscode-languageserver/node';
import type { MatrixResult } from '../../server/src/protocol/requests.ts';
import { startServer } from '../harness/lsp-client.ts';
import { sampleCopy, sampleText, sampleTree, scratch, serveApart } from '../protocol/sample.ts';

const typesOf = (answer: MatrixResult) => answer.matrices[0]?.tables.map((each) => each.memoryType);

describe('a server', () => {
  test('that is killed leaves nothing behind that stops the next one', async (t) => {
    const cacheFolder = scratch(t);
    const first = await startServer({ root: sampleTree, cacheFolder });
    const asked = first.request('opscope/matrix', {});
    process.kill(first.pid, 'SIGKILL');
    await assert.rejects(asked);
    assert.equal(await first.ended, null);
    const second = await serveApart(t, { cacheFolder });
    assert.deepEqual(typesOf(await second.request('opscope/matrix', {})), ['hugetlb', 'shmem', 'anon', 'kvm_gmem']);
  });

  test('starts on a cache folder that is a file, or full of rubbish', async (t) => {
    const folder = scratch(t);
    const file = join(folder, 'file');
    writeFileSync(file, 'no folder');
    const onFile = await serveApart(t, { cacheFolder: file });
    assert.equal(typesOf(await onFile.request('opscope/matrix', {}))?.length, 4);
    const cacheFolder = scratch(t);
    const first = await serveApart(t, { cacheFolder });
    await first.request('opscope/matrix', {});
    assert.equal(await first.stop(), 0);
    const second = await serveApart(t, { cacheFolder });
    assert.equal(typesOf(await second.request('opscope/matrix', {}))?.length, 4);
  });

  test('goes on when files vanish between its search and its reading', async (t) => {
    const root = sampleCopy(t);
    const server = await serveApart(t, { root });
    await server.request('opscope/matrix', {});
    // Nobody says that these are gone: they are missed when they are next read.
    rmSync(join(root, 'mm/hugetlb.c'));
    rmSync(join(root, 'virt'), { recursive: true });
    await server.open('mm/shmem.c', `${sampleText('mm/shmem.c')}\n`);
    const answer: MatrixResult = await server.request('opscope/matrix', {});
    assert.ok(typesOf(answer)?.includes('shmem'));
    const changes = ['mm/hugetlb.c', 'virt/kvm/guest_memfd.c'].map(
      (path): FileEvent => ({
        uri: server.document(path).uri,
        type: FileChangeType.Deleted,
      }),
    );
    await server.notify(DidChangeWatchedFilesNotification.type, { changes });
    assert.deepEqual(typesOf(await server.request('opscope/matrix', {})), ['shmem', 'anon']);
  });

  test('goes on when its whole tree vanishes', async (t) => {
    const root = sampleCopy(t);
    const server = await serveApart(t, { root });
    rmSync(root, { recursive: true });
    const textDocument = server.document('mm/shmem.c');
    assert.equal(await server.request(CodeLensRequest.type, { textDocument }), null);
    assert.equal(await server.stop(), 0);
  });

  test('answers nothing at positions that are in no file', async (t) => {
    const server = await serveApart(t);
    const textDocument = server.document('mm/shmem.c');
    for (const position of [
      { line: 100_000, character: 0 },
      { line: 0, character: 100_000 },
      { line: 2 ** 31 - 1, character: 2 ** 31 - 1 },
    ]) {
      assert.equal(await server.request(HoverRequest.type, { textDocument, position }), null);
    }
  });

  test('goes on after changes to a file that was never opened', async (t) => {
    const server = await serveApart(t);
    await server.change('mm/shmem.c', 'int x;\n');
    const found = await server.request(CodeLensRequest.type, { textDocument: server.document('mm/shmem.c') });
    assert.equal(found?.length, 6);
  });

  test('takes a thousand edits in a row, and answers for the last', async (t) => {
    const server = await serveApart(t);
    const text = sampleText('mm/shmem.c');
    await server.open('mm/shmem.c');
    for (let edit = 0; edit < 1000; edit++) await server.change('mm/shmem.c', `${text}// ${edit}\n`);
    await server.change('mm/shmem.c', text.replace('.filemap_remove\t\t= shmem_mfill_filemap_remove,', ''));
    const found = await server.request(CodeLensRequest.type, { textDocument: server.document('mm/shmem.c') });
    assert.ok(found?.some((each) => each.command?.title.startsWith('shmem: 4 of 5 hooks')));
  });
});
