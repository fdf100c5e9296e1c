/** A switch from one kernel to another under a running server, as `git checkout` does it. */
import assert from 'node:assert/strict';
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  CodeLensRequest,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type FileEvent,
} from 'vscode-languageserver/node';
import type { MatrixResult, StatusParams } from '../../server/src/protocol/requests.ts';
import { kernelTrees } from '../harness/kernel-trees.ts';
import type { TestServer } from '../harness/lsp-client.ts';
import { scratch, serveApart } from '../protocol/sample.ts';

const [newest, before] = kernelTrees;
const folders = ['mm', 'include/linux'];
const settings = { folders, ops: ['vm_uffd_ops', 'vm_operations_struct'] };

/** Puts a kernel's folders into a tree, in the place of what is there; the paths of all files that are or were there. */
function checkOut(from: string, to: string): Set<string> {
  const paths = new Set<string>();
  for (const folder of folders) {
    for (const tree of [from, to].map((root) => join(root, folder))) {
      for (const path of readdirSync(tree, { recursive: true, encoding: 'utf8' })) paths.add(`${folder}/${path}`);
    }
    rmSync(join(to, folder), { recursive: true });
    cpSync(join(from, folder), join(to, folder), { recursive: true });
  }
  cpSync(join(from, 'Makefile'), join(to, 'Makefile'), { force: true });
  return paths.add('Makefile');
}

async function answers(server: TestServer): Promise<unknown> {
  const { matrices }: MatrixResult = await server.request('opscope/matrix', {});
  const lenses = await Promise.all(
    ['mm/shmem.c', 'mm/userfaultfd.c', 'include/linux/mm.h'].map((path) =>
      server.request(CodeLensRequest.type, { textDocument: server.document(path) }),
    ),
  );
  return { matrices, lenses };
}

test('a server settles on the tree that was checked out', async (t) => {
  assert.ok(newest && before, 'two kernel trees');
  const root = join(scratch(t), 'linux');
  for (const path of [...folders, 'Makefile', 'Kconfig', 'Kbuild']) {
    cpSync(join(newest.root, path), join(root, path), { recursive: true });
  }
  const server = await serveApart(t, { root, settings });
  const first = await answers(server);
  const changes = [...checkOut(before.root, root)].map(
    (path): FileEvent => ({ uri: server.document(path).uri, type: FileChangeType.Changed }),
  );
  assert.ok(changes.length > 1000);
  await server.notify(DidChangeWatchedFilesNotification.type, { changes });
  await server.waitFor<StatusParams>('opscope/status', ({ tree }) => tree?.version === before.version);
  const settled = await answers(server);
  assert.notDeepEqual(settled, first);
  assert.deepEqual(settled, await answers(await serveApart(t, { root, settings })));
});
