/** Threads that take batches in a race give the same bytes, however many they are and however large the batches. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { addTo } from '../../server/src/base/add-to.ts';
import type { Batch } from '../../server/src/features/whole-tree/batch.ts';
import { Pass } from '../../server/src/features/whole-tree/pass.ts';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { readInWorkers, type Shares } from '../../server/src/host/batch-workers.ts';
import { DiskTree } from '../../server/src/host/disk.ts';
import type { WordIndex } from '../../server/src/host/words/index.ts';
import { readAll } from '../../server/src/host/words/store.ts';
import { Snapshot } from '../../server/src/index/snapshot.ts';
import type { DispatchSite, TableRow } from '../../server/src/model/answers.ts';
import { Gaps } from '../../server/src/model/gaps.ts';
import { projectRoot } from '../harness/root.ts';
import { chosenTree } from './chosen-tree.ts';

const assets = join(projectRoot, 'dist');
const root = mkdtempSync(join(tmpdir(), 'opscope-threads-'));
after(() => rmSync(root, { recursive: true, force: true }));

let words: WordIndex;
before(async () => {
  for (const [path, text] of chosenTree(5)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  words = await readAll({ root, folders: [], assets, cache: null });
});

const shares: readonly Shares[] = [
  { threads: 1, batch: 1 },
  { threads: 2, batch: 1 },
  { threads: 3, batch: 2 },
  { threads: 2, batch: 5 },
];

/** All that threads answer, with each thing that it lacks told once, as people are told: every batch says what its thread lacks. */
async function all(batches: AsyncIterable<Batch>) {
  const told = new Gaps();
  const answer: { tables: TableRow[]; dispatch: DispatchSite[] } = { tables: [], dispatch: [] };
  for await (const { tables, dispatch, gaps } of batches) {
    addTo(answer.tables, tables);
    addTo(answer.dispatch, dispatch);
    for (const each of gaps) told.add(each);
  }
  return { ...answer, gaps: told.texts() };
}

describe('threads', () => {
  for (const wanted of ['tables', 'dispatch'] as const) {
    test(`find the same ${wanted} however they are shared out`, async () => {
      const start = { root, folders: [], assets, wanted, words: words.whole() };
      const ask = (each: Shares) => all(readInWorkers(start, words.paths(), each));
      const right = await ask({ threads: 1, batch: 100 });
      assert.ok(right[wanted].length > 10, `${right[wanted].length}`);
      for (const each of shares) assert.deepEqual(await ask(each), right, JSON.stringify(each));
    });
  }

  for (const wanted of ['tables', 'dispatch'] as const) {
    test(`find the same ${wanted} however little they keep of the tree`, async () => {
      const source = new DiskTree(root, new Map(), words);
      const snapshot = Snapshot.of(source, { folders: [] }, await loadLowerer(assets), true);
      const [right, ...others] = [Number.POSITIVE_INFINITY, 50_000, 0].map((most) => {
        const { gaps: _, ...answer } = new Pass(snapshot.settled(0), wanted, most).read(words.paths());
        return answer;
      });
      assert.ok((right?.[wanted].length ?? 0) > 10);
      for (const other of others) assert.deepEqual(other, right);
    });
  }

  test('end when nobody wants the rest of the answer', async () => {
    const start = { root, folders: [], assets, wanted: 'tables' as const, words: words.whole() };
    const batches = readInWorkers(start, words.paths(), { threads: 2, batch: 1 });
    assert.equal((await batches.next()).done, false);
    await batches.return();
    assert.equal((await batches.next()).done, true);
  });
});
