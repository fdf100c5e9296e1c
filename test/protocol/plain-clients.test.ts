/** Clients that can little: requests without params, texts by commands, errors for answers, and nobody who watches files. */
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { CodeLensRequest, ExecuteCommandRequest } from 'vscode-languageserver/node';
import type { GraphSubject, MatrixResult } from '../../server/src/protocol/requests.ts';
import type { TestServer } from '../harness/lsp-client.ts';
import { type RawServer, rawServer } from '../harness/raw-server.ts';
import { cursor, sampleCopy, sampleTree, scratch, serveApart } from './sample.ts';

/** A server that is spoken to in bytes; an error answers each of its own requests. */
async function refusing(t: TestContext, capabilities: object): Promise<RawServer> {
  const server = rawServer(t, { OPSCOPE_STRICT: '1' });
  const initializationOptions = { cacheFolder: scratch(t) };
  await server.ask('initialize', {
    processId: process.pid,
    rootUri: `file://${sampleTree}`,
    capabilities,
    initializationOptions,
  });
  server.send({ method: 'initialized', params: {} });
  return server;
}

describe('requests without params', () => {
  const answered = ['matrix', 'reach', 'revisions', 'graph', 'review', 'reviewText', 'reviewReply', 'reviewClose'];
  const incomplete: readonly (readonly [string, number])[] = [
    ['siblings', -32602],
    ['graphAt', -32602],
    ['compare', -32803],
    ['sideText', -32803],
  ];

  test('are answered as those with nothing in them, or say what they need', async (t) => {
    const server = await refusing(t, {});
    for (const method of answered) {
      const [wanted, ...others] = await asked(server, method);
      assert.ok(wanted && 'result' in wanted, method);
      for (const each of others) assert.deepEqual(each.result, wanted.result, method);
    }
    for (const [method, code] of incomplete)
      for (const { error } of await asked(server, method))
        assert.equal(error?.code, code, `${method}: ${error?.message}`);
    assert.equal(server.stderr(), '');
  });

  /** The answers to a request with an empty object, without params, with null, and with an empty list. */
  async function asked(server: RawServer, method: string) {
    const answers = [];
    for (const params of [{}, undefined, null, []]) answers.push(await server.ask(`opscope/${method}`, params));
    return answers.map(({ result, error }) => (error ? { error } : { result }));
  }
});

describe('a client that answers with errors', () => {
  const capabilities = {
    workspace: {
      configuration: true,
      didChangeConfiguration: { dynamicRegistration: true },
      didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
      codeLens: { refreshSupport: true },
      inlayHint: { refreshSupport: true },
    },
    window: { workDoneProgress: true },
  };

  test('is served with the defaults, and the log says so once', async (t) => {
    const server = await refusing(t, capabilities);
    const refuse = async (method: string): Promise<void> => {
      const { id } = await server.next((said) => said.method === method && said.id !== undefined);
      server.send({ id, error: { code: -32603, message: 'not here' } });
    };
    await refuse('client/registerCapability');
    await refuse('workspace/configuration');
    const { params } = await server.next(
      (said) => said.method === 'window/logMessage' && JSON.stringify(said.params).includes('workspace/configuration'),
    );
    assert.deepEqual(params, {
      type: 2,
      message:
        'opscope: the editor answers workspace/configuration with an error (not here); the settings stay as they are',
    });
    await refuse('client/registerCapability');
    await refuse('window/workDoneProgress/create');
    await server.next(({ method, params }) => method === 'opscope/status' && JSON.stringify(params).includes('ready'));
    server.send({ method: 'workspace/didChangeConfiguration', params: { settings: null } });
    await refuse('workspace/configuration');
    await refuse('workspace/codeLens/refresh');
    const matrix = (await server.ask('opscope/matrix')).result;
    assert.match(JSON.stringify(matrix), /"ops":"vm_uffd_ops"/);
    await server.ask('shutdown');
    server.send({ method: 'exit' });
    assert.equal(await server.ended, 0);
    assert.ok(!server.has(({ params }) => JSON.stringify(params ?? null).includes('workspace/configuration with')));
    assert.equal(server.stderr(), '');
  });
});

