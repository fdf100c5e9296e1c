/** Functions that are handed over, as a client sees them: jumps, hovers and the call hierarchy. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { CallHierarchyIncomingCall, CallHierarchyItem, Hover, Location } from 'vscode-languageserver/node';
import { offsetOf, positionAt, serve, treeOf } from './sample.ts';

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
const FILES = {
  Makefile: 'VERSION = 7\nPATCHLEVEL = 3\nSUBLEVEL = 0\n',
  Kbuild: 'obj-y += mm/\n',
  Kconfig: 'config MMU\n\tbool\n',
  'mm/step.c': STEP,
  'mm/user.c': USER,
};

describe('functions that are handed over', () => {
  test('a call of a parameter leads to the functions that get there, and a hover names them', async (t) => {
    const server = await serve(t, { root: treeOf(t, FILES) });
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
    const server = await serve(t, { root: treeOf(t, FILES) });
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
});
