/** The dispatch sites of a small tree with their targets, as lines. */
import { join } from 'node:path';
import { readBatch } from '../../server/src/features/whole-tree/batch.ts';
import { joinTargets } from '../../server/src/features/whole-tree/join-targets.ts';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { Snapshot } from '../../server/src/index/snapshot.ts';
import { Resolver } from '../../server/src/resolve/ops/ops.ts';
import { MemoryTree } from './memory-tree.ts';
import { projectRoot } from './root.ts';

const lowerer = loadLowerer(join(projectRoot, 'dist'));

/** A snapshot of files that are given by their texts. */
export async function snapshotOf(files: Readonly<Record<string, string>>): Promise<Snapshot> {
  return Snapshot.of(new MemoryTree(new Map(Object.entries(files))), { folders: [] }, await lowerer);
}

/** `FUNCTION: KIND STRUCT.FIELD > TARGET...` for each site, its guard and the variable that it goes through. */
export async function joinedSites(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const snapshot = await snapshotOf(files);
  const batches = Object.keys(files)
    .sort()
    .map((path) => readBatch(Resolver.of(snapshot), [path], 'dispatch'));
  const joined = joinTargets(
    snapshot,
    batches.flatMap((each) => each.dispatch),
    batches.flatMap((each) => each.facts),
  );
  return joined.map(({ kind, function: inFunction, struct, field, targets, guarded, through, macro }) => {
    const by = [through === null ? [] : `by ${through}`, guarded ? 'guarded' : [], macro ? `in ${macro}` : []].flat();
    return [`${inFunction}: ${kind} ${struct ?? '-'}.${field}`, ...by, '>', ...targets].join(' ');
  });
}
