/** Settings: the manifest and the code agree, a change takes effect, and a broken one is said and does no harm. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { CodeLensRequest, DidChangeConfigurationNotification, InlayHintRequest } from 'vscode-languageserver/node';
import { DEFAULT_SETTINGS } from '../../server/src/lsp/settings.ts';
import type { MatrixResult, StatusParams } from '../../server/src/protocol/requests.ts';
import type { TestServer } from '../harness/lsp-client.ts';
import { projectRoot } from '../harness/root.ts';
import { sampleCopy, scratch, serve, treeOf } from './sample.ts';

interface Property {
  readonly type: string | readonly string[];
  readonly items?: { readonly type?: unknown };
  readonly default: unknown;
  readonly markdownDescription?: string;
}

/** The settings as the manifest writes them: `opscope.lens.fields`. */
function flattened(settings: object, prefix = 'opscope'): Record<string, unknown> {
  const entries = Object.entries(settings).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
      ? Object.entries(flattened(value, `${prefix}.${key}`))
      : [[`${prefix}.${key}`, value]],
  );
  return Object.fromEntries(entries) as Record<string, unknown>;
}

function manifest(): Readonly<Record<string, Property>> {
  const text = readFileSync(join(projectRoot, 'package.json'), 'utf8');
  const parsed = JSON.parse(text) as { contributes: { configuration: { properties: Record<string, Property> } } };
  return parsed.contributes.configuration.properties;
}

describe('the manifest', () => {
  test('has the settings that the server reads, with their defaults', () => {
    const defaults = Object.entries(manifest()).map(([name, property]) => [name, property.default]);
    assert.deepEqual(Object.fromEntries(defaults), flattened(DEFAULT_SETTINGS));
  });

  test('describes every setting, and gives the type of its default', () => {
    for (const [name, { type, default: value, markdownDescription }] of Object.entries(manifest())) {
      assert.ok(markdownDescription, name);
      assert.ok([type].flat().includes(Array.isArray(value) ? 'array' : typeof value), name);
    }
  });

  test('has settings that the settings page can edit: of one type, and lists of strings', () => {
    for (const [name, { type, items }] of Object.entries(manifest())) {
      assert.equal(typeof type, 'string', name);
      if (type === 'array') assert.equal(items?.type, 'string', name);
    }
  });

  test('and docs/settings.md name the same settings', () => {
    const page = readFileSync(join(projectRoot, 'docs/settings.md'), 'utf8');
    for (const name of Object.keys(manifest())) assert.ok(page.includes(`\`${name}\``), name);
  });
});

describe('a change', () => {
  test('of the ops structs answers for the others', async (t) => {
    const server = await serve(t);
    await server.configure({ ops: ['vm_operations_struct'] });
    await server.waitFor<StatusParams>('opscope/status', (each) => each.message.includes('vm_operations_struct'));
    const answer: MatrixResult = await server.request('opscope/matrix', {});
    assert.deepEqual(
      answer.matrices.map((each) => each.ops),
      ['vm_operations_struct'],
    );
  });

  test('of the folders reads those', async (t) => {
    const server = await serve(t);
    await server.configure({ folders: ['include', 'mm'] });
    await server.waitFor('opscope/changed');
    const answer: MatrixResult = await server.request('opscope/matrix', {});
    const names = answer.matrices[0]?.tables.map((each) => each.memoryType);
    assert.deepEqual(names, ['hugetlb', 'shmem', 'anon']);
  });

  test('counts from the first answer on, also when only the client knows it', async (t) => {
    const server = await serve(t, { settings: { folders: ['include', 'mm'] } });
    await server.waitFor<StatusParams>('opscope/status', ({ state }) => state === 'ready');
    const answer: MatrixResult = await server.request('opscope/matrix', {});
    assert.equal(answer.matrices[0]?.tables.length, 3);
  });

  test('of the tree goes there', async (t) => {
    const tree = sampleCopy(t);
    const server = await serve(t, { root: scratch(t), settings: { tree } });
    const status = await server.waitFor<StatusParams>('opscope/status', ({ state }) => state === 'ready');
    assert.equal(status.tree?.root, tree);
  });

  test('is taken from the notification when the client cannot be asked', async (t) => {
    const server = await serve(t, { capabilities: { workspace: {} } });
    const settings = { opscope: { lens: { functions: false } } };
    await server.notify(DidChangeConfigurationNotification.type, { settings });
    await server.waitFor('opscope/changed');
    const textDocument = server.document('mm/shmem.c');
    assert.equal((await server.request(CodeLensRequest.type, { textDocument }))?.length, 1);
    assert.deepEqual(
      server.asked.filter(({ method }) => method === 'workspace/configuration'),
      [],
    );
  });
});