describe('files in a client that watches none', () => {
  const unwatched = { workspace: { configuration: true } };
  const table = 'static const struct vm_uffd_ops late_uffd_ops = {\n\t.alloc_folio = late_alloc,\n};\n';
  const include = '#include <linux/userfaultfd_k.h>\n';

  async function tables(server: TestServer): Promise<readonly string[]> {
    const answer: MatrixResult = await server.request('opscope/matrix', {});
    return answer.matrices[0]?.tables.map(({ name }) => name) ?? [];
  }

  test('that are made outside count when they are opened, and go on when they are closed', async (t) => {
    const root = sampleCopy(t);
    const server = await serveApart(t, { root, capabilities: unwatched });
    assert.equal((await tables(server)).length, 4);
    writeFileSync(join(root, 'mm/late.c'), include + table);
    await server.open('mm/late.c');
    assert.ok((await tables(server)).includes('late_uffd_ops'));
    await server.notify('textDocument/didClose', { textDocument: server.document('mm/late.c') });
    assert.ok((await tables(server)).includes('late_uffd_ops'));
  });

  test('that change outside count when they are opened', async (t) => {
    const root = sampleCopy(t);
    writeFileSync(join(root, 'mm/late.c'), include);
    const server = await serveApart(t, { root, capabilities: unwatched });
    assert.equal((await tables(server)).length, 4);
    writeFileSync(join(root, 'mm/late.c'), include + table);
    await server.open('mm/late.c');
    assert.ok((await tables(server)).includes('late_uffd_ops'));
  });

  test('that are removed outside are gone when they are closed', async (t) => {
    const root = sampleCopy(t);
    const server = await serveApart(t, { root, capabilities: unwatched });
    await server.open('mm/hugetlb.c');
    assert.equal((await tables(server)).length, 4);
    rmSync(join(root, 'mm/hugetlb.c'));
    await server.notify('textDocument/didClose', { textDocument: server.document('mm/hugetlb.c') });
    assert.equal((await tables(server)).length, 3);
    assert.equal(await server.request(CodeLensRequest.type, { textDocument: server.document('mm/hugetlb.c') }), null);
  });
});

