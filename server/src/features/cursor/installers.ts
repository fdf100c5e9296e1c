/** The members through which tables are installed, e.g. `vm_operations_struct.uffd_ops`. */

import type { SourceFile } from '../../index/file.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { TypeExpr } from '../../model/ir.ts';
import type { MemberRef } from '../../resolve/language/types.ts';
import { type OpsIndex, Resolver } from '../../resolve/ops/ops.ts';
import { NAMES } from '../../resolve/ops/struct-names.ts';

/** Whether a member holds tables of an ops struct, or points to them. */
export function installsTables(ops: OpsIndex, ref: MemberRef): boolean {
  const { types } = ops.resolver.expressions;
  const typed = { type: ref.member.type, file: ref.owner.file };
  const struct = types.structOf(types.pointee(typed)) ?? types.structOf(typed);
  return struct !== null && ops.is(struct);
}

/** Whether a type can be, or point to, what one of the names stands for: asked before it is looked up what it is. */
function mayBe(type: TypeExpr, names: ReadonlySet<string>): boolean {
  switch (type.k) {
    case 'pointer':
      return mayBe(type.to, names);
    case 'array':
      return mayBe(type.of, names);
    case 'tag':
      return type.tag !== null && names.has(type.tag);
    case 'name':
      return names.has(type.name);
    case 'function':
    case 'unknown':
      return false;
    case 'typeof':
      return true;
  }
}

/** Adds what typedefs that have a name in them declare: `typedef struct ops {...} ops_t, *ops_ptr`, of which one name is known. */
function addTypedefs({ regions, text }: SourceFile, name: string, names: Set<string>): void {
  for (const { kind, start, end, brace } of regions) {
    const own = text.slice(start, end);
    if (kind !== 'typedef' || !own.includes(name)) continue;
    const behind = brace < 0 ? own : own.slice(own.lastIndexOf('}'));
    for (const [word] of behind.matchAll(/\w+/g)) names.add(word);
  }
}

/** The members that tables of an ops struct are installed in. */
export function installers(ops: OpsIndex): readonly MemberRef[] {
  return ops.resolver.snapshot.get(INSTALLERS, ops.name);
}

const INSTALLERS = query('members that install tables', (snapshot: Snapshot, name: string): readonly MemberRef[] => {
  const ops = Resolver.of(snapshot).ops(name);
  const found: MemberRef[] = [];
  const names = new Set(snapshot.get(NAMES, name).words);
  for (const file of ops.candidates()) addTypedefs(file, name, names);
  for (const file of ops.candidates()) {
    for (const region of file.regions) {
      if (region.kind !== 'type' || !file.text.slice(region.start, region.end).includes(name)) continue;
      for (const type of file.lower(region).types) {
        const struct = type.tag === null ? null : ops.resolver.expressions.types.structByTag(type.tag, file);
        for (const member of struct?.members ?? []) {
          const isOne = struct && mayBe(member.type, names) && installsTables(ops, { owner: struct, member });
          if (isOne) found.push({ owner: struct, member });
        }
      }
    }
  }
  return found;
});
