import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wordAt, wordsOf } from '../../server/src/base/words.ts';

test('a word is found where it stands alone, between two offsets', () => {
  const text = 'static int shmem_get(int get, int get2);';
  assert.equal(wordAt(text, 'get'), 25);
  assert.equal(wordAt(text, 'get', 26), -1);
  assert.equal(wordAt(text, 'get', 0, 27), -1);
  assert.equal(wordAt(text, 'static'), 0);
  assert.equal(wordAt('get', 'get'), 0);
  assert.equal(wordAt(text, ''), -1);
});

test('those of many words that stand alone in a text are found, each once', () => {
  const wanted = new Set(['get', 'other', 'get2', 'static']);
  assert.deepEqual(wordsOf('static int shmem_get(int get, get, get2);', wanted), ['static', 'get', 'get2']);
  assert.deepEqual(wordsOf('', wanted), []);
});
