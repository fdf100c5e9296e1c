/** Named constants: enumerators and macros, computed from their definitions when something depends on them. */
import type { SourceFile } from '../../index/file.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { Expr } from '../../model/ir.ts';
import { type Expressions, isNull } from '../language/expressions.ts';
import { type Place, placeIn } from '../language/place.ts';
import { Resolver } from '../ops/ops.ts';
import { type Bits, constant, literal, NO_BITS, operate, truth, truthBits, unary } from './bits.ts';
import { type Enum, enumIn, numbersOf, saidUpTo } from './enums.ts';
import { computed, TRANSPARENT } from './known-macros.ts';

/** Computes constants for one snapshot. */
export class Constants {
  readonly #expressions: Expressions;
  readonly #resolver: Resolver;

  constructor(resolver: Resolver) {
    this.#resolver = resolver;
    this.#expressions = resolver.expressions;
  }

  /** The snapshot that they are of. */
  get snapshot(): Snapshot {
    return this.#resolver.snapshot;
  }

  /** The value of a named constant as a file sees it; no known bits when it is none, or cannot be computed. */
  name(name: string, file: SourceFile): Bits {
    return this.#resolver.snapshot.get(VALUE, name, file);
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

  /** What a name's definition is worth; null when it has none. */
  defined(name: string, file: SourceFile): Bits | null {
    return this.#define(name, file) ?? this.#enumerator(name, file);
  }

  #define(name: string, file: SourceFile): Bits | null {
    const macro = this.#expressions.macros.find(name, file);
    if (!macro || macro.params !== null) return null;
    const expanded = this.#expressions.uses.expand(name, null, 0, placeIn(file, null));
    return expanded && this.value(expanded.expr, expanded.place);
  }

  #enumerator(name: string, file: SourceFile): Bits | null {
    const own = enumIn(this.#resolver.snapshot, name, file);
    const found = own ? { type: own, file } : this.#enumAround(name, file);
    if (!found) return null;
    const number = numbersOf(found.type).get(name);
    return number === undefined ? NO_BITS : this.#resolver.snapshot.get(ENUMERATOR, found.type, number, found.file);
  }

  #enumAround(name: string, file: SourceFile): { type: Enum; file: SourceFile } | null {
    // Constants are in capitals; to look for any other name in every header would take longer than it is worth.
    if (!/^[A-Z_][A-Z0-9_]*$|^(?:true|false)$/.test(name)) return null;
    for (const each of this.#resolver.snapshot.closure(file)) {
      const type = enumIn(this.#resolver.snapshot, name, each);
      if (type) return { type, file: each };
    }
    return null;
  }

  /** The value of the enumerator of a number: one that says it, or one more for each behind it. */
  enumerator(type: Enum, number: number, file: SourceFile): Bits {
    const { enumerators = [] } = type;
    const { snapshot } = this.#resolver;
    const said = saidUpTo(type, number);
    const { value } = enumerators[said] ?? {};
    if (said < number) return operate('+', snapshot.get(ENUMERATOR, type, said, file), constant(BigInt(number - said)));
    if (!value) return constant(0n);
    // Each may stand on the one in front of it: from afar they are asked for in order, so that the stack is not as deep as the list.
    for (const block of BLOCKS) {
      const start = number - (number % block || block);
      if (start >= 0) snapshot.get(ENUMERATOR, type, start, file);
    }
    return this.value(value, placeIn(file, null));
  }

  /** The value of a constant expression. */
  value(expr: Expr, place: Place): Bits {
    const inner = (each: Expr): Bits => this.value(each, place);
    switch (expr.k) {
      case 'number': {
        const number = literal(expr.text);
        return number === null ? NO_BITS : constant(number);
      }
      case 'id':
        if (isNull(expr)) return constant(0n);
        return this.name(expr.name, place.file);
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
        return this.#call(expr, place);
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

  #call(expr: Extract<Expr, { k: 'call' }>, place: Place): Bits {
    if (expr.fn.k !== 'id') return NO_BITS;
    const same = TRANSPARENT.get(expr.fn.name);
    const argument = same === undefined ? undefined : expr.args[same];
    if (argument) return this.value(argument, place);
    const value = computed(
      expr.fn.name,
      expr.args.map((arg) => this.value(arg, place)),
    );
    if (value) return value;
    const expanded = this.#expressions.uses.expand(expr.fn.name, expr.args, expr.at, place);
    return expanded ? this.value(expanded.expr, expanded.place) : NO_BITS;
  }
}

const VALUE = query(
  'value of a constant',
  (snapshot: Snapshot, name: string, file: SourceFile): Bits =>
    new Constants(Resolver.of(snapshot)).defined(name, file) ?? NO_BITS,
  // A definition that uses itself has no value.
  () => NO_BITS,
);

/** From so many to so many enumerators values are asked for first. */
const BLOCKS = [4096, 64];

const ENUMERATOR = query(
  'value of an enumerator',
  (snapshot: Snapshot, type: Enum, number: number, file: SourceFile): Bits =>
    new Constants(Resolver.of(snapshot)).enumerator(type, number, file),
  // One that uses itself has no value.
  () => NO_BITS,
);
