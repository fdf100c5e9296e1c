/** The constants that the cases of a switch name: a command is compared with each of them, and each command with all. */
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { Expr, Stmt } from '../../model/ir.ts';
import type { Body } from '../ops/bodies.ts';
import { Resolver } from '../ops/ops.ts';
import { type Bits, equal, NO_BITS } from './bits.ts';
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

/** The cases of a switch. */
export interface Cases {
  readonly all: readonly Case[];
  /** What is known of each; null for one that is anything but one constant's name, and for `default`. */
  readonly known: readonly (Named | null)[];
  readonly hasDefault: boolean;
}

/** The cases of a switch in a function. */
export function casesOf(snapshot: Snapshot, stmt: Switch, body: Body): Cases {
  return snapshot.get(CASES, stmt, body);
}

const CASES = query('cases of a switch', (snapshot: Snapshot, { body: inner }: Switch, body: Body): Cases => {
  const all = (inner.k === 'block' ? inner.body : [inner]).flatMap((each) => (each.k === 'case' ? [each] : []));
  const known = all.map(({ values: [value, another] }) =>
    value && !another && isPlain(value, body) ? named(snapshot, value.name, body) : null,
  );
  return { all, known, hasDefault: all.some(({ values }) => values.length === 0) };
});

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