describe('commands that answer with text', () => {
  const run = (server: TestServer, command: string, ...given: unknown[]): Promise<unknown> =>
    server.request(ExecuteCommandRequest.type, { command: `opscope.${command}`, arguments: given });

  test('have the matrix, graphs and the reach of ioctls', async (t) => {
    const server = await serveApart(t);
    await hasMatrix(server);
    await hasGraphs(server);
    assert.match(String(await run(server, 'reachText')), /^userfaultfd_ioctl\(\)[\s\S]*^ {2}UFFDIO_COPY +/m);
    await hasExplanations(server);
    await hasLinks(server);
    await hasWhatMayBeMeant(server);
    await assert.rejects(run(server, 'matrixTxt'), {
      message: 'no command opscope.matrixTxt; did you mean opscope.matrixText?',
    });
  });

  test('say so outside a kernel tree', async (t) => {
    const server = await serveApart(t, { root: scratch(t) });
    await assert.rejects(run(server, 'matrixText'), { message: /not in a Linux kernel tree/ });
  });

  const at = (server: TestServer, path: string, pattern: string) => ({
    textDocument: server.document(path),
    position: cursor(path, pattern),
  });

  async function hasExplanations(server: TestServer): Promise<void> {
    assert.match(String(await run(server, 'explainText', 'UFFDIO_COPY')), /^UFFDIO_COPY, an ioctl\n/);
    const hook = at(server, 'mm/userfaultfd.c', 'ops->alloc|_folio(vma, state->addr)');
    assert.match(String(await run(server, 'explainText', hook)), /^vm_uffd_ops\.alloc_folio\n[\s\S]*^ {2}- called in/m);
    const nothing = at(server, 'mm/userfaultfd.c', 'folio_p|ut(folio);');
    await assert.rejects(run(server, 'explainText', nothing), {
      message: /nothing that opscope knows is at the cursor/,
    });
  }

  async function hasWhatMayBeMeant(server: TestServer): Promise<void> {
    await assert.rejects(run(server, 'graphText', 'nothing_of_the_name'), { message: /nothing_of_the_name is not in/ });
    await assert.rejects(run(server, 'graphText'), { message: /name an ioctl, a hook or a function/ });
    for (const [command, name, meant] of [
      ['graphText', 'UFFDIO_COPPY', 'UFFDIO_COPY'],
      ['explainText', 'shmem_mfill_folio_aloc', 'shmem_mfill_folio_alloc'],
      ['matrixText', 'vm_ufd_ops', 'vm_uffd_ops'],
      ['reachText', 'vm_ufd_ops', 'vm_uffd_ops'],
    ] as const)
      await assert.rejects(run(server, command, name), { message: new RegExp(`; did you mean ${meant}`) });
  }

  async function hasLinks(server: TestServer): Promise<void> {
    const place = at(server, 'mm/shmem.c', '.alloc_folio = shmem|_mfill_folio_alloc');
    const line = place.position.line + 1;
    const elixir = 'https://elixir.bootlin.com/linux/v7.3/source';
    assert.equal(await run(server, 'linkText', place), `${elixir}/mm/shmem.c#L${line}`);
    assert.equal(await run(server, 'linkText', { file: 'mm/a+b.c', line: 7 }), `${elixir}/mm/a%2Bb.c#L7`);
    await server.configure({ link: 'https://git.kernel.org/tree/{path}?h=v{version}#n{line}' });
    await server.waitFor('opscope/changed');
    assert.equal(await run(server, 'linkText', place), `https://git.kernel.org/tree/mm/shmem.c?h=v7.3#n${line}`);
    await assert.rejects(run(server, 'linkText', { textDocument: { uri: 'file:///etc/hosts' } }), {
      message: /not in a Linux kernel tree/,
    });
    await assert.rejects(run(server, 'linkText', {}), { message: 'name a file, or a textDocument and a position' });
  }

  async function hasMatrix(server: TestServer): Promise<void> {
    const text = String(await run(server, 'matrixText', { width: 200 }));
    assert.match(text, /^Linux 7\.3\.0 {2}struct vm_uffd_ops {2}include\/linux\/userfaultfd_k\.h:\d+\n/);
    assert.match(text, /^alloc_folio +- +shmem_mfill_folio_alloc/m);
    assert.match(String(await run(server, 'matrixText', 'file_operations')), /struct file_operations/);
    assert.match(String(await run(server, 'matrixText', { ops: ['file_operations'] })), /struct file_operations/);
    assert.match(String(await run(server, 'matrixText', { width: 72 })), /^shmem {2}shmem_uffd_ops/m);
  }

  /** By any name, and at the cursor. */
  async function hasGraphs(server: TestServer): Promise<void> {
    const wanted = String(await run(server, 'graphText', { ioctl: 'UFFDIO_COPY' }));
    assert.match(wanted, /^UFFDIO_COPY {2}mm\/userfaultfd\.c:\d+\n[\s\S]*shmem_mfill_folio_alloc\(\) {2}shmem/);
    assert.equal(await run(server, 'graphText', 'UFFDIO_COPY'), wanted);
    const subjects: readonly [string, GraphSubject][] = [
      ['alloc_folio', { hook: 'alloc_folio' }],
      ['shmem_mfill_folio_alloc', { from: 'shmem_mfill_folio_alloc' }],
    ];
    for (const [name, subject] of subjects)
      assert.equal(await run(server, 'graphText', name), await run(server, 'graphText', subject));
    const slot = at(server, 'mm/shmem.c', '.alloc_folio = shmem|_mfill_folio_alloc');
    assert.equal(await run(server, 'graphText', slot), await run(server, 'graphText', 'shmem_mfill_folio_alloc'));
  }
});