describe('a broken setting', () => {
  const broken: readonly (readonly [object, RegExp])[] = [
    [{ ops: 'vm_uffd_ops' }, /^opscope\.ops must be a list of names; it is "vm_uffd_ops"/],
    [{ ops: ['struct vm_uffd_ops'] }, /^opscope\.ops must be a list of names/],
    [{ contextStructs: [7] }, /^opscope\.contextStructs must be a list of names/],
    [{ folders: ['/etc'] }, /^opscope\.folders must be a list of names/],
    [{ tree: 1 }, /^opscope\.tree must be a path/],
    [{ lens: { fields: 'no' } }, /^opscope\.lens\.fields must be true or false; it is "no"/],
    [{ inlayHints: { dispatch: 0 } }, /^opscope\.inlayHints\.dispatch must be true or false/],
    [{ check: { enable: 'yes' } }, /^opscope\.check\.enable must be true or false/],
    [{ check: { severity: ['hook-pair'] } }, /^opscope\.check\.severity must be an object of rules/],
    [
      { check: { severity: { 'hook-pear': 'off' } } },
      /^opscope\.check\.severity names no known rule or group: hook-pear/,
    ],
    [
      { check: { severity: { 'pgtable-in-module/typos': 'off' } } },
      /names no known rule or group: pgtable-in-module\/typos\. They are .*pgtable-in-module\/types/,
    ],
    [{ check: { severity: { 'hook-pair': 'warn' } } }, /has "warn" for hook-pair; there are off, hint, information/],
    [{ check: { exclude: '/drivers' } }, /^opscope\.check\.exclude must be a list of names/],
    [{ check: { scope: 'some' } }, /^opscope\.check\.scope must be changed or all; it is "some"/],
    [{ check: { base: 7 } }, /^opscope\.check\.base must be a revision/],
    [{ config: 7 }, /^opscope\.config must be a path/],
    [{ config: 'no/such/config' }, /^opscope\.config is no file: no\/such\/config/],
  ];
  for (const [settings, message] of broken) {
    test(`${JSON.stringify(settings)} is said, and the default holds`, async (t) => {
      const server = await serve(t, { settings: { ...settings } });
      await server.waitFor<{ message: string }>('window/showMessage', (each) => message.test(each.message));
      const status = await server.waitFor<StatusParams>('opscope/status', ({ state }) => state === 'ready');
      assert.match(status.message, /vm_uffd_ops: 5 hooks, 4 tables/);
    });
  }

  test('is said once, though the client says it twice', async (t) => {
    const server = await serve(t, { settings: { tree: 1 } });
    await server.waitFor<StatusParams>('opscope/status', ({ state }) => state === 'ready');
    await server.waitFor('window/showMessage');
    assert.equal(server.unread('window/showMessage'), 0);
  });
});

describe('opscope.ops', () => {
  const titles = async (server: TestServer, path: string): Promise<readonly string[]> => {
    const lenses = await server.request(CodeLensRequest.type, { textDocument: server.document(path) });
    return (lenses ?? []).map((each) => each.command?.title ?? '');
  };

  test('a pattern brings in every ops struct whose name it matches', async (t) => {
    const server = await serve(t, { settings: { ops: ['vm_*', 'no_such_*'] } });
    const { matrices } = await server.request<MatrixResult>('opscope/matrix', {});
    assert.deepEqual(
      matrices.map((each) => each.ops),
      ['vm_operations_struct', 'vm_uffd_ops'],
    );
    assert.ok((await titles(server, 'mm/shmem.c')).some((title) => title.startsWith('vm_operations_struct.fault')));
  });

  test('auto puts lenses on the tables of an open file, whatever their struct', async (t) => {
    const server = await serve(t, { settings: { ops: 'auto' } });
    const found = await titles(server, 'mm/shmem.c');
    assert.ok(
      found.some((title) => title.startsWith('file_operations.mmap')),
      found.join('\n'),
    );
    const { matrices } = await server.request<MatrixResult>('opscope/matrix', {});
    assert.deepEqual(
      matrices.map((each) => each.ops),
      ['vm_uffd_ops'],
    );
  });

  test('auto hints at calls through the hooks of any struct, and beside a name views are about that', async (t) => {
    const server = await serve(t, { settings: { ops: ['auto', 'file_operations'] } });
    const hints = await server.request(InlayHintRequest.type, {
      textDocument: server.document('mm/memory.c'),
      range: { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } },
    });
    assert.deepEqual(
      (hints ?? []).map(({ label }) => label),
      ['→ hugetlb', '→ 6 memory types', '→ ripplefs_file'],
    );
    const { matrices } = await server.request<MatrixResult>('opscope/matrix', {});
    assert.deepEqual(
      matrices.map((each) => each.ops),
      ['file_operations'],
    );
  });

  test('auto is no empty state in a tree without the usual struct', async (t) => {
    const Makefile = 'VERSION = 7\nPATCHLEVEL = 3\nSUBLEVEL = 0\n';
    const files = { Makefile, Kconfig: '', 'mm/door.c': 'struct door_ops { int (*open)(void); };\n' };
    const server = await serve(t, { root: treeOf(t, files), settings: { ops: ['auto'] } });
    const status = await server.waitFor<StatusParams>('opscope/status', ({ state }) => state !== 'indexing');
    assert.deepEqual(
      { state: status.state, message: status.message },
      { state: 'ready', message: 'Linux 7.3.0; every ops struct of an open file' },
    );
  });
});
