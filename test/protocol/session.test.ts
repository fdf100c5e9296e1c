/** A session from initialize to exit: capabilities, status, progress, cancellation, trees, and how the process ends. */
import assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import {
  CancellationTokenSource,
  CodeLensRequest,
  DidChangeWatchedFilesNotification,
  ExitNotification,
  FileChangeType,
  type FileEvent,
  LSPErrorCodes,
  PositionEncodingKind,
  TextDocumentSyncKind,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver/node';
import type { StatusParams } from '../../server/src/protocol/requests.ts';
import type { TestServer } from '../harness/lsp-client.ts';
import { projectRoot } from '../harness/root.ts';
import { lined, named, sampleCopy, sampleText, sampleTree, scratch, serveApart } from './sample.ts';

describe('initialize', () => {
  test('offers what the server answers, and nothing else', async (t) => {
    const { initialized } = await serveApart(t);
    assert.equal(initialized.serverInfo?.name, 'opscope');
    assert.deepEqual(initialized.capabilities, {
      positionEncoding: 'utf-16',
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
      implementationProvider: true,
      definitionProvider: true,
      referencesProvider: true,
      hoverProvider: true,
      completionProvider: { triggerCharacters: ['.'] },
      codeLensProvider: { resolveProvider: true },
      callHierarchyProvider: true,
      typeHierarchyProvider: true,
      inlayHintProvider: true,
      workspaceSymbolProvider: true,
      documentSymbolProvider: { label: 'opscope' },
      codeActionProvider: { codeActionKinds: ['quickfix', 'refactor.rewrite', 'opscope.goTo'] },
      executeCommandProvider: {
        commands: [
          'opscope.show',
          ...['matrix', 'graph', 'reach', 'explain', 'link'].map((each) => `opscope.${each}Text`),
        ],
      },
    });
  });

  const encodings = [
    { offered: [PositionEncodingKind.UTF8, PositionEncodingKind.UTF16], taken: 'utf-8' },
    { offered: [PositionEncodingKind.UTF32, PositionEncodingKind.UTF8], taken: 'utf-8' },
    { offered: [PositionEncodingKind.UTF16, PositionEncodingKind.UTF8], taken: 'utf-16' },
    { offered: [PositionEncodingKind.UTF32], taken: 'utf-16' },
  ];
  for (const { offered, taken } of encodings) {
    test(`takes ${taken} of ${offered.join(', ')}`, async (t) => {
      const server = await serveApart(t, { encodings: offered });
      assert.equal(server.initialized.capabilities.positionEncoding, taken);
    });
  }
});

describe('status', () => {
  test('goes from indexing to what was found', async (t) => {
    const server = await serveApart(t);
    const first = await server.waitFor<StatusParams>('opscope/status');
    assert.equal(first.state, 'indexing');
    const ready = await server.waitFor<StatusParams>('opscope/status', ({ state }) => state === 'ready');
    assert.deepEqual(ready.tree, { root: sampleTree, version: '7.3.0' });
    assert.deepEqual(ready.state === 'ready' && ready.ops, [{ name: 'vm_uffd_ops', hooks: 5, tables: 4 }]);
  });

  test('says so where the tree has no such struct', async (t) => {
    const server = await serveApart(t, { settings: { ops: ['no_such_ops'] } });
    const status = await server.waitFor<StatusParams>('opscope/status', ({ state }) => state === 'no-ops');
    assert.equal(status.message, 'Linux 7.3.0 has no struct no_such_ops.');
  });

  test('says so where the folder is no kernel, and answers nothing', async (t) => {
    const root = scratch(t);
    const server = await serveApart(t, { root });
    const status = await server.waitFor<StatusParams>('opscope/status');
    assert.equal(status.state, 'no-kernel');
    await server.open('hello.c', 'struct vm_uffd_ops { int (*f)(void); };\n');
    const textDocument = server.document('hello.c');
    assert.equal(await server.request(CodeLensRequest.type, { textDocument }), null);
    assert.equal(await server.request(WorkspaceSymbolRequest.type, { query: '' }), null);
  });

  test('comes with progress that begins and ends', async (t) => {
    const server = await serveApart(t);
    const kind = (wanted: string) =>
      server.waitFor<{ value: { kind: string } }>('$/progress', ({ value }) => value.kind === wanted);
    await kind('begin');
    await kind('end');
    assert.ok(server.asked.some(({ method }) => method === 'window/workDoneProgress/create'));
  });

  test('comes without progress where the client knows none', async (t) => {
    const server = await serveApart(t, { capabilities: { window: {} } });
    await server.waitFor<StatusParams>('opscope/status', ({ state }) => state === 'ready');
    assert.equal(server.asked.filter(({ method }) => method === 'window/workDoneProgress/create').length, 0);
  });
});

describe('the log', () => {
  /** What was said so far of a session, until a line that is waited for. */
  async function lines(server: TestServer, until: RegExp): Promise<readonly string[]> {
    const said: string[] = [];
    while (!said.some((line) => until.test(line)))
      said.push((await server.waitFor<{ message: string }>('window/logMessage')).message);
    return said;
  }

  test('has the version, the tree, what was read of it, and how long that took', async (t) => {
    const server = await serveApart(t);
    const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { version: string };
    assert.equal(server.initialized.serverInfo?.version, version);
    const [first = '', second = ''] = await lines(server, / read /);
    assert.equal(first, `opscope: version ${version}, Node.js ${process.versions.node}`);
    const [, tree, files, where] = /^opscope: (.*): read (\d+) files of (.*) in \d+\.\d\d s$/.exec(second) ?? [];
    assert.deepEqual([tree, where], [`${sampleTree} (Linux 7.3.0)`, 'the whole tree']);
    const sources = readdirSync(sampleTree, { recursive: true, encoding: 'utf8' }).filter((path) =>
      /\.[ch]$/.test(path),
    );
    assert.equal(Number(files), sources.length);
  });

  test('says which folders alone were read, and what an earlier session left', async (t) => {
    const options = { settings: { folders: ['mm', 'fs'] }, cacheFolder: scratch(t) };
    const first = await serveApart(t, options);
    assert.match((await lines(first, / read /)).at(-1) ?? '', /: read \d+ files of mm, fs in [\d.]+ s$/);
    await first.stop();
    const again = await lines(await serveApart(t, options), / read /);
    assert.match(again.at(-1) ?? '', /: read \d+ files of mm, fs in [\d.]+ s, as an earlier session left them$/);
  });

  test('says that a folder is in no kernel tree', async (t) => {
    const root = scratch(t);
    const said = await lines(await serveApart(t, { root }), /kernel tree/);
    assert.equal(said.at(-1), `opscope: file://${root}: not in a Linux kernel tree`);
  });
});

describe('requests', () => {
  test('that are cancelled end with that error, and the next one is answered', async (t) => {
    const server = await serveApart(t);
    const textDocument = server.document('mm/shmem.c');
    const cancel = new CancellationTokenSource();
    const asked = server.request(CodeLensRequest.type, { textDocument }, cancel.token);
    cancel.cancel();
    await assert.rejects(asked, { code: LSPErrorCodes.RequestCancelled });
    assert.equal((await server.request(CodeLensRequest.type, { textDocument }))?.length, 6);
  });

  test('about a file that does not exist are answered with nothing', async (t) => {
    const server = await serveApart(t);
    assert.equal(await server.request(CodeLensRequest.type, { textDocument: server.document('mm/gone.c') }), null);
  });

  test('about what is no file are answered with nothing', async (t) => {
    const server = await serveApart(t);
    const textDocument = { uri: 'untitled:Untitled-1' };
    assert.equal(await server.request(CodeLensRequest.type, { textDocument }), null);
  });

  test('for symbols find hooks, tables and functions by their letters', async (t) => {
    const server = await serveApart(t);
    const found = await server.request(WorkspaceSymbolRequest.type, { query: 'shmuffd' });
    assert.deepEqual(
      found?.map(({ name, containerName }) => `${name} ${containerName}`),
      ['shmem_uffd_ops shmem'],
    );
    const all = (await server.request(WorkspaceSymbolRequest.type, { query: '' })) ?? [];
    assert.equal(all.length, 5 + 4 + 12);
    const locations = all.flatMap(({ location }) => ('range' in location ? [location] : []));
    assert.deepEqual(
      named(sampleTree, locations).map((each) => each.split(' ')[1]),
      all.map(({ name }) => name),
    );
  });
});

describe('files on disk', () => {
  test('that change are read again', async (t) => {
    const root = sampleCopy(t);
    const server = await serveApart(t, { root });
    const textDocument = server.document('mm/hugetlb.c');
    assert.equal((await server.request(CodeLensRequest.type, { textDocument }))?.length, 2);
    const text = sampleText('mm/hugetlb.c').replace('.can_userfault\t= hugetlb_can_userfault,', '');
    writeFileSync(join(root, 'mm/hugetlb.c'), text);
    const changes: FileEvent[] = [{ uri: textDocument.uri, type: FileChangeType.Changed }];
    await server.notify(DidChangeWatchedFilesNotification.type, { changes });
    const left = await server.request(CodeLensRequest.type, { textDocument });
    assert.deepEqual(
      left?.map((each) => each.command?.title),
      ['hugetlb: 0 of 5 hooks · installed in hugetlb_vm_ops'],
    );
  });

  test('that change behind an open editor do not matter', async (t) => {
    const root = sampleCopy(t);
    const server = await serveApart(t, { root });
    const textDocument = server.document('mm/hugetlb.c');
    await server.open('mm/hugetlb.c');
    writeFileSync(join(root, 'mm/hugetlb.c'), '');
    const changes: FileEvent[] = [{ uri: textDocument.uri, type: FileChangeType.Changed }];
    await server.notify(DidChangeWatchedFilesNotification.type, { changes });
    assert.equal((await server.request(CodeLensRequest.type, { textDocument }))?.length, 2);
  });

  test('of two trees are answered each from its own', async (t) => {
    const other = sampleCopy(t);
    writeFileSync(join(other, 'mm/hugetlb.c'), '');
    const server = await serveApart(t);
    const uri = (root: string) => new URL(`file://${root}/include/linux/userfaultfd_k.h`).href;
    const first = async (root: string) => {
      const found = await server.request(CodeLensRequest.type, { textDocument: { uri: uri(root) } });
      return found?.[0]?.command?.title;
    };
    assert.equal(await first(sampleTree), 'can_userfault: hugetlb, shmem, anon, kvm_gmem · 1 call');
    assert.equal(await first(other), 'can_userfault: shmem, anon, kvm_gmem · 1 call');
    const lens = await server.request(CodeLensRequest.type, { textDocument: { uri: uri(other) } });
    const places = lens?.[2]?.command?.arguments?.[2] as Parameters<typeof lined>[1];
    assert.equal(lined(other, places).filter((each) => each.startsWith('mm/shmem.c:')).length, 1);
  });
});

describe('trees', () => {
  const hooks = (server: TestServer, path: string) =>
    server.request(CodeLensRequest.type, { textDocument: server.document(path) }).then((found) => found?.length);

  test('that come after a file of theirs was opened are found', async (t) => {
    const root = scratch(t);
    const server = await serveApart(t, { root });
    await server.open('linux/mm/hugetlb.c', `${sampleText('mm/hugetlb.c')}\n`);
    assert.equal(await hooks(server, 'linux/mm/hugetlb.c'), undefined);
    cpSync(sampleTree, join(root, 'linux'), { recursive: true });
    // What the editor has counts, though it is older than the tree.
    writeFileSync(join(root, 'linux/mm/hugetlb.c'), '');
    assert.equal(await hooks(server, 'linux/mm/hugetlb.c'), 2);
  });

  test('in a folder that becomes one when its Makefile is there are found', async (t) => {
    const root = sampleCopy(t);
    const makefile = readFileSync(join(root, 'Makefile'));
    rmSync(join(root, 'Makefile'));
    const server = await serveApart(t, { root });
    assert.equal(await hooks(server, 'mm/hugetlb.c'), undefined);
    writeFileSync(join(root, 'Makefile'), makefile);
    assert.equal(await hooks(server, 'mm/hugetlb.c'), 2);
  });

  test('in a tree are told from it, whichever is asked about first', async (t) => {
    const root = sampleCopy(t);
    cpSync(sampleTree, join(root, 'work'), { recursive: true });
    writeFileSync(join(root, 'work/mm/hugetlb.c'), '');
    const header = 'linux/include/linux/userfaultfd_k.h';
    const inner = 'linux/work/include/linux/userfaultfd_k.h';
    const right: Readonly<Record<string, string>> = {
      [header]: 'can_userfault: hugetlb, shmem, anon, kvm_gmem · 1 call',
      [inner]: 'can_userfault: shmem, anon, kvm_gmem · 1 call',
    };
    for (const paths of [
      [header, inner],
      [inner, header],
    ]) {
      const server = await serveApart(t, { root: dirname(root) });
      for (const path of paths) {
        const lens = await server.request(CodeLensRequest.type, { textDocument: server.document(path) });
        assert.equal(lens?.[0]?.command?.title, right[path]);
      }
    }
  });
});

describe('the end', () => {
  test('is code 0 after shutdown', async (t) => {
    const server = await serveApart(t);
    assert.equal(await server.stop(), 0);
    assert.equal(server.stderr(), '');
  });

  test('is code 1 without shutdown', async (t) => {
    const server = await serveApart(t);
    await server.notify(ExitNotification.type);
    assert.equal(await server.ended, 1);
  });
});
