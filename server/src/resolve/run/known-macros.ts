/** Macros and functions of the kernel whose values are known without looking at them: data. */
import { type Bits, constant, ERROR_NUMBER, known, NO_BITS } from './bits.ts';

/** Macros whose value is that of an argument, by its number: data. */
export const TRANSPARENT: ReadonlyMap<string, number> = new Map(
  Object.entries<number>({
    likely: 0,
    unlikely: 0,
    WARN_ON: 0,
    WARN_ON_ONCE: 0,
    WARN: 0,
    WARN_ONCE: 0,
    VM_WARN_ON: 0,
    VM_WARN_ON_ONCE: 0,
    VM_WARN_ON_FOLIO: 0,
    READ_ONCE: 0,
    data_race: 0,
    __builtin_expect: 0,
    ACCESS_PRIVATE: 0,
  }),
);

/** Macros of the kernel that the compiler computes, as functions of their arguments: data. */
const COMPUTED: ReadonlyMap<string, (args: readonly bigint[]) => bigint | null> = new Map(
  Object.entries<(args: readonly bigint[]) => bigint | null>({
    BIT: ([n]) => (n !== undefined && n < 64n ? 1n << n : null),
    BIT_ULL: ([n]) => (n !== undefined && n < 64n ? 1n << n : null),
    _BITUL: ([n]) => (n !== undefined && n < 64n ? 1n << n : null),
    _BITULL: ([n]) => (n !== undefined && n < 64n ? 1n << n : null),
    GENMASK: ([high, low]) => mask(high, low),
    GENMASK_ULL: ([high, low]) => mask(high, low),
    const_ilog2: ([n]) => log2(n),
    ilog2: ([n]) => log2(n),
    order_base_2: ([n]) =>
      n === undefined ? null : n <= 1n ? 0n : log2(n - 1n) === null ? null : (log2(n - 1n) ?? 0n) + 1n,
  }),
);

/** Functions that take the error number out of a pointer; it is asked for where the pointer is known to be one. */
const ERROR_NUMBERS = new Set(['PTR_ERR']);

function mask(high: bigint | undefined, low: bigint | undefined): bigint | null {
  if (high === undefined || low === undefined || high >= 64n || low > high) return null;
  return ((1n << (high - low + 1n)) - 1n) << low;
}

function log2(n: bigint | undefined): bigint | null {
  return n === undefined || n <= 0n ? null : BigInt(n.toString(2).length - 1);
}

/** Whether a name is a macro that only computes a number from its arguments. */
export function computes(name: string): boolean {
  return COMPUTED.has(name);
}

/** The value of a macro that the compiler computes, or of a function that takes out an error number; null for any other. */
export function computed(name: string, args: readonly Bits[]): Bits | null {
  if (ERROR_NUMBERS.has(name)) return ERROR_NUMBER;
  const compute = COMPUTED.get(name);
  if (!compute) return null;
  const numbers = args.map(known);
  const value = numbers.includes(null) ? null : compute(numbers.filter((each) => each !== null));
  return value === null ? NO_BITS : constant(value);
}
