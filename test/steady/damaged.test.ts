/** Damaged caches: each answers as if there were none, or, where nobody can tell that it is damaged, at least ends well. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rounds } from '../harness/nightly.ts';
import { random } from '../robust/random.ts';
import { filledCache, QUESTIONS } from './cache-files.ts';
import { DAMAGES } from './damage.ts';

test('damaged caches', async (t) => {
  const cache = await filledCache();
  const many = rounds(500, 20);
  let alike = 0;
  for (let round = 0; round < many; round++) {
    const [what, damage] = DAMAGES[round % DAMAGES.length] ?? ['', () => false];
    const question = Math.floor(round / DAMAGES.length) % QUESTIONS.length;
    cache.restore();
    const isAnother = damage(cache, random(round));
    const outcome = await cache.ask(question);
    const name = `round ${round}: ${what}, ${QUESTIONS[question]?.join(' ')}`;
    if (!isAnother) assert.deepEqual(outcome, cache.expected[question], name);
    else assert.ok(outcome.code !== null && outcome.code !== 70 && !/internal error/.test(outcome.err), name);
    if (!isAnother) alike++;
  }
  t.diagnostic(`${many} damaged caches, of which ${alike} could be told and answered alike`);
});
