/** Rows are written no faster than they are taken, and the files behind them read no further. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { everythingCommand } from '../../server/src/cli/lists.ts';
import type { Batch } from '../../server/src/features/whole-tree/batch.ts';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { Snapshot } from '../../server/src/index/snapshot.ts';
import type { TableRow } from '../../server/src/model/answers.ts';
import { MemoryTree } from '../harness/memory-tree.ts';
import { projectRoot } from '../harness/root.ts';

const row: TableRow = {
  struct: 'lamp_ops',
  name: 'lamp',
  index: null,
  path: '',
  memoryType: 'lamp',
  file: 'mm/lamp.c',
  line: 1,
  column: 1,
  condition: null,
  hooks: {},
  installedIn: [],
};

test('what is not taken is waited for', async () => {
  const lowerer = await loadLowerer(join(projectRoot, 'dist'));
  const snapshot = Snapshot.of(new MemoryTree(new Map()), { folders: [] }, lowerer);
  let batches = 0;
  const everything = async function* (): AsyncGenerator<Batch> {
    for (; batches < 3; batches++)
      yield { tables: new Array(1000).fill(row), withoutFunction: 0, dispatch: [], facts: [], gaps: [] };
  };
  let lines = 0;
  const counts: number[][] = [];
  const output = {
    out(text: { toString(): string }) {
      lines += text.toString().split('\n').length - 1;
    },
    err: () => assert.fail(),
    // Who waits learns how far it had come by then, and whether anything was done while it waited.
    async taken() {
      const before = [batches, lines];
      await new Promise((resolve) => setImmediate(resolve));
      assert.deepEqual([batches, lines], before);
      counts.push(before);
    },
    terminal: false,
    width: 80,
    colour: false,
  };
  assert.equal(await everythingCommand({ snapshot, everything }, 'tables', 'json', output), 0);
  assert.equal(lines, 3000);
  assert.deepEqual(counts.slice(0, 5), [
    [0, 256],
    [0, 512],
    [0, 768],
    [0, 1000],
    [1, 1256],
  ]);
});
