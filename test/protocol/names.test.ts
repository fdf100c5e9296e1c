/** Searches by name in all of a tree, and outlines: tables and hooks of any struct. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type DocumentSymbol, DocumentSymbolRequest, WorkspaceSymbolRequest } from 'vscode-languageserver/node';
import type { NamesResult } from '../../server/src/protocol/requests.ts';
import type { TestServer } from '../harness/lsp-client.ts';
import { sampleCopy, serve, treeOf } from './sample.ts';

const row = ({ name, containerName }: { name: string; containerName?: string }): string => `${name} (${containerName})`;

const symbolsOf = async (server: TestServer, query: string): Promise<string[]> => {
  const found = (await server.request(WorkspaceSymbolRequest.type, { query })) ?? [];
  return found.map(row);
};

const namesOf = async (server: TestServer, kind: string, query: string): Promise<string[]> => {
  const { names, more } = await server.request<NamesResult>('opscope/names', { kind, query });
  assert.equal(more, 0);
  return names.map(({ name, struct, hooks, tables }) => `${name}: ${struct || `${hooks} hooks, ${tables} tables`}`);
};

describe('names in all of a tree', () => {
  test('hooks and tables are found whatever their struct', async (t) => {
    const server = await serve(t);
    assert.deepEqual(await symbolsOf(server, 'glimpse_fops'), ['glimpse_fops (struct file_operations)']);
    assert.deepEqual(await symbolsOf(server, 'vm_operations_struct'), ['vm_operations_struct (include/linux/mm.h)']);
    assert.deepEqual(await namesOf(server, 'hook', 'pagesize'), ['pagesize: vm_operations_struct']);
    assert.deepEqual(await namesOf(server, 'table', 'rplvm'), ['ripplefs_file_vm_ops: vm_operations_struct']);
  });

  test('structs come with what there is of them, the ones with most tables first', async (t) => {
    const server = await serve(t);
    const structs = await namesOf(server, 'struct', '');
    assert.deepEqual(structs.slice(0, 3), [
      'vm_operations_struct: 8 hooks, 6 tables',
      'file_operations: 6 hooks, 5 tables',
      'vm_uffd_ops: 5 hooks, 4 tables',
    ]);
    assert.deepEqual(await namesOf(server, 'struct', 'uffd'), ['vm_uffd_ops: 5 hooks, 4 tables']);
  });

  test('they follow edits, and files that come and go', async (t) => {
    const server = await serve(t, { root: sampleCopy(t) });
    const path = 'drivers/misc/glimpse/glimpse.c';
    assert.deepEqual(await symbolsOf(server, 'barn'), []);
    await server.open(path);
    await server.change(path, 'struct barn_ops {\n\tint (*open)(int);\n};\nstruct barn_ops red_barn = {\n};\n');
    assert.deepEqual(await symbolsOf(server, 'barn'), [`barn_ops (${path})`, 'red_barn (struct barn_ops)']);
    assert.deepEqual(await symbolsOf(server, 'glimpse_fops'), []);
  });
});

describe('before the names of a tree are read', () => {
  const path = 'drivers/misc/glimpse/glimpse.c';
  const near = ['glimpse_fops (struct file_operations)', 'glimpse_vm_ops (struct vm_operations_struct)'];

  test('who asks again at each letter is told those that are near, which say so, and then all', async (t) => {
    const server = await serve(t, { settings: { ops: ['vm_uffd_ops'], asksSymbolsAgain: true } });
    await server.open(path);
    const soFar = near.map((each) => each.replace(/\)$/, ' · so far, names are still being read)'));
    assert.deepEqual(await symbolsOf(server, 'glimpse_'), soFar);
    // That waits until they are read.
    await namesOf(server, 'hook', 'pagesize');
    assert.deepEqual(await symbolsOf(server, 'glimpse_'), near);
  });

  test('who asks again waits for all where nothing near has the name', async (t) => {
    const server = await serve(t, { settings: { ops: ['vm_uffd_ops'], asksSymbolsAgain: true } });
    await server.open(path);
    assert.deepEqual(await symbolsOf(server, 'ripplefs_file_vm_ops'), [
      'ripplefs_file_vm_ops (struct vm_operations_struct)',
    ]);
  });

  test('who takes an answer in parts has those that are near first, and each once', async (t) => {
    const server = await serve(t);
    await server.open(path);
    const last = await server.request(WorkspaceSymbolRequest.type, { query: '_vm_ops', partialResultToken: 'parts' });
    assert.deepEqual(last, []);
    const parts: string[][] = [];
    while (server.unread('$/progress') > 0) {
      const { token, value } = await server.waitFor<{ token: unknown; value: { name: string }[] }>('$/progress');
      if (token === 'parts') parts.push(value.map(row));
    }
    assert.deepEqual(parts[0], near.slice(1));
    assert.equal(parts.length, 2);
    assert.deepEqual(parts.flat().sort(), (await symbolsOf(server, '_vm_ops')).sort());
  });
});

/** `name = detail`, those below a row in brackets behind it. */
const shown = (rows: readonly DocumentSymbol[]): string =>
  rows.map((row) => `${row.name} = ${row.detail}${row.children ? ` [${shown(row.children)}]` : ''}`).join('; ');

