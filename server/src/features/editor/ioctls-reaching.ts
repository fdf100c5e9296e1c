/** The ioctls that can reach a hook. */
import { pushTo } from '../../base/add-to.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import { Reach } from '../../resolve/graph/reach.ts';
import { type OpsIndex, Resolver } from '../../resolve/ops/ops.ts';
import { hasManyTables } from '../../rules/tables.ts';
import { reachedIoctl } from '../graph/ioctl-reach.ts';
import { named, type Part } from '../prose.ts';
import type { QuerySettings } from '../query.ts';

/**
 * The names of the ioctls that can reach a hook of one of the settings' structs. Nothing is said of a struct with very many tables:
 * nearly every ioctl gets to a hook like `file_operations.read_iter`, and it takes minutes to find that out.
 */
export function ioctlsReaching(ops: OpsIndex, field: string, settings: QuerySettings): readonly Part[] {
  const isAsked =
    settings.ops.includes(ops.name) && !settings.ops.some((name) => hasManyTables(ops.resolver.ops(name)));
  if (!isAsked) return [];
  const byHook = ops.resolver.snapshot.get(IOCTLS_BY_HOOK, settings.ops.join());
  return byHook.get(`${ops.name}.${field}`) ?? [];
}

const IOCTLS_BY_HOOK = query(
  'ioctls by hook',
  (snapshot: Snapshot, names: string): ReadonlyMap<string, readonly Part[]> => {
    snapshot.pin();
    const reach = Reach.of(Resolver.of(snapshot), names.split(','));
    const found = new Map<string, Part[]>();
    for (const entry of reach.entries) {
      for (const ioctl of entry.ioctls) {
        for (const { ops, field } of reachedIoctl(reach, entry, ioctl).hooks) {
          pushTo(found, `${ops}.${field}`, named(ioctl.name, ioctl.body.file, ioctl.at));
        }
      }
    }
    return found;
  },
);
