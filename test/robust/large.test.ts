/** Files that are large in one way, through the command: the answer is whole, in them and beside them. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { SourceFile } from '../../server/src/index/file.ts';
import type { TableRow } from '../../server/src/model/answers.ts';
import { split } from '../../server/src/syntax/split.ts';
import { inside, rows } from '../harness/inside.ts';
import { lowerer } from '../harness/loaded.ts';
import { sampleCopy } from '../protocol/sample.ts';
import { large } from './large.ts';

/** A test takes a part of the size that the benchmark measures. */
const PART = 20;

function tree(t: TestContext, text: string | Readonly<Record<string, string>>): string {
  const root = sampleCopy(t);
  for (const [path, each] of Object.entries(typeof text === 'string' ? { 'mm/large.c': text } : text)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), each);
  }
  return root;
}

/** How many tables each has, by its size; one where it is not the tables that are many. */
const tables: Readonly<Record<string, (size: number) => number>> = {
  rows: (size) => size,
  slots: (size) => size,
  comments: (size) => size,
  branches: (size) => size + 1,
  arms: (size) => size + 1,
  nested: (size) => size + 1,
  callers: (size) => size,
  tables: (size) => size,
  fillers: (size) => size,
  uses: (size) => size,
  beside: (size) => size + 1,
  suppressed: (size) => size,
  openCalls: () => 1,
  cases: () => 2,
  files: (size) => size,
  same: (size) => size,
};

describe('a tree is answered in full with', () => {
  for (const [name, { what, size, text }] of Object.entries(large)) {
    test(`many ${what}`, async (t) => {
      const count = size / PART;
      const found = await rows<TableRow>(['tables', '--ops', 'all', '--tree', tree(t, text(count))]);
      const own = found.filter(({ file }) => file === 'mm/large.c' || file.startsWith('mm/dial/'));
      assert.equal(own.length, tables[name]?.(count) ?? 1);
      assert.ok(found.some(({ name: table }) => table === 'shmem_uffd_ops'));
    });
  }
});

describe('conditions', () => {
  test('of a long #if name its first branches, and count the others', () => {
    const arms = Array.from({ length: 20_000 }, (_, i) => `#elif A${i}\nint x${i};`);
    const { branches } = split(`#if A\n${arms.join('\n')}\n#else\n#endif\n`);
    assert.equal(branches.length, 20_002);
    assert.equal(branches[2]?.condition, '!A && !A0 && A1');
    assert.match(
      branches[5000]?.condition ?? '',
      /^!A && .* && !A98 && none of 4900 more branches before it && A4999$/,
    );
  });

  test('around each other are named from both ends, and those between counted', async () => {
    const open = Array.from({ length: 300 }, (_, i) => `#ifdef A${i}`).join('\n');
    const file = new SourceFile('mm/large.c', `${open}\nint x;\n${'#endif\n'.repeat(300)}`, await lowerer());
    assert.match(
      file.condition(file.text.indexOf('int x')) ?? '',
      /^A0 && A1 && .* && A49 && 200 more conditions between && A250 && .* && A299$/,
    );
  });
});

describe('structs', () => {
  test('that hold each other twice without a name are cut, and that is told', async (t) => {
    const doubling = Array.from({ length: 30 }, (_, i) => `struct s${i + 1} { struct s${i}; struct s${i}; };`).join(
      '\n',
    );
    const code = `struct s0 { int (*turn)(int); };\n${doubling}
static int turn(int x) { return x; }
static struct s0 plain = { .turn = turn };
static struct s30 vast = { .turn = turn };\n`;
    const { code: status, out, err } = await inside(['tables', '--ops', 's0', '--tree', tree(t, code)]);
    assert.equal(status, 0, err);
    assert.match(out, / plain {2}struct /);
    const all = await inside(['tables', '--ops', 'all', '--tree', tree(t, code)]);
    assert.match(all.out, / vast {2}struct /);
    assert.match(all.err, /^opscope: mm\/large\.c:\d+: struct s\d+ is cut at 200,000 members$/m);
  });
});
