/** Threads that die or hang: who waits for them gets an error or the rest of the answer, and the program goes on. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { CancellationTokenSource, CodeLensRequest, HoverRequest, LSPErrorCodes } from 'vscode-languageserver/node';
import { opscope } from '../harness/command.ts';
import { type AtGate, gate } from '../harness/gate.ts';
import type { TestServer } from '../harness/lsp-client.ts';
import { cursor, sampleCopy, sampleTree, scratch, serveApart } from '../protocol/sample.ts';

const DEATHS: readonly AtGate[] = ['exit', 'exhaust memory'];
const MODULE = 'drivers/misc/glimpse/glimpse.c';

interface Logged {
  readonly message: string;
}

/** What the hover on a page-table internal says, which asks the checking thread. */
async function hovered(server: TestServer): Promise<string> {
  const position = cursor(MODULE, 'if (apply_to_|page_range(');
  return JSON.stringify(await server.request(HoverRequest.type, { textDocument: server.document(MODULE), position }));
}

/** A copy of the sample tree with a file that nobody reads before he is asked about it. */
function withUnread(t: TestContext): string {
  const root = sampleCopy(t);
  writeFileSync(join(root, 'mm/unread.c'), 'int nothing;\n');
  return root;
}

describe('a checking thread', () => {
  for (const does of DEATHS) {
    test(`that ends (${does}) ends its questions with an error, and the next ones are answered by another`, async (t) => {
      const trap = gate(t, 'glimpse/Makefile', 'checking', does);
      const server = await serveApart(t, { env: trap.env });
      trap.close();
      await assert.rejects(hovered(server), /the checking thread ended/);
      trap.open();
      assert.match(await hovered(server), /CONFIG_GLIMPSE can make it part of a module/);
      const { message } = await server.waitFor<Logged>('window/logMessage', (each) =>
        /runs the rules/.test(each.message),
      );
      assert.match(message, /it is started again for the next question$/);
    });
  }

  test('that always ends is left off after some times, until a setting changes', async (t) => {
    const trap = gate(t, 'glimpse/Makefile', 'checking', 'exit');
    const server = await serveApart(t, { env: trap.env });
    trap.close();
    for (let time = 1; time <= 4; time++) await assert.rejects(hovered(server), /the checking thread ended/);
    assert.equal(await hovered(server), 'null');
    await server.waitFor<Logged>('window/logMessage', ({ message }) => /it is left off until/.test(message));
    trap.open();
    await server.configure({ config: '' });
    await server.open(MODULE);
    await server.waitFor<{ diagnostics: unknown[] }>(
      'textDocument/publishDiagnostics',
      (each) => each.diagnostics.length > 0,
    );
    assert.match(await hovered(server), /CONFIG_GLIMPSE can make it part of a module/);
  });
});

describe('a serving thread', () => {
  for (const does of DEATHS) {
    test(`that ends (${does}) ends its requests with an error, and the server, which says so`, async (t) => {
      const root = withUnread(t);
      const trap = gate(t, 'mm/unread.c', 'serving', does);
      const server = await serveApart(t, { root, env: trap.env });
      trap.close();
      const asked = server.request(CodeLensRequest.type, { textDocument: server.document('mm/unread.c') });
      await assert.rejects(asked, /the thread that answers has ended/);
      assert.equal(await server.ended, 70);
      assert.match(server.stderr(), /opscope: the thread that answers has ended/);
    });
  }

  test('that takes long says what it does, and a request to it can be cancelled meanwhile', async (t) => {
    const root = withUnread(t);
    const blocked = gate(t, 'mm/unread.c', 'serving');
    const server = await serveApart(t, { root, env: blocked.env });
    const textDocument = server.document('mm/unread.c');
    blocked.close();
    const cancel = new CancellationTokenSource();
    const refused = assert.rejects(server.request(CodeLensRequest.type, { textDocument }, cancel.token), {
      code: LSPErrorCodes.RequestCancelled,
    });
    interface Shown {
      readonly token: string;
      readonly value: { readonly kind: string; readonly message?: string };
    }
    const { token, value } = await server.waitFor<Shown>(
      '$/progress',
      (each) => each.value.kind === 'begin' && /unread.c/.test(each.value.message ?? ''),
    );
    assert.deepEqual(value, {
      kind: 'begin',
      title: 'opscope',
      message: 'reading mm/unread.c',
      cancellable: true,
    });
    cancel.cancel();
    // The thread is still where it was.
    await refused;
    await server.waitFor<Shown>('$/progress', (each) => each.token === token && each.value.kind === 'end');
    blocked.open();
    assert.deepEqual(await server.request(CodeLensRequest.type, { textDocument }), []);
  });
});

describe('a parsing thread', () => {
  const tables = async (env: Readonly<Record<string, string>> = {}) => {
    const { code, out, err } = await opscope(['tables', '--ops', 'all', '--format', 'json', '--tree', sampleTree], {
      env,
    });
    assert.equal(code, 0);
    return { rows: out.split('\n'), err };
  };

  for (const does of DEATHS) {
    test(`that ends (${does}) costs the file that it ended at, which is told`, async (t) => {
      const whole = await tables();
      const trap = gate(t, '/mm/shmem.c', 'parsing', does);
      trap.close();
      const { rows, err } = await tables(trap.env);
      assert.ok(whole.rows.some((row) => row.includes('"mm/shmem.c"')));
      assert.ok(rows.length > 1);
      // Other rows may name it too: a table of it can be installed in theirs.
      const own = (row: string) => row !== '' && JSON.parse(row).file === 'mm/shmem.c';
      assert.equal(rows.filter(own).length, 0);
      assert.equal(rows.length, whole.rows.filter((row) => !own(row)).length);
      assert.match(err, /mm\/shmem\.c: the file is left out: the thread that read it died/);
    });
  }

  test('that ends once costs nothing', async (t) => {
    const whole = await tables();
    const trap = gate(t, '/mm/shmem.c', 'parsing', 'exit', 1);
    trap.close();
    assert.deepEqual(await tables(trap.env), whole);
  });
});

describe('a searching thread', () => {
  /** So many files that threads are started. */
  function large(t: TestContext): string {
    const root = join(scratch(t), 'linux');
    for (const folder of ['', 'include', 'mm']) mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(join(root, 'Makefile'), 'VERSION = 7\nPATCHLEVEL = 3\nSUBLEVEL = 0\n');
    writeFileSync(join(root, 'Kconfig'), '');
    for (let file = 0; file < 16_000; file++) writeFileSync(join(root, `mm/${file}.c`), '');
    writeFileSync(
      join(root, 'mm/ops.c'),
      'struct an_ops { int (*f)(void); };\nint g(void);\nstruct an_ops o = { .f = g };\n',
    );
    return root;
  }

  test('that ends once costs nothing; one that always does ends the command with a reason', async (t) => {
    const args = ['matrix', '--ops', 'an_ops', '--no-cache', '--tree', large(t)];
    const whole = await opscope(args);
    const once = gate(t, 'mm/ops.c', 'searching', 'exit', 1);
    once.close();
    assert.deepEqual(await opscope(args, { env: once.env }), whole);
    const always = gate(t, 'mm/ops.c', 'searching', 'exit');
    always.close();
    const { code, err } = await opscope(args, { env: always.env });
    assert.equal(code, 70);
    assert.match(err, /the words of mm\/\S+ to mm\/\S+ could not be read: it ended with code 3/);
  });
});
