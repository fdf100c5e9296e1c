/** What can be counted of a change: lines, exports, and what the ops structs gain and lose. */
import type { Snapshot } from '../../index/snapshot.ts';
import type { Difference, Named, OpsFacts, ReviewFacts } from '../../model/review-answers.ts';
import type { OpsIndex } from '../../resolve/ops/ops.ts';
import { EXPORTS } from '../../rules/exports.ts';
import type { FileChanges } from '../../series/changes.ts';
import type { State } from './states.ts';

/** The facts of what lies between two states. */
export function factsBetween(before: State, after: State, changes: readonly FileChanges[]): ReviewFacts {
  const paths = new Set(changes.flatMap(({ texts }) => [...texts.keys()]));
  const sum = (of: (size: FileChanges['size']) => number): number =>
    changes.reduce((total, { size }) => total + of(size), 0);
  const old = new Map(before.scope.ops.map((each) => [each.name, each]));
  return {
    files: paths.size,
    added: sum(({ added }) => added),
    removed: sum(({ removed }) => removed),
    exports: difference(exportsIn(before.scope.snapshot, paths), exportsIn(after.scope.snapshot, paths)),
    ops: after.scope.ops.map((each) => opsFacts(old.get(each.name) ?? null, each)),
  };
}

function exportsIn(snapshot: Snapshot, paths: Iterable<string>): readonly Named[] {
  return [...paths]
    .filter((path) => /\.[ch]$/.test(path))
    .sort()
    .flatMap((path) => snapshot.file(path) ?? [])
    .flatMap((file) =>
      snapshot.get(EXPORTS, file).map(({ name, at }) => ({ name, file: file.path, line: file.point(at).line })),
    );
}

function opsFacts(before: OpsIndex | null, after: OpsIndex): OpsFacts {
  const both = (of: (ops: OpsIndex) => readonly Named[]): Difference => difference(before ? of(before) : [], of(after));
  return { name: after.name, hooks: both(hooksOf), tables: both(tablesOf), dispatches: both(dispatchesOf) };
}

function hooksOf(ops: OpsIndex): readonly Named[] {
  const hooks = new Set(ops.hookNames());
  return ops
    .fields()
    .filter(({ member }) => hooks.has(member.name ?? ''))
    .map(({ member, owner }) => ({
      name: member.name ?? '',
      file: owner.file.path,
      line: owner.file.point(member.at).line,
    }));
}

function tablesOf(ops: OpsIndex): readonly Named[] {
  return ops.tables().map(({ name, file, at }) => ({ name, file: file.path, line: file.point(at).line }));
}

function dispatchesOf(ops: OpsIndex): readonly Named[] {
  return ops
    .uses()
    .calls.filter(({ struct }) => ops.is(struct))
    .map(({ field, inFunction, file, at }) => ({
      name: `${field} in ${inFunction}()`,
      file: file.path,
      line: file.point(at).line,
    }));
}

/** What came and went; of several with a name as many as came or went. */
function difference(before: readonly Named[], after: readonly Named[]): Difference {
  return { gained: less(after, before), lost: less(before, after) };
}

function less(from: readonly Named[], other: readonly Named[]): readonly Named[] {
  const left = new Map<string, number>();
  for (const { name } of other) left.set(name, (left.get(name) ?? 0) + 1);
  return from.filter(({ name }) => {
    const times = left.get(name) ?? 0;
    left.set(name, times - 1);
    return times <= 0;
  });
}
