/** The members through which tables are installed, e.g. `vm_operations_struct.uffd_ops`. */
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { MemberRef } from '../../resolve/language/types.ts';
import { type OpsIndex, Resolver } from '../../resolve/ops/ops.ts';

/** Whether a member holds tables of an ops struct, or points to them. */
export function installsTables(ops: OpsIndex, ref: MemberRef): boolean {
  const { types } = ops.resolver.expressions;
  const typed = { type: ref.member.type, file: ref.owner.file };
  const struct = types.structOf(types.pointee(typed)) ?? types.structOf(typed);
  return struct !== null && ops.is(struct);
}

/** The members that tables of an ops struct are installed in. */
export function installers(ops: OpsIndex): readonly MemberRef[] {
  return ops.resolver.snapshot.get(INSTALLERS, ops.name);
}

const INSTALLERS = query('members that install tables', (snapshot: Snapshot, name: string): readonly MemberRef[] => {
  const ops = Resolver.of(snapshot).ops(name);
  const found: MemberRef[] = [];
  for (const file of ops.candidates()) {
    for (const region of file.regions) {
      if (region.kind !== 'type' || !file.text.slice(region.start, region.end).includes(name)) continue;
      for (const type of file.lower(region).types) {
        const struct = type.tag === null ? null : ops.resolver.expressions.types.structByTag(type.tag, file);
        for (const member of struct?.members ?? [])
          if (struct && installsTables(ops, { owner: struct, member })) found.push({ owner: struct, member });
      }
    }
  }
  return found;
});
