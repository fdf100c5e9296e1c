import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WordSet, wordAt } from '../../server/src/base/words.ts';

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
  const wanted = new WordSet(['get', 'other', 'get2', 'static']);
  assert.deepEqual([...wanted.of('static int shmem_get(int get, get, get2);')], ['static', 'get', 'get2']);
  assert.deepEqual([...wanted.of('')], []);
  const many = new WordSet([...wanted.words, 'a', 'b', 'c', 'd']);
  assert.deepEqual([...many.of('static int shmem_get(int get, get, get2);')], ['static', 'get', 'get2']);
});
