/** Work that is stopped on the way leaves nothing half done: the next answers are those of a server that was started just now. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Cancelled, checkpoint, withCheckpoints } from '../../server/src/base/checkpoint.ts';
import { contained } from '../../server/src/base/contain.ts';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { DiskTree } from '../../server/src/host/disk.ts';
import { Snapshot } from '../../server/src/index/snapshot.ts';
import { RequestToken } from '../../server/src/lsp/cancellation.ts';
import { projectRoot } from '../harness/root.ts';
import { answersOf } from './answers.ts';

const root = join(projectRoot, 'test/trees/sample');
const settings = { folders: ['mm', 'fs', 'include', 'virt', 'ipc'] };
const paths = ['mm/shmem.c', 'fs/userfaultfd.c', 'mm/userfaultfd.c'];
const asked = {
  settings: { ops: ['vm_uffd_ops'], contextStructs: [] },
  paths,
  cursors: [{ path: 'mm/shmem.c', offset: readFileSync(join(root, 'mm/shmem.c'), 'utf8').indexOf('shmem_uffd_ops') }],
  reach: true,
  findings: true,
};

/** How many places of the sample tree work is stopped at, evenly spread over all that there are. */
const STOPS = 40;

test('work that is stopped anywhere costs the answers nothing', async () => {
  const lowerer = await loadLowerer(join(projectRoot, 'dist'));
  const fresh = () => Snapshot.of(new DiskTree(root), settings, lowerer);
  let places = 0;
  const right = withCheckpoints(
    () => void places++,
    () => answersOf(fresh(), asked),
  );
  assert.ok(places > STOPS);
  for (let stop = 0; stop < STOPS; stop++) {
    const previous = fresh();
    let left = Math.floor((stop * places) / STOPS);
    const look = () => {
      if (left-- <= 0) throw new Cancelled('cancelled');
    };
    try {
      withCheckpoints(look, () => answersOf(previous, asked));
    } catch (error) {
      assert.ok(error instanceof Cancelled);
    }
    const next = previous.next(new DiskTree(root), []);
    assert.deepEqual(answersOf(next, asked), right);
  }
});

test('that a question was cancelled is no failure that anybody contains', () => {
  const cancel = () => {
    throw new Cancelled('cancelled');
  };
  assert.throws(() => contained(cancel, String), Cancelled);
});

test('a request is stopped by memory that another thread writes to', () => {
  const shared = new Int32Array(new SharedArrayBuffer(4));
  const said: string[] = [];
  let stopped = 0;
  const token = new RequestToken(7, shared, {
    doing: ({ text }) => void said.push(text),
    stopped: () => void stopped++,
  });
  assert.throws(
    () =>
      token.work(() => {
        checkpoint(() => 'beginning');
        Atomics.store(shared, 0, 1);
        for (;;) checkpoint(() => 'going on');
      }),
    Cancelled,
  );
  assert.equal(stopped, 1);
  assert.ok(token.isCancellationRequested);
  assert.equal(said[0], 'beginning');
});
