/** Questions to all of a tree, with nothing kept from before: several threads read it, and no table may be missed. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sources, truthOf } from '../bench/tree.ts';
import { opscope } from '../harness/command.ts';
import { kernelTrees } from '../harness/kernel-trees.ts';

interface Row {
  readonly file: string;
  readonly line: number;
  readonly macro?: string | null;
}

describe('the whole tree', () => {
  const [newest] = kernelTrees;
  if (!newest) return;

  test('every table of vm_operations_struct is found, as a plain look at the text finds them', async () => {
    const args = [
      'tables',
      '--ops',
      'vm_operations_struct',
      '--all-folders',
      '--no-cache',
      '--format',
      'json',
      '--tree',
      newest.root,
    ];
    const { code, out, err } = await opscope(args);
    assert.deepEqual([code, err], [0, '']);
    const rows = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Row)
      .filter((row) => !row.file.startsWith('tools/'));
    const { tables } = truthOf(newest.root, sources(newest.root, ['']));
    assert.deepEqual(rows.map((row) => `${row.file}:${row.line}`).sort(), [...tables].sort());
  });
});
