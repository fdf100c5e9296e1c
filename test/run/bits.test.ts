import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type Bits,
  constant,
  equal,
  known,
  literal,
  meet,
  NO_BITS,
  operate,
  truth,
} from '../../server/src/resolve/run/bits.ts';

const number = (bits: Bits): bigint | null => known(bits);

describe('known bits', () => {
  it('computes constants', () => {
    assert.equal(number(operate('+', constant(2n), constant(3n))), 5n);
    assert.equal(number(operate('<<', constant(1n), constant(4n))), 16n);
    assert.equal(number(operate('<', constant(1n), constant(4n))), 1n);
  });

  it('keeps what a mask leaves of an unknown value', () => {
    const cleared = operate('&', NO_BITS, constant(~3n));
    const set = operate('|', cleared, constant(2n));
    assert.equal(number(set), null);
    assert.equal(number(operate('&', set, constant(3n))), 2n);
  });

  it('decides a comparison by one bit that differs', () => {
    const odd = operate('|', NO_BITS, constant(1n));
    assert.equal(equal(odd, constant(4n)), false);
    assert.equal(equal(odd, constant(5n)), null);
  });

  it('knows that a value with a bit set is not zero', () => {
    assert.equal(truth(operate('|', NO_BITS, constant(8n))), true);
    assert.equal(truth(NO_BITS), null);
    assert.equal(truth(constant(0n)), false);
  });

  it('keeps of two values what they agree on', () => {
    const either = meet(constant(4n), constant(6n));
    assert.equal(number(operate('&', either, constant(5n))), 4n);
    assert.equal(number(either), null);
  });

  it('leaves division by zero and the order of negative numbers open', () => {
    assert.equal(number(operate('/', constant(1n), constant(0n))), null);
    assert.equal(truth(operate('<', constant(-1n), constant(1n))), null);
  });

  it('reads literals', () => {
    assert.deepEqual(['0x10UL', '010', '0b11', "'a'", '1.5'].map(literal), [16n, 8n, 3n, 97n, null]);
  });
});
