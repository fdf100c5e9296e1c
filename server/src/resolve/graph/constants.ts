/** Named constants: enumerators and macros, computed from their definitions when something depends on them. */
import type { SourceFile } from '../../index/file.ts';
import type { Expr, TypeExpr } from '../../model/ir.ts';
import { type Expressions, isNull, type Place, placeIn } from '../expressions.ts';
import type { Resolver } from '../ops.ts';
import {
  type Bits,
  complement,
  constant,
  ERROR_NUMBER,
  known,
  literal,
  NO_BITS,
  operate,
  truth,
  truthBits,
} from './bits.ts';

/** Macros whose value is that of an argument, by its number: data. */
export const TRANSPARENT: Readonly<Record<string, number>> = {
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
};

/** Macros of the kernel that the compiler computes, as functions of their arguments: data. */
const COMPUTED: Readonly<Record<string, (args: readonly bigint[]) => bigint | null>> = {
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
};

/** Functions that take the error number out of a pointer; it is asked for where the pointer is known to be one. */
const ERROR_NUMBERS = new Set(['PTR_ERR']);

function mask(high: bigint | undefined, low: bigint | undefined): bigint | null {
  if (high === undefined || low === undefined || high >= 64n || low > high) return null;
  return ((1n << (high - low + 1n)) - 1n) << low;
}

function log2(n: bigint | undefined): bigint | null {
  return n === undefined || n <= 0n ? null : BigInt(n.toString(2).length - 1);
}

/** How deep definitions use each other. */
const MAX_DEPTH = 12;

type Enum = Extract<TypeExpr, { k: 'tag' }>;

/** Computes constants for one snapshot. */
export class Constants {
  readonly #expressions: Expressions;
  readonly #resolver: Resolver;
  readonly #names = new Map<string, Bits>();

  readonly #words = new Map<SourceFile, ReadonlySet<string>>();

  private constructor(resolver: Resolver) {
    this.#resolver = resolver;
    this.#expressions = resolver.expressions;
  }

  static of(resolver: Resolver): Constants {
    return resolver.snapshot.once('constants', () => new Constants(resolver));
  }

  /** The value of a named constant as a file sees it; no known bits when it is none, or cannot be computed. */
  name(name: string, file: SourceFile, depth = 0): Bits {
    const key = `${file.path} ${name}`;
    const known = this.#names.get(key);
    if (known) return known;
    // A definition that uses itself has no value.
    this.#names.set(key, NO_BITS);
    const bits = this.#define(name, file, depth) ?? this.#enumerator(name, file, depth) ?? NO_BITS;
    this.#names.set(key, bits);
    return bits;
  }

  /** The name that a macro stands for, if it is nothing but another name. */
  alias(name: string, file: SourceFile): string {
    const macro = this.#expressions.macros.find(name, file);
    return macro?.params === null && /^[A-Za-z_]\w*$/.test(macro.body) ? macro.body : name;
  }

  /** Whether a name is an ioctl's number, made of its parts by one of the `_IO` macros. */
  isIoctl(name: string, file: SourceFile): boolean {
    const macro = this.#expressions.macros.find(name, file);
    return macro !== null && /\b_IO(?:R|W|WR|C)?\s*\(|\b\w*_IO(?:R|W|WR|C)\s*\(/.test(macro.body);
  }

  #define(name: string, file: SourceFile, depth: number): Bits | null {
    const macro = this.#expressions.macros.find(name, file);
    if (!macro || macro.params !== null || depth > MAX_DEPTH) return null;
    const expanded = this.#expressions.expand(name, null, 0, placeIn(file, null));
    return expanded && this.value(expanded.expr, expanded.place, depth + 1);
  }

  #enumerator(name: string, file: SourceFile, depth: number): Bits | null {
    const own = this.#enumIn(name, file);
    const found = own ?? this.#enumAround(name, file);
    return found && this.#enumValue(found.type, name, found.file, depth);
  }

