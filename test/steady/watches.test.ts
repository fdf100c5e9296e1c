/** Which files clients are asked to watch: the whole tree by one pattern, or the folders that are read. */
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import {
  type ClientCapabilities,
  CodeLensRequest,
  DidChangeWatchedFilesNotification,
  type DidChangeWatchedFilesRegistrationOptions,
  FileChangeType,
  type RegistrationParams,
  type RelativePattern,
} from 'vscode-languageserver/node';
import type { StatusParams } from '../../server/src/protocol/requests.ts';
import type { TestServer } from '../harness/lsp-client.ts';
import { sampleCopy, sampleText, sampleTree, serveApart } from '../protocol/sample.ts';

/** Registrations of watchers so far: each as `folder pattern`, the folder relative to the sample tree. */
function watched(server: TestServer, root = sampleTree): string[][] {
  return server.asked
    .filter(({ method }) => method === 'client/registerCapability')
    .flatMap(({ params }) => (params as RegistrationParams).registrations)
    .filter(({ method }) => method === DidChangeWatchedFilesNotification.method)
    .map(({ registerOptions }) =>
      (registerOptions as DidChangeWatchedFilesRegistrationOptions).watchers.map(({ globPattern }) => {
        const { baseUri, pattern } = globPattern as RelativePattern;
        return `${String(baseUri).slice(pathToFileURL(root).href.length + 1)} ${pattern}`;
      }),
    );
}

const ready = (server: TestServer) => server.waitFor<StatusParams>('opscope/status', ({ state }) => state === 'ready');

const source = '**/{*.c,*.h,Makefile*,Kbuild*,Kconfig*}';
const whole = ' **/{*.c,*.h,Makefile*,Kbuild*,Kconfig*,.config}';

test('the whole tree is watched by one pattern', async (t) => {
  const server = await serveApart(t);
  await ready(server);
  assert.deepEqual(watched(server), [[whole]]);
});

test('the folders that are named are watched, each by itself, and the headers that others include', async (t) => {
  const server = await serveApart(t, { settings: { folders: ['mm', 'virt'] } });
  await ready(server);
  const folders = ['mm', 'virt', 'include'];
  assert.deepEqual(watched(server), [[...folders.map((folder) => `${folder} ${source}`), ' {Makefile,.config}']]);
});

test('other folders are watched when others are read, and the old ones are not', async (t) => {
  const server = await serveApart(t);
  await ready(server);
  await server.configure({ folders: ['mm', 'include'] });
  await server.waitFor('opscope/changed');
  assert.deepEqual(watched(server)[1], [`mm ${source}`, `include ${source}`, ' {Makefile,.config}']);
  // Nothing is answered before what was sent before it.
  await server.request(CodeLensRequest.type, { textDocument: server.document('mm/shmem.c') });
  assert.equal(server.asked.filter(({ method }) => method === 'client/unregisterCapability').length, 1);
});

const without: readonly (readonly [string, ClientCapabilities])[] = [
  ['cannot be asked', { workspace: { configuration: true } }],
  [
    'would have to look at every folder for a pattern',
    { workspace: { configuration: true, didChangeWatchedFiles: { dynamicRegistration: true } } },
  ],
];
for (const [what, capabilities] of without) {
  test(`a client that ${what} is asked for nothing`, async (t) => {
    const server = await serveApart(t, { capabilities });
    await ready(server);
    assert.deepEqual(watched(server), []);
  });
}

test('a client that watches by itself is asked for nothing', async (t) => {
  const server = await serveApart(t, { settings: { watchesFiles: true } });
  await ready(server);
  assert.deepEqual(watched(server), []);
});

/** The lenses of mm/hugetlb.c after something happened on disk. */
async function lensesAfter(t: TestContext, happens: (path: string) => void, type: FileChangeType): Promise<string[]> {
  const root = sampleCopy(t);
  const server = await serveApart(t, { root });
  await ready(server);
  const header = server.document('include/linux/userfaultfd_k.h');
  await server.request(CodeLensRequest.type, { textDocument: header });
  happens(join(root, 'mm/hugetlb.c'));
  await server.notify(DidChangeWatchedFilesNotification.type, {
    changes: [{ uri: server.document('mm/hugetlb.c').uri, type }],
  });
  await server.waitFor('opscope/changed');
  const found = await server.request(CodeLensRequest.type, { textDocument: header });
  return (found ?? []).map((each) => each.command?.title ?? '');
}

test('what another program writes, or removes, is noticed', async (t) => {
  const text = sampleText('mm/hugetlb.c').replace('.can_userfault\t= hugetlb_can', '.alloc_folio\t= hugetlb_can');
  const [can, , alloc] = await lensesAfter(t, (path) => writeFileSync(path, text), FileChangeType.Changed);
  assert.equal(can, 'can_userfault: shmem, anon, kvm_gmem · 1 call');
  assert.equal(alloc, 'alloc_folio: hugetlb, shmem, anon, kvm_gmem · 1 call');
  const [gone] = await lensesAfter(t, (path) => rmSync(path), FileChangeType.Deleted);
  assert.equal(gone, 'can_userfault: shmem, anon, kvm_gmem · 1 call');
});