const NESTED = { textDocument: { documentSymbol: { hierarchicalDocumentSymbolSupport: true } } };

const DOOR = `struct door_ops {
	int (*open)(int);
	int width;
};
struct door {
	const char *name;
	struct door_ops ops;
};
static int wide(int n) { return n; }
static const struct door_ops barn = {
	.open = wide,
	.width = 4,
};
static struct door doors[] = {
	{ .name = "front", .ops = { .open = wide } },
#ifdef CONFIG_BACK
	{ .name = "back", .ops.open = wide },
#endif
};
static int (*const steps[])(int) = {
	[2] = wide,
};
int count = 3;
static const struct door_ops shut = { };
static void build(void)
{
	struct door_ops idle = { .width = 3 };
	struct door_ops late = { .open = wide };
}
`;

describe('the outline', () => {
  const FILES = { Makefile: 'VERSION = 7\nPATCHLEVEL = 3\nSUBLEVEL = 0\n', Kconfig: '', 'mm/door.c': DOOR };

  test('has tables, their elements and slots, arrays of functions, and nothing else', async (t) => {
    const server = await serve(t, { root: treeOf(t, FILES), capabilities: NESTED });
    const textDocument = server.document('mm/door.c');
    const rows = (await server.request(DocumentSymbolRequest.type, { textDocument })) as DocumentSymbol[];
    assert.deepEqual(shown(rows).split('; '), [
      'barn = struct door_ops [open = wide',
      'width = 4]',
      'doors = struct door_ops [[0].ops = struct door_ops [open = wide]',
      '[1].ops = struct door_ops [open = wide (CONFIG_BACK)]]',
      'steps = functions [[2] = wide]',
      // One with nothing set is a table; a local without a function is none.
      'shut = struct door_ops',
      'late = struct door_ops [open = wide]',
    ]);
    const lines = DOOR.split('\n');
    for (const { name, selectionRange, range } of rows) {
      const { line, character } = selectionRange.start;
      assert.equal(lines[line]?.slice(character, selectionRange.end.character), name);
      assert.match(lines[range.end.line] ?? '', /\};$/);
    }
  });

  test('is a plain list for clients that show no rows below rows', async (t) => {
    const server = await serve(t, { root: treeOf(t, FILES) });
    const textDocument = server.document('mm/door.c');
    const rows = (await server.request(DocumentSymbolRequest.type, { textDocument })) ?? [];
    assert.deepEqual(
      rows.map((each) => ('containerName' in each ? `${each.containerName}: ${each.name}` : each.name)).slice(0, 3),
      ['barn', 'barn: open', 'barn: width'],
    );
  });

  test('of a file without tables is empty', async (t) => {
    const server = await serve(t, { capabilities: NESTED });
    const textDocument = server.document('include/linux/mm.h');
    assert.deepEqual(await server.request(DocumentSymbolRequest.type, { textDocument }), []);
  });
});
