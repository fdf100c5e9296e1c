/** What may be meant by a name that there is not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { didYouMean, nearest } from '../../server/src/base/nearest.ts';

const HOOKS = ['alloc_folio', 'filemap_add', 'filemap_remove', 'can_userfault'];

for (const [written, meant] of [
  ['aloc_folio', ['alloc_folio']],
  ['alloc_foilo', ['alloc_folio']],
  ['ALLOC_FOLIO', ['alloc_folio']],
  ['alloc_folios', ['alloc_folio']],
  ['filemap_ad', ['filemap_add']],
  ['fault', []],
  ['', []],
] as const) {
  test(`${written} is meant for ${meant.join(' or ') || 'nothing'}`, () => {
    assert.deepEqual(nearest(written, HOOKS), meant);
  });
}

test('the nearest is told first, and few', () => {
  assert.deepEqual(nearest('abcdefgh', ['abcdefgx', 'abcdefxx', 'abcdefgh_', 'abcdefg', 'abcdefghi']), [
    'abcdefg',
    'abcdefgh_',
    'abcdefghi',
  ]);
});

test('it ends a sentence', () => {
  assert.equal(didYouMean('filemap_ad', HOOKS), '; did you mean filemap_add?');
  assert.equal(didYouMean('fault', HOOKS), '');
});
