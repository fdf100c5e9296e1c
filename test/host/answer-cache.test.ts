/** What a command prints is kept while it is short, and let go of when it is not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_LETTERS, Told } from '../../server/src/host/answer-cache.ts';

test('what was printed is an answer', () => {
  const told = new Told();
  told.add('out', 'a');
  told.add('err', 'b');
  told.add('out', 'c');
  assert.deepEqual(told.answer(1), { out: 'ac', err: 'b', code: 1 });
});

test('of what is longer than an answer that is kept nothing is held', () => {
  const told = new Told();
  told.add('out', 'x'.repeat(MAX_LETTERS));
  assert.equal(told.answer(0)?.out.length, MAX_LETTERS);
  told.add('out', 'x');
  assert.equal(told.answer(0), null);
  told.add('err', 'x');
  assert.equal(told.answer(0), null);
});
