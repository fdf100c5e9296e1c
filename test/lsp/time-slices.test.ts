/** Long work beside other requests. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Steps } from '../../server/src/base/steps.ts';
import { inTimeSlices } from '../../server/src/lsp/time-slices.ts';

/** Work whose every step takes longer than a slice. */
function* work(done: string[], steps: number): Steps<string> {
  for (let step = 1; step <= steps; step++) {
    for (const end = performance.now() + 40; performance.now() < end; );
    done.push(`step ${step}`);
    yield;
  }
  return 'the answer';
}

test('what arrives meanwhile goes first', async () => {
  const done: string[] = [];
  setImmediate(() => done.push('another request'));
  assert.equal(await inTimeSlices(work(done, 3), () => false), 'the answer');
  assert.deepEqual(done, ['step 1', 'another request', 'step 2', 'step 3']);
});

test('work that nobody wants any more ends', async () => {
  const done: string[] = [];
  assert.equal(await inTimeSlices(work(done, 3), () => done.length === 2), null);
  assert.deepEqual(done, ['step 1', 'step 2']);
});
