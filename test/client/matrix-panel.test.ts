/** The matrix panel, without its page: which cells it has, and where keys lead. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { HookSlot, Matrix, MatrixTable } from '../../client/messages.ts';
import { layout } from '../../client/webview/matrix/layout.ts';
import { remark } from '../../client/webview/matrix/remark.ts';
import { clamped, type Spot, spotAfter } from '../../client/webview/matrix/spots.ts';

/** A table whose slots hold these functions; a slot that is not named is unset. */
function table(memoryType: string, file: string, slots: Readonly<Record<string, string>>): MatrixTable {
  const slot = ([field, name]: [string, string]): [string, HookSlot] => [
    field,
    { function: name, file, line: 7, column: 1, slotLine: 2, slotColumn: 1, condition: null },
  ];
  const hooks = Object.fromEntries(Object.entries(slots).map(slot));
  return { name: `${memoryType}_ops`, memoryType, file, line: 1, column: 1, condition: null, installedIn: [], hooks };
}

function matrix(tables: readonly MatrixTable[]): Matrix {
  const field = (name: string, line: number) =>
    ({ name, signature: `int (*${name})(void)`, doc: '', file: 'include/o.h', line, column: 1, kind: 'hook' }) as const;
  const defined = { file: 'include/o.h', line: 1, column: 1 };
  const fields = [field('copy', 2), field('zero', 3)];
  return { schema: 1, tree: { root: '/', version: '7.3' }, ops: 'o', defined, fields, tables, note: null };
}

const TWO = [
  table('anon', 'mm/a.c', { copy: 'anon_copy' }),
  table('shmem', 'mm/s.c', { copy: 'shmem_copy', zero: 'fill' }),
];

/** The texts of a layout, row by row. */
const texts = (tables: readonly MatrixTable[], filter = ''): string[] =>
  layout(matrix(tables), filter).rows.map((row) => row.map(({ text }) => text).join(' '));

describe('the cells', () => {
  test('are a row for each field and a column for each memory type', () => {
    assert.deepEqual(texts(TWO), ['struct o anon shmem', 'copy anon_copy shmem_copy', 'zero — fill']);
  });

  test('say in words what they show, and where Enter goes', () => {
    const [, , zero] = layout(matrix(TWO), '').rows;
    assert.deepEqual(zero?.[1], {
      ...{ role: 'value', text: '—', details: [], place: null, unset: true },
      ...{ label: 'zero of anon: unset', tooltip: 'zero of anon is unset' },
    });
    assert.equal(zero?.[2]?.label, 'zero of shmem: fill, mm/s.c:7');
    assert.equal(zero?.[2]?.place?.file, 'mm/s.c');
  });

  test('are rows and columns the other way round where the tables are many', () => {
    const many = Array.from({ length: 9 }, (_, i) => table(`t${i}`, 'mm/t.c', { copy: 'c' }));
    const { rows } = layout(matrix(many), '');
    assert.deepEqual(texts(many).slice(0, 2), ['struct o copy zero', 't0 c —']);
    assert.deepEqual(
      rows[1]?.map(({ role }) => role),
      ['row', 'value', 'value'],
    );
    assert.deepEqual(
      rows[0]?.map(({ role }) => role),
      ['corner', 'column', 'column'],
    );
  });

  test('are those that the filter names: fields, memory types, else functions', () => {
    assert.deepEqual(texts(TWO, ' ZERO '), ['struct o anon shmem', 'zero — fill']);
    assert.deepEqual(texts(TWO, 'shmem'), ['struct o shmem', 'copy shmem_copy', 'zero fill']);
    assert.deepEqual(texts(TWO, 'fill'), ['struct o shmem', 'zero fill']);
    assert.deepEqual(texts(TWO, 'nothing'), ['struct o']);
  });

  test('are of the first 200 tables, and the others are counted', () => {
    const many = Array.from({ length: 203 }, (_, i) => table(`t${i}`, 'mm/t.c', {}));
    const { rows, hidden } = layout(matrix(many), '');
    assert.deepEqual([rows.length, hidden], [201, 3]);
  });
});

describe('keys', () => {
  const rows = [1, 2, 3].map(() => ['a', 'b', 'c', 'd']);
  const to = (key: string, ctrlKey = false): Spot | null =>
    spotAfter({ key, ctrlKey, metaKey: false }, { row: 1, column: 2 }, rows);

  test('move by one cell, with Ctrl to the end', () => {
    assert.deepEqual(
      [to('ArrowUp'), to('ArrowUp', true)],
      [
        { row: 0, column: 2 },
        { row: 0, column: 2 },
      ],
    );
    assert.deepEqual(
      [to('ArrowLeft'), to('ArrowLeft', true)],
      [
        { row: 1, column: 1 },
        { row: 1, column: 0 },
      ],
    );
    assert.deepEqual(
      [to('ArrowRight'), to('ArrowDown')],
      [
        { row: 1, column: 3 },
        { row: 2, column: 2 },
      ],
    );
    assert.deepEqual(
      [to('Home'), to('Home', true)],
      [
        { row: 1, column: 0 },
        { row: 0, column: 0 },
      ],
    );
    assert.deepEqual(
      [to('End'), to('End', true)],
      [
        { row: 1, column: 3 },
        { row: 2, column: 3 },
      ],
    );
    assert.equal(to('x'), null);
  });

  test('stay in the grid, however it has shrunk', () => {
    assert.deepEqual(clamped(rows, { row: 9, column: -1 }), { row: 2, column: 0 });
    assert.deepEqual(clamped([], { row: 1, column: 1 }), { row: -1, column: 0 });
  });
});

describe('the line above', () => {
  test('says that the tables are those so far while the tree is being read', () => {
    const reading = remark(matrix(TWO), 0, { state: 'indexing' });
    assert.equal(reading, 'Linux 7.3 · so far: the whole tree is being read');
    assert.equal(remark(matrix(TWO), 0, { state: 'ready' }), 'Linux 7.3');
  });

  test('says how many more match', () => {
    const text = remark(matrix(TWO), 3, { state: 'ready' });
    assert.equal(text, 'Linux 7.3 · 3 more tables match: narrow the filter to see them');
  });
});
