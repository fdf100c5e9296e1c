/** A condition inside of another is told once, and what holds only together stays together. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { within } from '../../server/src/syntax/conditionals.ts';

for (const [outer, inner, whole] of [
  [null, null, null],
  ['A', null, 'A'],
  [null, 'B', 'B'],
  ['A', 'B', 'A && B'],
  ['A', 'A', 'A'],
  ['A && B', 'B', 'A && B'],
  ['A && B && C', 'B && C', 'A && B && C'],
  ['A && (B || C)', 'B || C', 'A && (B || C)'],
  ['B || C', 'B || C', 'B || C'],
  ['A || B && C', 'C', '(A || B && C) && C'],
  ['A', 'B || C', 'A && (B || C)'],
  ['XA', 'A', 'XA && A'],
  ['(A) || (B)', 'C', '((A) || (B)) && C'],
  ['!(A || B)', 'C', '!(A || B) && C'],
  ['f(A || B)', 'C ? D : E', 'f(A || B) && (C ? D : E)'],
] as const)
  test(`${inner} inside of ${outer}`, () => assert.equal(within(outer, inner), whole));
