/** What answers lack: collected once each, bounded, and handed on from state to state. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Gap, Gaps } from '../../server/src/model/gaps.ts';

const lost = (file: string, line: number): Gap => ({ k: 'lost', what: 'the function f()', file, line, reason: 'deep' });

describe('gaps', () => {
  test('are told once, sorted', () => {
    const gaps = new Gaps();
    gaps.add(lost('b.c', 2));
    gaps.add({ k: 'cut', what: 'macro D', file: 'a.c', line: null, bound: '20 words' });
    gaps.add(lost('b.c', 2));
    gaps.add({ k: 'unread', path: 'a.h', reason: 'it is no file' });
    assert.deepEqual(gaps.texts(), [
      'a.c: macro D is cut at 20 words',
      'a.h is not read: it is no file',
      'b.c:2: the function f() is left out: deep',
    ]);
  });

  test('are counted beyond a thousand', () => {
    const gaps = new Gaps(() => [lost('other.c', 1)]);
    for (let line = 1; line <= 1002; line++) gaps.add(lost('a.c', line));
    assert.equal(gaps.texts().length, 1001);
    assert.equal(gaps.texts().at(-1), '3 more places were lost or cut');
  });

  test('that are noted elsewhere are told as they are then', () => {
    const elsewhere: Gap[] = [];
    const gaps = new Gaps(() => elsewhere);
    elsewhere.push(lost('a.c', 1));
    assert.deepEqual(gaps.all(), [lost('a.c', 1)]);
  });
});
