/** What the cache folder holds where little fits into it: never more than its bound, and what is read is what was written. */
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cacheName, readCached, writeCached } from '../../server/src/host/cache-folder.ts';
import { scratch } from '../protocol/sample.ts';

const FORMAT = 'opscope-test-1';

/** What a file of so many bytes takes with what stands in front of it. */
const taken = (bytes: number): number => bytes + 64;

const nameOf = (about: number): string => cacheName(`question ${about}`, 'answer');

/** What was kept of a question; null where it is not there any more. */
const kept = (folder: string, about: number): string | null =>
  readCached(folder, nameOf(about), FORMAT)?.toString() ?? null;

/** Keeps the answer to a question, which is then older than what is kept later. */
function keep(folder: string, about: number, answer: string, most: number): void {
  writeCached(folder, nameOf(about), FORMAT, [Buffer.from(answer)], { folder: most, file: 1000 });
  const path = join(folder, nameOf(about));
  if (kept(folder, about) !== null) utimesSync(path, about, about);
}

const sizeOf = (folder: string): number =>
  readdirSync(folder).reduce((total, name) => total + statSync(join(folder, name)).size, 0);

test('a bound that is smaller than one answer keeps none, and what is there stays', (t) => {
  const folder = join(scratch(t), 'cache');
  mkdirSync(folder);
  keep(folder, 1, 'small', taken(5));
  keep(folder, 2, 'larger', taken(5));
  assert.deepEqual(
    [1, 2].map((about) => kept(folder, about)),
    ['small', null],
  );
  assert.equal(sizeOf(folder), taken(5));
  keep(folder, 1, 'none of it fits', taken(0) - 1);
  assert.deepEqual(kept(folder, 1), 'small');
});

test('what fits takes the place of what is older, and the bound holds after each', (t) => {
  const folder = scratch(t);
  const most = taken(100) + taken(200);
  const letters = (about: number): string => `${about}`.repeat(about % 3 === 0 ? 200 : 100);
  for (let about = 1; about <= 9; about++) {
    keep(folder, about, letters(about), most);
    assert.ok(sizeOf(folder) <= most, `${sizeOf(folder)} bytes after ${about}`);
    assert.equal(kept(folder, about), letters(about));
    for (let earlier = 1; earlier < about; earlier++) {
      assert.ok([null, letters(earlier)].includes(kept(folder, earlier)), `${earlier} after ${about}`);
    }
  }
  assert.deepEqual(
    [7, 8, 9].map((about) => kept(folder, about) !== null),
    [false, true, true],
  );
});

test('files of somebody else take no part in it', (t) => {
  const folder = scratch(t);
  writeFileSync(join(folder, 'notes.txt'), 'x'.repeat(5000));
  keep(folder, 1, 'one', taken(3));
  keep(folder, 2, 'two', taken(3));
  assert.deepEqual(
    [1, 2].map((about) => kept(folder, about)),
    [null, 'two'],
  );
  assert.equal(statSync(join(folder, 'notes.txt')).size, 5000);
});
