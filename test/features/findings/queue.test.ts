/** What is typed while files are checked is in later states of the tree, and in no earlier one. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { CheckQueue } from '../../../server/src/features/findings/queue.ts';
import { loadLowerer } from '../../../server/src/host/assets.ts';
import type { Overlay } from '../../../server/src/index/source.ts';
import { MemoryTree } from '../../harness/memory-tree.ts';
import { projectRoot } from '../../harness/root.ts';

test('an overlay that a tree was opened with stays as it was', async () => {
  const opened: Overlay[] = [];
  const queue = new CheckQueue({
    lowerer: await loadLowerer(join(projectRoot, 'dist')),
    open(overlay) {
      opened.push(overlay);
      return new MemoryTree(overlay);
    },
    readText: () => null,
    post: () => {},
  });
  const type = (text: string | null): void => {
    queue.receive({ k: 'text', path: 'mm/a.c', text });
    queue.receive({ k: 'check', path: 'mm/a.c', stamp: opened.length });
    while (queue.urgency !== 'never') queue.step();
  };
  for (const text of ['int a;\n', 'int b;\n', null]) type(text);
  const texts = opened.map((overlay) => overlay.get('mm/a.c'));
  assert.deepEqual([...new Set(texts)], ['int a;\n', 'int b;\n', undefined]);
});
