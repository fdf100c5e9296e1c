/** What the interpreter knows of a value. */

import type { Body } from '../ops/bodies.ts';
import type { OpsIndex } from '../ops/ops.ts';
import type { OpsTable } from '../tables/tables.ts';
import type { Bits } from './bits.ts';
import { meet, NO_BITS } from './bits.ts';

/** A table that a pointer may be to, and the conditions under which it was taken. */
export interface Choice {
  readonly ops: OpsIndex;
  readonly table: OpsTable;
  readonly conditions: readonly string[];
}

/** A hook's value: a field of one of some tables. */
export interface HookChoice extends Choice {
  readonly field: string;
}

export type Value =
  | { readonly k: 'unknown' }
  | { readonly k: 'bits'; readonly bits: Bits }
  /** A constant by its name, computed only when something depends on it. */
  | { readonly k: 'name'; readonly name: string; readonly body: Body }
  /** The address of a variable, or of a member of one. */
  | { readonly k: 'address'; readonly of: string }
  /** A pointer to one of these tables. */
  | { readonly k: 'tables'; readonly choices: readonly Choice[] }
  /** What a hook holds in one of these tables. */
  | { readonly k: 'hooks'; readonly choices: readonly HookChoice[] }
  /** A pointer to one of these functions. */
  | { readonly k: 'functions'; readonly bodies: readonly Body[] };

export const UNKNOWN: Value = { k: 'unknown' };

export function bitsValue(bits: Bits): Value {
  return bits.mask === 0n ? UNKNOWN : { k: 'bits', bits };
}

/** The bits of a value that has any. */
export function bitsOf(value: Value): Bits {
  return value.k === 'bits' ? value.bits : NO_BITS;
}

/** A text that is the same for values that are. */
export function keyOf(value: Value): string {
  switch (value.k) {
    case 'unknown':
      return '';
    case 'bits':
      return `${value.bits.mask.toString(16)}/${value.bits.value.toString(16)}`;
    case 'name':
      return `n:${value.name}`;
    case 'address':
      return `&${value.of}`;
    case 'tables':
      return `t:${value.choices.map(choiceKey).join(',')}`;
    case 'hooks':
      return `h:${value.choices.map((each) => `${each.field} ${choiceKey(each)}`).join(',')}`;
    case 'functions':
      return `f:${value.bodies.map((each) => each.id).join(',')}`;
  }
}

function choiceKey({ table, conditions }: Choice): string {
  return `${table.file.path}:${table.at}?${conditions.join('&')}`;
}

/** What holds of a value that is one of two. */
export function joinValues(a: Value, b: Value): Value {
  if (a === b) return a;
  if (a.k === 'bits' && b.k === 'bits') return bitsValue(meet(a.bits, b.bits));
  if (a.k === 'tables' && b.k === 'tables') return { k: 'tables', choices: united(a.choices, b.choices, choiceKey) };
  // NULL is no table: nothing is dispatched through it.
  if (a.k === 'tables' && isZero(b)) return a;
  if (b.k === 'tables' && isZero(a)) return b;
  if (a.k === 'hooks' && b.k === 'hooks') {
    return { k: 'hooks', choices: united(a.choices, b.choices, (each) => `${each.field} ${choiceKey(each)}`) };
  }
  if (a.k === 'functions' && b.k === 'functions') {
    return { k: 'functions', bodies: united(a.bodies, b.bodies, (each) => each.id) };
  }
  return keyOf(a) === keyOf(b) ? a : UNKNOWN;
}

export function isZero(value: Value): boolean {
  return (
    (value.k === 'bits' && value.bits.value === 0n && value.bits.mask >> 63n === 1n) ||
    (value.k === 'name' && value.name === 'NULL')
  );
}

function united<T>(a: readonly T[], b: readonly T[], key: (each: T) => string): readonly T[] {
  const found = new Map(a.map((each) => [key(each), each]));
  for (const each of b) if (!found.has(key(each))) found.set(key(each), each);
  return [...found.values()];
}

/** The value, its choices marked as taken under further conditions. */
export function under(value: Value, conditions: readonly string[]): Value {
  if (conditions.length === 0) return value;
  const mark = <T extends Choice>(each: T): T => ({ ...each, conditions: merged(each.conditions, conditions) });
  if (value.k === 'tables') return { k: 'tables', choices: value.choices.map(mark) };
  if (value.k === 'hooks') return { k: 'hooks', choices: value.choices.map(mark) };
  return value;
}

/** Conditions in order, each once. */
export function merged(first: readonly string[], second: readonly string[]): readonly string[] {
  return [...new Set([...first, ...second])];
}
