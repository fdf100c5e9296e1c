/** Named constants: enumerators and macros, computed from their definitions when something depends on them. */
import type { SourceFile } from '../../index/file.ts';
import type { Expr } from '../../model/ir.ts';
import { type Expressions, isNull } from '../expressions.ts';
import type { Resolver } from '../ops.ts';
import { type Place, placeIn } from '../place.ts';
import { type Bits, constant, literal, NO_BITS, operate, truth, truthBits, unary } from './bits.ts';
import { type Enum, enumIn } from './enums.ts';
import { computed, TRANSPARENT } from './known-macros.ts';

/** How deep definitions use each other. */
const MAX_DEPTH = 12;

/** Computes constants for one snapshot. */
export class Constants {
  readonly #expressions: Expressions;
  readonly #resolver: Resolver;
  readonly #names = new Map<string, Bits>();

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
    const expanded = this.#expressions.uses.expand(name, null, 0, placeIn(file, null));
    return expanded && this.value(expanded.expr, expanded.place, depth + 1);
  }

  #enumerator(name: string, file: SourceFile, depth: number): Bits | null {
    const own = enumIn(name, file);
    const found = own ? { type: own, file } : this.#enumAround(name, file);
    return found && this.#enumValue(found.type, name, found.file, depth);
  }

  #enumAround(name: string, file: SourceFile): { type: Enum; file: SourceFile } | null {
    // Constants are in capitals; to look for any other name in every header would take longer than it is worth.
    if (!/^[A-Z_][A-Z0-9_]*$|^(?:true|false)$/.test(name)) return null;
    for (const each of this.#resolver.snapshot.includes.closure(file)) {
      const type = enumIn(name, each);
      if (type) return { type, file: each };
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
    const value = computed(
      expr.fn.name,
      expr.args.map((arg) => this.value(arg, place, depth)),
    );
    if (value) return value;
    const expanded = this.#expressions.uses.expand(expr.fn.name, expr.args, expr.at, place);
    return expanded ? this.value(expanded.expr, expanded.place, depth + 1) : NO_BITS;
  }
}
