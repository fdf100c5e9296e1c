/** The constants that the cases of a switch name: a command is compared with each of them, and each command with all. */
import { pushTo } from '../../base/add-to.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { Expr, Stmt } from '../../model/ir.ts';
import type { Body } from '../ops/bodies.ts';
import { Resolver } from '../ops/ops.ts';
import { type Bits, equal, NO_BITS, known as numberIn } from './bits.ts';
import { Constants } from './constants.ts';

/** What is known of a constant by its name. */
export interface Named {
  /** What it is another name for; else the name itself. */
  readonly alias: string;
  /** Whether it is an ioctl's number: two of those are the same only by name. */
  readonly isIoctl: boolean;
  readonly bits: Bits;
}

type Switch = Extract<Stmt, { k: 'switch' }>;
type Case = Extract<Stmt, { k: 'case' }>;

/** The cases of a switch, and where what it does stands: thousands of commands go through it, each by a few of its cases. */
export interface Cases {
  readonly body: readonly Stmt[];
  readonly all: readonly Label[];
  readonly hasDefault: boolean;
  /** Cases by the constant's name, and by its number where that is known. */
  readonly byConstant: ReadonlyMap<string | bigint, readonly Label[]>;
  /** Those that are anything but one constant's name. */
  readonly unnamed: readonly Label[];
  /** The numbers in the body of what is no case, and of these the labels for `goto`, in order. */
  readonly others: readonly number[];
  readonly labels: readonly number[];
}

/** A `case` or `default`. */
export interface Label {
  readonly stmt: Case;
  /** Its number in the body. */
  readonly at: number;
  /** What is known of its constant; null for one that is anything but one constant's name, and for `default`. */
  readonly known: Named | null;
}

/** The cases of a switch in a function. */
export function casesOf(snapshot: Snapshot, stmt: Switch, body: Body): Cases {
  return snapshot.get(CASES, stmt, body);
}

const CASES = query('cases of a switch', (snapshot: Snapshot, { body: inner }: Switch, function_: Body): Cases => {
  const body = inner.k === 'block' ? inner.body : [inner];
  const all = body.flatMap((stmt, at): Label[] => {
    if (stmt.k !== 'case') return [];
    const [value, another] = stmt.values;
    const isNamed = value && !another && isPlain(value, function_);
    return [{ stmt, at, known: isNamed ? named(snapshot, value.name, function_) : null }];
  });
  const numbers = [...body.keys()];
  return {
    body,
    all,
    hasDefault: all.some(({ stmt }) => stmt.values.length === 0),
    byConstant: byConstant(all),
    unnamed: all.filter(({ known, stmt }) => !known && stmt.values.length > 0),
    others: numbers.filter((at) => body[at]?.k !== 'case'),
    labels: numbers.filter((at) => body[at]?.k === 'label'),
  };
});

function byConstant(all: readonly Label[]): ReadonlyMap<string | bigint, readonly Label[]> {
  const found = new Map<string | bigint, Label[]>();
  for (const label of all) {
    for (const key of label.known ? keysOf(label.known) : []) pushTo(found, key, label);
  }
  return found;
}

function keysOf({ alias, bits }: Named): readonly (string | bigint)[] {
  const number = numberIn(bits);
  return number === null ? [alias] : [alias, number];
}

/** The cases that are certain to have the value of a constant by what both are called, or by their numbers. */
export function sameCases({ byConstant }: Cases, name: Named): readonly Label[] {
  const found = keysOf(name).flatMap((key) => byConstant.get(key) ?? []);
  return [...new Set(found)].filter(({ known }) => known && sameNamed(name, known) === true);
}

function isPlain(value: Expr, { place }: Body): value is Extract<Expr, { k: 'id' }> {
  return value.k === 'id' && value.name !== 'NULL' && !place.scope?.local(value.name, value.at);
}

/** What is known of a constant, as the file of a function has it. */
export function named(snapshot: Snapshot, name: string, { file }: Body): Named {
  const constants = new Constants(Resolver.of(snapshot));
  const alias = constants.alias(name, file);
  return { alias, isIoctl: constants.isIoctl(alias, file), bits: constants.name(name, file) };
}

/** Whether two constants are the same; null when their definitions do not say. */
export function sameNamed(a: Named, b: Named): boolean | null {
  if (a.alias === b.alias) return true;
  if (a.isIoctl && b.isIoctl) return false;
  return a.bits === NO_BITS || b.bits === NO_BITS ? null : equal(a.bits, b.bits);
}
