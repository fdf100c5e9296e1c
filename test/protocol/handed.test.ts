/** Functions that are handed over, as a client sees them: jumps, hovers and the call hierarchy. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { CallHierarchyIncomingCall, CallHierarchyItem, Hover, Location } from 'vscode-languageserver/node';
import { offsetOf, positionAt, serveApart, treeOf } from './sample.ts';

const STEP = `int each(int n, int (*step)(int n))
{
	return step(n);
}
`;
const USER = `int each(int n, int (*step)(int n));
static int one(int n) { return n; }
static int two(int n) { return n; }
int go(int n) { return each(n, one) + each(n, two); }
`;
const LATE = `struct old { struct old *next; void (*free)(struct old *old); };
static struct old **tail;
static void free_old(struct old *old) { }
static void call_old(struct old *old, void (*free)(struct old *old)) { old->free = free; *tail = old; }
void drop(struct old *old) { call_old(old, free_old); }
`;
const FILES = {
  Makefile: 'VERSION = 7\nPATCHLEVEL = 3\nSUBLEVEL = 0\n',
  Kbuild: 'obj-y += mm/\n',
  Kconfig: 'config MMU\n\tbool\n',
  'mm/step.c': STEP,
  'mm/user.c': USER,
};

describe('functions that are handed over', () => {
  test('a call of a parameter leads to the functions that get there, and a hover names them', async (t) => {
    const server = await serveApart(t, { root: treeOf(t, FILES) });
    await server.open('mm/step.c');
    const at = {
      textDocument: server.document('mm/step.c'),
      position: positionAt(STEP, offsetOf(STEP, 'return st|ep(n)')),
    };
    const found: Location[] | null = await server.request('textDocument/implementation', at);
    assert.deepEqual(
      found?.map(({ uri, range }) => [uri.split('/').slice(-2).join('/'), range.start]),
      [
        ['mm/user.c', { line: 1, character: 11 }],
        ['mm/user.c', { line: 2, character: 11 }],
      ],
    );
    const hover: Hover | null = await server.request('textDocument/hover', at);
    assert.match(JSON.stringify(hover?.contents), /`one`, handed over in `go\(\)`.*`two`, handed over in `go\(\)`/);
  });

  test('the callers of a function are those that call what it is handed over as', async (t) => {
    const server = await serveApart(t, { root: treeOf(t, FILES) });
    await server.open('mm/user.c');
    const position = positionAt(USER, offsetOf(USER, 'static int o|ne(int n)'));
    const textDocument = server.document('mm/user.c');
    const items: CallHierarchyItem[] | null = await server.request('textDocument/prepareCallHierarchy', {
      textDocument,
      position,
    });
    const calls: CallHierarchyIncomingCall[] | null = await server.request('callHierarchy/incomingCalls', {
      item: items?.[0],
    });
    assert.deepEqual(
      calls?.map(({ from, fromRanges }) => [from.name, from.detail, fromRanges[0]?.start]),
      [['each', 'by step, handed over in go()', { line: 2, character: 8 }]],
    );
  });

  test('references of a call of a parameter are what gets there, those of a function handed over its calls', async (t) => {
    const server = await serveApart(t, { root: treeOf(t, FILES) });
    const references = async (path: string, text: string, marked: string): Promise<readonly string[]> => {
      await server.open(path);
      const found: Location[] | null = await server.request('textDocument/references', {
        textDocument: server.document(path),
        position: positionAt(text, offsetOf(text, marked)),
        context: { includeDeclaration: true },
      });
      return (found ?? []).map(({ uri, range }) => `${uri.split('/').at(-1)}:${range.start.line + 1}`);
    };
    assert.deepEqual(await references('mm/step.c', STEP, 'return st|ep(n)'), ['user.c:2', 'user.c:3']);
    assert.deepEqual(await references('mm/user.c', USER, 'static int o|ne(int n)'), ['step.c:3']);
    assert.deepEqual(await references('mm/user.c', USER, 'each(n, t|wo)'), ['step.c:3']);
    assert.deepEqual(await references('mm/user.c', USER, 'int g|o(int n)'), []);
    const hover: Hover | null = await server.request('textDocument/hover', {
      textDocument: server.document('mm/user.c'),
      position: positionAt(USER, offsetOf(USER, 'static int t|wo(int n)')),
    });
    assert.match(JSON.stringify(hover?.contents), /handed to `each\(\)` in `go\(\)`.*called by `step` in `each\(\)`/);
    const ofNone: Hover | null = await server.request('textDocument/hover', {
      textDocument: server.document('mm/user.c'),
      position: positionAt(USER, offsetOf(USER, 'int g|o(int n)')),
    });
    assert.equal(ofNone, null);
  });

  test('a hover on what runs later says who queues it, and references lead there', async (t) => {
    const server = await serveApart(t, { root: treeOf(t, { ...FILES, 'mm/late.c': LATE }) });
    await server.open('mm/late.c');
    const at = {
      textDocument: server.document('mm/late.c'),
      position: positionAt(LATE, offsetOf(LATE, 'static void f|ree_old')),
    };
    const hover: Hover | null = await server.request('textDocument/hover', at);
    assert.match(JSON.stringify(hover?.contents), /runs later, queued by `call_old\(\)` in `drop\(\)`/);
    const found: Location[] | null = await server.request('textDocument/references', {
      ...at,
      context: { includeDeclaration: false },
    });
    assert.deepEqual(
      found?.map(({ range }) => range.start.line),
      [4],
    );
  });

  test('while a hover looks for who is handed a function, others are answered', async (t) => {
    const users = Array.from({ length: 3000 }, (_, n): [string, string] => {
      return [
        `mm/many${n}.c`,
        `int each(int n, int (*step)(int n));\nint shared(int n);\nint go${n}(int n) { return each(n, shared); }\n`,
      ];
    });
    const text = 'int shared(int n) { return n; }\n';
    const server = await serveApart(t, {
      root: treeOf(t, { ...FILES, ...Object.fromEntries(users), 'mm/shared.c': text }),
    });
    await server.open('mm/shared.c');
    const textDocument = server.document('mm/shared.c');
    const order: string[] = [];
    const note = async (name: string, answer: Promise<unknown>): Promise<string> => {
      const said = JSON.stringify(await answer);
      order.push(name);
      return said;
    };
    const [said] = await Promise.all([
      note('hover', server.request('textDocument/hover', { textDocument, position: positionAt(text, 6) })),
      note('symbols', server.request('textDocument/documentSymbol', { textDocument })),
    ]);
    assert.match(said, /handed to `each\(\)` in `go0\(\)`.*called by `step`.*and 2980 more/);
    assert.deepEqual(order, ['symbols', 'hover']);
  });
});
