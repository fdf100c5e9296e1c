/** Integers of which some bits are known: enough to decide `(flags & MODE_MASK) == MODE` where the other flags are not. */

/** Bits set in `mask` are known, and have the value that `value` has there. */
export interface Bits {
  readonly mask: bigint;
  readonly value: bigint;
}

const ALL = (1n << 64n) - 1n;

/** A constant; negative ones wrap around. */
export function constant(value: bigint): Bits {
  return { mask: ALL, value: BigInt.asUintN(64, value) };
}

export const NO_BITS: Bits = { mask: 0n, value: 0n };

/** A negative error number, whichever it is: at most 4095 below zero, and so not zero. */
export const ERROR_NUMBER: Bits = { mask: ALL ^ 0xfffn, value: ALL ^ 0xfffn };

/** The number, when every bit is known. */
export function known(bits: Bits): bigint | null {
  return bits.mask === ALL ? bits.value : null;
}

/** What both agree on. */
export function meet(a: Bits, b: Bits): Bits {
  const mask = a.mask & b.mask & (ALL ^ a.value ^ b.value);
  return { mask, value: a.value & mask };
}

/** Whether two values are equal; null where the known bits do not say. */
export function equal(a: Bits, b: Bits): boolean | null {
  if (((a.value ^ b.value) & a.mask & b.mask) !== 0n) return false;
  return a.mask === ALL && b.mask === ALL ? true : null;
}

/** Whether a value is not zero; null where the known bits do not say. */
export function truth(bits: Bits): boolean | null {
  if (bits.value !== 0n) return true;
  return bits.mask === ALL ? false : null;
}

/** A boolean as C has it: all bits but the lowest are zero, and it too where the outcome is known. */
export function truthBits(outcome: boolean | null): Bits {
  return outcome === null ? { mask: ALL ^ 1n, value: 0n } : constant(outcome ? 1n : 0n);
}

export function complement(a: Bits): Bits {
  return { mask: a.mask, value: (ALL ^ a.value) & a.mask };
}

function and(a: Bits, b: Bits): Bits {
  const zeros = (a.mask & (ALL ^ a.value)) | (b.mask & (ALL ^ b.value));
  const ones = a.value & b.value;
  return { mask: zeros | ones, value: ones };
}

function or(a: Bits, b: Bits): Bits {
  const ones = a.value | b.value;
  const zeros = a.mask & (ALL ^ a.value) & b.mask & (ALL ^ b.value);
  return { mask: zeros | ones, value: ones };
}

function xor(a: Bits, b: Bits): Bits {
  const mask = a.mask & b.mask;
  return { mask, value: (a.value ^ b.value) & mask };
}

function shiftLeft(a: Bits, by: bigint): Bits {
  const low = (1n << by) - 1n;
  return { mask: ((a.mask << by) | low) & ALL, value: (a.value << by) & ALL };
}

function shiftRight(a: Bits, by: bigint): Bits {
  const high = ALL ^ (ALL >> by);
  return { mask: (a.mask >> by) | high, value: a.value >> by };
}

const EXACT: Readonly<Record<string, (a: bigint, b: bigint) => bigint | null>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => (b === 0n ? null : a / b),
  '%': (a, b) => (b === 0n ? null : a % b),
};

const ORDER: Readonly<Record<string, (a: bigint, b: bigint) => boolean>> = {
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
  '<=': (a, b) => a <= b,
  '>=': (a, b) => a >= b,
};

/** The value of `a op b` for C's integer operators but `&&` and `||`, which do not look at both sides. */
export function operate(op: string, a: Bits, b: Bits): Bits {
  switch (op) {
    case '&':
      return and(a, b);
    case '|':
      return or(a, b);
    case '^':
      return xor(a, b);
    case '==':
      return truthBits(equal(a, b));
    case '!=': {
      const same = equal(a, b);
      return truthBits(same === null ? null : !same);
    }
    default:
      return onNumbers(op, a, b);
  }
}

/** The value of `op a` for C's operators on one integer. */
export function unary(op: string, value: Bits): Bits {
  switch (op) {
    case '~':
      return complement(value);
    case '-':
      return operate('-', constant(0n), value);
    case '+':
      return value;
    case '!': {
      const outcome = truth(value);
      return truthBits(outcome === null ? null : !outcome);
    }
    default:
      return NO_BITS;
  }
}

function onNumbers(op: string, a: Bits, b: Bits): Bits {
  const right = known(b);
  if (right === null) return ORDER[op] ? truthBits(null) : NO_BITS;
  if (op === '<<') return right < 64n ? shiftLeft(a, right) : NO_BITS;
  if (op === '>>') return right < 64n ? shiftRight(a, right) : NO_BITS;
  const left = known(a);
  const order = ORDER[op];
  // Negative numbers and huge unsigned ones look the same here: their order is left open.
  if (order) return truthBits(left === null || (left | right) >> 63n ? null : order(left, right));
  const exact = left === null ? null : (EXACT[op]?.(left, right) ?? null);
  return exact === null ? NO_BITS : constant(exact);
}

/** The value of a literal: `0x10UL`, `'a'`; null for a floating one. */
export function literal(text: string): bigint | null {
  // The parser takes a sign in front for a part of the number.
  const sign = /^[-+]\s*/.exec(text)?.[0] ?? '';
  if (sign !== '') {
    const value = literal(text.slice(sign.length));
    return sign.startsWith('-') && value !== null ? -value : value;
  }
  const number = /^(0[xX][0-9a-fA-F]+|0[bB][01]+|[0-9]+)[uUlL]*$/.exec(text)?.[1];
  if (number === undefined) {
    const letter = /^'([^\\])'$/.exec(text)?.[1];
    return letter === undefined ? null : BigInt(letter.charCodeAt(0));
  }
  return BigInt(/^0[0-7]+$/.test(number) ? `0o${number.slice(1)}` : number);
}
