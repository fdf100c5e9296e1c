/**
 * Sets of Kconfig values (n, m, y) for every architecture at once: each member holds the architectures for which the
 * expression can have that value.
 */
import type { ArchMask } from './arches.ts';
import { M, N, Y } from './guard.ts';

export interface Values {
  readonly n: ArchMask;
  readonly m: ArchMask;
  readonly y: ArchMask;
}

export const NOWHERE: Values = { n: 0, m: 0, y: 0 };

/** The smaller of two: `&&`. */
export function least(a: Values, b: Values): Values {
  const [anyA, anyB] = [any(a), any(b)];
  return {
    n: (a.n & anyB) | (b.n & anyA),
    m: (a.m & (b.m | b.y)) | (b.m & (a.m | a.y)),
    y: a.y & b.y,
  };
}

/** The greater of two: `||`. */
export function greatest(a: Values, b: Values): Values {
  const [anyA, anyB] = [any(a), any(b)];
  return {
    n: a.n & b.n,
    m: (a.m & (b.m | b.n)) | (b.m & (a.m | a.n)),
    y: (a.y & anyB) | (b.y & anyA),
  };
}

/** `!`. */
export function inverse(a: Values): Values {
  return { n: a.y, m: a.m, y: a.n };
}

/** `=`: y or n. */
export function equal(a: Values, b: Values): Values {
  const same = (a.n & b.n) | (a.m & b.m) | (a.y & b.y);
  const other = (a.n & (b.m | b.y)) | (a.m & (b.n | b.y)) | (a.y & (b.n | b.m));
  return { n: other, m: 0, y: same };
}

/** Either set's values. */
export function union(a: Values, b: Values): Values {
  return { n: a.n | b.n, m: a.m | b.m, y: a.y | b.y };
}

/** The values on these architectures only. */
export function on(arches: ArchMask, a: Values): Values {
  return { n: a.n & arches, m: a.m & arches, y: a.y & arches };
}

/** The architectures for which anything is known to be possible. */
export function any(a: Values): ArchMask {
  return a.n | a.m | a.y;
}

/** The values that a mask of N, M and Y allows. */
export function allowedOf(values: Values, allowed: number): Values {
  return {
    n: (allowed & N) === 0 ? 0 : values.n,
    m: (allowed & M) === 0 ? 0 : values.m,
    y: (allowed & Y) === 0 ? 0 : values.y,
  };
}

/** The architectures on which a symbol can have one of the values. */
export function where(values: Values, allowed: number): number {
  return any(allowedOf(values, allowed));
}
