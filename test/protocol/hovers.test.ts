/** Hovers and jumps of a hook that very many tables fill: what matters where one is comes first, the rest is counted and can be listed. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  type Hover,
  HoverRequest,
  ImplementationRequest,
  type MarkupContent,
  ReferencesRequest,
} from 'vscode-languageserver/node';
import type { SiblingsResult } from '../../server/src/protocol/requests.ts';
import { inside } from '../harness/inside.ts';
import { startServer, type TestServer } from '../harness/lsp-client.ts';
import { MANY_TABLES as FILES, NAMES } from '../harness/many-tables.ts';
import { cursor, lined, named, positionAt, sampleTree, treeOf } from './sample.ts';

function markdownOf(hover: Hover | null): MarkupContent {
  return (hover ?? assert.fail('no hover')).contents as MarkupContent;
}

describe('a hook that many tables fill', () => {
  const root = treeOf({ after }, FILES);
  let server: TestServer;
  before(async () => {
    server = await startServer({ root, settings: { ops: ['tree_ops'] } });
  });
  after(() => server.stop());

  const at = (file: string, word: string) => {
    const text = FILES[file] ?? '';
    return { textDocument: server.document(file), position: positionAt(text, text.indexOf(word) + 1) };
  };
  const points = async (file: string, word: string): Promise<string[]> => {
    const hover = await server.request(HoverRequest.type, at(file, word));
    const { value } = markdownOf(hover);
    return value
      .split('\n')
      .filter((line) => line.startsWith('- '))
      .map((line) => line.slice(2));
  };

  test('says the function of this slot, the callers, and a few of the others', async () => {
    const said = await points('fs/elm/file.c', 'grow =');
    assert.ok(said.length <= 16, said.join('\n'));
    assert.match(said[0] ?? '', /^\*\*elm\*\*: `elm_grow` \(`elm_tree_ops`, fs\/elm\/file\.c:7\)$/);
    assert.match(said[1] ?? '', /^called in `use_0\(\)` \(mm\/core\.c:\d+\)$/);
    assert.equal(said[7], 'and 4 more calls');
    assert.match(said[8] ?? '', /^\*\*moss\*\*: `moss_grow` /);
    assert.equal(said[9], '**oak**, **pine**, **rowan**: `generic_grow` (in 3 places)');
    assert.match(said[10] ?? '', /^\*\*ash\*\*: /);
    assert.equal(said.at(-1), 'and 5 more: all 12 functions that fill it');
    assert.equal(new Set(said).size, said.length);
  });

  test('has links to the places of names, and to the lists, for a client that follows them', async () => {
    const linking = await startServer({ root, settings: { ops: ['tree_ops'], linksInHovers: true } });
    const file = 'fs/elm/file.c';
    const hover = await linking.request(HoverRequest.type, at(file, 'grow ='));
    await linking.stop();
    const { value } = markdownOf(hover);
    const { uri } = server.document(file);
    assert.ok(value.includes(`[\`elm_grow\`](${uri}#L2)`), value);
    const [, asked = ''] = /\[all 12 functions that fill it\]\(command:opscope\.showAll\?([^)]*)\)/.exec(value) ?? [];
    const position = { line: 6, character: 2 };
    assert.deepEqual(JSON.parse(decodeURIComponent(asked)), [uri, position, 'implementations']);
    assert.match(value, /\[and 4 more calls\]\(command:opscope\.showAll\?/);
  });

  test('leads to the functions of the folder, to those that are shared, and to the others', async () => {
    const found = await server.request(ImplementationRequest.type, at('fs/elm/file.c', 'grow ='));
    const others = NAMES.filter((name) => name !== 'elm').map((name) => `fs/${name}/file.c ${name}_grow`);
    const first = ['fs/elm/file.c elm_grow', 'fs/elm/more.c moss_grow', 'mm/core.c generic_grow'];
    assert.deepEqual(named(root, found as Parameters<typeof named>[1]), [...first, ...others]);
  });

  test('has references in the file and the folder first', async () => {
    const params = { ...at('fs/elm/file.c', 'grow ='), context: { includeDeclaration: false } };
    const found = lined(root, await server.request(ReferencesRequest.type, params));
    assert.deepEqual(found.slice(0, 3), ['fs/elm/file.c:7', 'fs/elm/more.c:7', 'fs/ash/file.c:7']);
    assert.equal(found.length, 24);
  });

  test('tells a client in which group each function is', async () => {
    const found: SiblingsResult | null = await server.request('opscope/siblings', at('fs/elm/file.c', 'grow ='));
    const groups = found?.implementations.map(({ function: name, group }) => `${name} ${group}`);
    assert.deepEqual(groups?.slice(4, 7), ['elm_grow near', 'moss_grow near', 'fir_grow other']);
    assert.equal(groups?.filter((each) => each === 'generic_grow shared').length, 3);
  });

  test('has a struct whose tables are counted', async () => {
    const said = await points('include/linux/tree_ops.h', 'tree_ops {');
    assert.equal(said.at(-1), 'and 2 more');
  });
});

test('a hook that ioctls reach says which', async (t) => {
  const server = await startServer({ root: sampleTree });
  t.after(() => server.stop());
  const hover = await server.request(HoverRequest.type, {
    textDocument: server.document('mm/shmem.c'),
    position: cursor('mm/shmem.c', '.|alloc_folio = shmem_mfill_folio_alloc'),
  });
  const { value } = markdownOf(hover);
  const said = value.split('\n').filter((line) => line.startsWith('- '));
  assert.match(said[0] ?? '', /\*\*shmem\*\*: `shmem_mfill_folio_alloc`/);
  assert.match(said[1] ?? '', /called in `__mfill_atomic_pte\(\)`/);
  assert.equal(said[2], '- reached by `UFFDIO_COPY`, `UFFDIO_ZEROPAGE`');
  assert.equal(said.at(-1), '- unset: hugetlb');
});

describe('a hook that is copied to a variable', () => {
  const CODE = `struct x_ops { int (*hook)(int n); };
static int a_hook(int n) { return n; }
static int plain(int n) { return -n; }
static const struct x_ops a_ops = { .hook = a_hook };
int go(const struct x_ops *ops, int n)
{
	int (*fn)(int n) = ops->hook;

	if (!n)
		fn = plain;
	return fn ? fn(n) : 0;
}
`;
  const files = { Makefile: 'VERSION = 7\nPATCHLEVEL = 3\n', Kconfig: '', 'mm/a.c': CODE };

  test('is explained where the variable is called, with what else it may be', async (t) => {
    const server = await startServer({ root: treeOf(t, files), settings: { ops: ['x_ops'] } });
    t.after(() => server.stop());
    const textDocument = server.document('mm/a.c');
    const ask = async (at: number) =>
      server.request(HoverRequest.type, { textDocument, position: positionAt(CODE, at) });
    const { value } = markdownOf(await ask(CODE.indexOf('fn(n) : 0')));
    const said = value.split('\n').filter((line) => line.startsWith('- '));
    assert.deepEqual(said, [
      '- `fn` is a copy of `x_ops.hook`',
      '- called in `go()` by its copy `fn` (mm/a.c:11)',
      '- **a**: `a_hook` (`a_ops`, mm/a.c:4)',
      '- `plain`, handed over in `go()` (mm/a.c:10)',
    ]);
    assert.equal(await ask(CODE.indexOf('n)\n\t\tfn = plain')), null);
  });

  test('says by which copy it is called', async (t) => {
    const { out } = await inside(['explain', 'x_ops.hook', '--tree', treeOf(t, files)]);
    assert.match(out, /called in go\(\) by its copy fn \(mm\/a\.c:11\)/);
  });
});
