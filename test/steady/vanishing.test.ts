/** Files that come and go while they are read, and questions that nobody waits for. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { CancellationTokenSource, CodeLensRequest, LSPErrorCodes } from 'vscode-languageserver/node';
import type { TableRow } from '../../server/src/model/answers.ts';
import type { MatrixResult } from '../../server/src/protocol/requests.ts';
import { inside } from '../harness/inside.ts';
import { sampleText, scratch, serveApart } from '../protocol/sample.ts';
import { MANY, makeTree } from './generated.ts';

const count = 1200;

test('files may vanish while the command reads', async (t) => {
  const root = join(scratch(t), 'linux');
  makeTree(root, count);
  let isDone = false;
  const asked = inside(['tables', '--ops', MANY, '--format', 'json', '--no-cache', '--tree', root]).finally(() => {
    isDone = true;
  });
  // A folder after the other is emptied until the command is through; the first ones go while it lists, the last ones later.
  for (let folder = 39; folder >= 20 && !isDone; folder--) {
    const path = join(root, `fs/many${folder}`);
    for (const name of await readdir(path)) await rm(join(path, name));
    await rm(path, { recursive: true });
    await setImmediate();
  }
  const { code, out, err } = await asked;
  assert.deepEqual([code, err], [0, '']);
  const rows = out.split('\n').filter((line) => line !== '');
  const found = rows.map((line) => JSON.parse(line) as TableRow).filter(({ file }) => /\/many1?\d\//.test(file));
  assert.equal(found.length, count / 2, 'what was not touched is all there');
});

test('a tree may go while the server starts, and questions are answered with nothing', async (t) => {
  const root = join(scratch(t), 'linux');
  makeTree(root, 200);
  const server = await serveApart(t, { root });
  const asked = server.request('opscope/matrix', {});
  rmSync(root, { recursive: true });
  const answer = (await asked) as MatrixResult;
  assert.ok(Array.isArray(answer.matrices));
  assert.equal(await server.request(CodeLensRequest.type, { textDocument: server.document('mm/shmem.c') }), null);
});

test('a hundred questions that are taken back hold up nobody', async (t) => {
  const server = await serveApart(t);
  const path = 'mm/shmem.c';
  await server.open(path);
  const textDocument = server.document(path);
  const asked = Array.from({ length: 100 }, async (_, index) => {
    const cancel = new CancellationTokenSource();
    await server.change(path, `${sampleText(path)}// ${index}\n`);
    const answer = server.request(CodeLensRequest.type, { textDocument }, cancel.token);
    cancel.cancel();
    return answer.then(
      () => 'answered',
      (error: { readonly code: number }) => error.code,
    );
  });
  const ends = new Set(await Promise.all(asked));
  ends.delete('answered');
  assert.deepEqual([...ends], [LSPErrorCodes.RequestCancelled]);
  assert.equal((await server.request(CodeLensRequest.type, { textDocument }))?.length, 6);
  assert.equal(server.stderr(), '');
});

test('a file may be written over and over while it is asked about', async (t) => {
  const root = join(scratch(t), 'linux');
  makeTree(root, 50);
  const server = await serveApart(t, { root, settings: { ops: [MANY] } });
  const writing = (async () => {
    for (let round = 0; round < 200; round++) await writeFile(join(root, 'fs/many1/unit1.c'), '\n'.repeat(round));
  })();
  for (let round = 0; round < 20; round++) {
    const answer: MatrixResult = await server.request('opscope/matrix', {});
    assert.ok((answer.matrices[0]?.tables.length ?? 0) >= 49);
  }
  await writing;
});
