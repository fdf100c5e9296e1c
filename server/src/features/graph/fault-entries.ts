/** Who hands page faults over to the core, by memory type. */
import { pushTo } from '../../base/add-to.ts';
import type { SourceFile } from '../../index/file.ts';
import type { FaultCaller, FaultEntry } from '../../model/graph-answers.ts';
import { Faults } from '../../resolve/graph/faults.ts';
import type { Hop } from '../../resolve/graph/neighbours.ts';
import type { Body } from '../../resolve/ops/bodies.ts';
import type { Resolver } from '../../resolve/ops/ops.ts';
import { memoryType } from '../../resolve/tables/memory-type.ts';
import { PREDICATES } from '../../rules/memory-types.ts';
import { bodyPlace } from '../places.ts';

/** The entries of page faults, each with its callers by memory type; those of any memory come last. */
export function faultEntries(resolver: Resolver, ops: readonly string[]): readonly FaultEntry[] {
  const faults = Faults.of(resolver, ops);
  const typeOf = (body: Body): string | null => faultType(resolver, ops, body.name, body.file);
  return faults.entries().map((entry) => ({ ...bodyPlace(entry), callers: callers(faults, entry, typeOf) }));
}

/**
 * The memory type whose faults a function outside the core works on: that of its file, else one that its name has, as
 * `do_anonymous_page` has `anon`. Null where it works on whatever memory is there.
 */
export function faultType(resolver: Resolver, ops: readonly string[], name: string, file: SourceFile): string | null {
  const types = typesOf(resolver, ops);
  const stem = /(?<![^/])([^/]+)\.c$/.exec(file.path)?.[1] ?? '';
  return types.includes(stem) ? stem : (types.find((type) => `_${name}`.includes(`_${type}`)) ?? null);
}

/** The memory types that have tables; in a tree without any, those that the core asks for by name. */
function typesOf(resolver: Resolver, ops: readonly string[]): readonly string[] {
  const tables = ops.flatMap((name) =>
    resolver
      .ops(name)
      .tables()
      .map((table) => memoryType(table, name)),
  );
  return [...new Set(tables.length > 0 ? tables : Faults.of(resolver, ops).asked().map(labelOf))];
}

/** What a memory type is called that the core asks for by name: the same where there are tables and where there are none. */
function labelOf(asked: string): string {
  return PREDICATES.get(`vma_is_${asked}`) ?? PREDICATES.get(`is_vm_${asked}_page`) ?? asked;
}

type TypeOf = (body: Body) => string | null;

function callers(faults: Faults, entry: Body, typeOf: TypeOf): readonly FaultCaller[] {
  const byFunction = new Map<string, Hop[]>();
  for (const hop of faults.callers(entry)) pushTo(byFunction, hop.from.id, hop);
  return [...byFunction.values()]
    .flatMap((hops) => {
      const [first] = hops;
      return first ? [caller(first.from, hops, typeOf)] : [];
    })
    .sort((a, b) => order(a) - order(b) || compare(a.memoryType ?? '', b.memoryType ?? ''));
}

function caller(from: Body, hops: readonly Hop[], typeOf: TypeOf): FaultCaller {
  const calls = hops.map(({ at }) => ({ file: from.file.path, ...from.file.point(at) }));
  return { ...bodyPlace(from), memoryType: typeOf(from), calls };
}

function order({ memoryType }: FaultCaller): number {
  return memoryType === null ? 1 : 0;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