  #enumAround(name: string, file: SourceFile): { type: Enum; file: SourceFile } | null {
    // Constants are in capitals; to look for any other name in every header would take longer than it is worth.
    if (!/^[A-Z_][A-Z0-9_]*$|^(?:true|false)$/.test(name)) return null;
    for (const each of this.#resolver.snapshot.includes.closure(file)) {
      const found = this.#enumWords(each).has(name) ? this.#enumIn(name, each) : null;
      if (found) return found;
    }
    return null;
  }

  /** The words in a file's enums, so that a thousand headers need not be searched for every name. */
  #enumWords(file: SourceFile): ReadonlySet<string> {
    const known = this.#words.get(file);
    if (known) return known;
    const words = new Set<string>();
    for (const region of file.regions) {
      if (region.brace < 0 || region.kind === 'function') continue;
      const text = file.text.slice(region.start, region.end);
      if (text.includes('enum')) for (const [word] of text.matchAll(/[A-Za-z_]\w*/g)) words.add(word);
    }
    this.#words.set(file, words);
    return words;
  }

  #enumIn(name: string, file: SourceFile): { type: Enum; file: SourceFile } | null {
    const word = new RegExp(`\\b${name}\\b`);
    for (const region of file.regions) {
      if (region.brace < 0 || region.kind === 'function') continue;
      const text = file.text.slice(region.start, region.end);
      if (!text.includes('enum') || !word.test(text)) continue;
      const type = file.lower(region).types.find((each) => each.enumerators?.some((one) => one.name === name));
      if (type) return { type, file };
    }
    return null;
  }

  #enumValue(type: Enum, name: string, file: SourceFile, depth: number): Bits {
    let next: Bits = constant(0n);
    for (const each of type.enumerators ?? []) {
      const value = each.value ? this.value(each.value, placeIn(file, null), depth + 1) : next;
      if (each.name === name) return value;
      next = operate('+', value, constant(1n));
    }
    return NO_BITS;
  }

  /** The value of a constant expression. */
  value(expr: Expr, place: Place, depth: number): Bits {
    const inner = (each: Expr): Bits => this.value(each, place, depth);
    switch (expr.k) {
      case 'number': {
        const number = literal(expr.text);
        return number === null ? NO_BITS : constant(number);
      }
      case 'id':
        if (isNull(expr)) return constant(0n);
        return this.name(expr.name, place.file, depth);
      case 'cast':
        return inner(expr.arg);
      case 'unary':
        return unary(expr.op, inner(expr.arg));
      case 'binary':
        return this.#binary(expr, inner);
      case 'cond': {
        const test = truth(inner(expr.test));
        if (test === null) return NO_BITS;
        return test ? inner(expr.yes ?? expr.test) : inner(expr.no);
      }
      case 'call':
        return this.#call(expr, place, depth);
      default:
        return NO_BITS;
    }
  }

  #binary(expr: Extract<Expr, { k: 'binary' }>, inner: (each: Expr) => Bits): Bits {
    if (expr.op !== '&&' && expr.op !== '||') return operate(expr.op, inner(expr.left), inner(expr.right));
    const left = truth(inner(expr.left));
    if (left !== null && left === (expr.op === '||')) return truthBits(left);
    const right = truth(inner(expr.right));
    return truthBits(left === null ? null : right);
  }

  #call(expr: Extract<Expr, { k: 'call' }>, place: Place, depth: number): Bits {
    if (expr.fn.k !== 'id' || depth > MAX_DEPTH) return NO_BITS;
    const same = TRANSPARENT[expr.fn.name];
    const argument = same === undefined ? undefined : expr.args[same];
    if (argument) return this.value(argument, place, depth);
    const computed = this.computed(
      expr.fn.name,
      expr.args.map((arg) => this.value(arg, place, depth)),
    );
    if (computed) return computed;
    const expanded = this.#expressions.expand(expr.fn.name, expr.args, expr.at, place);
    return expanded ? this.value(expanded.expr, expanded.place, depth + 1) : NO_BITS;
  }

  /** The value of a macro that the compiler computes, or of a function that takes out an error number; null for any other. */
  computed(name: string, args: readonly Bits[]): Bits | null {
    if (ERROR_NUMBERS.has(name)) return ERROR_NUMBER;
    const compute = COMPUTED[name];
    if (!compute) return null;
    const numbers = args.map(known);
    const value = numbers.includes(null) ? null : compute(numbers.filter((each) => each !== null));
    return value === null ? NO_BITS : constant(value);
  }
}

/** The value of `op a`. */
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
