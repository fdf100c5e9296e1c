/** `opscope calls PATHS`: every direct call of some files, one a line. */
import { normalPath } from '../base/paths.ts';
import { callsAsCompiled } from '../features/graph/direct-calls.ts';
import type { SourceFile } from '../index/file.ts';
import type { Snapshot } from '../index/snapshot.ts';
import { Resolver } from '../resolve/ops/ops.ts';
import { noSuchPath } from '../rules/sources.ts';
import { type OpenTree, type Output, UsageError } from './io.ts';
import { placeText } from './places.ts';
import { Shown, shown } from './shown.ts';
import { paintFor } from './style.ts';

/** Prints the direct calls of files, and of all files in folders. */
export function callsCommand(
  tree: OpenTree,
  paths: readonly string[],
  format: 'text' | 'json',
  output: Output,
): number {
  if (paths.length === 0) throw new UsageError('calls takes files or folders of the tree');
  const resolver = Resolver.of(tree.snapshot);
  const paint = paintFor(output);
  for (const file of paths.flatMap((path) => filesAt(tree.snapshot, path))) {
    for (const call of callsAsCompiled(resolver, file)) {
      if (format === 'json') output.out(Shown.json(call));
      else {
        const to = paint.dim(`  ${call.calleeFile}:${call.calleeLine}`);
        output.out(shown`${paint.dim(placeText(call))} ${call.caller}() -> ${paint.name(call.callee)}()${to}\n`);
      }
    }
  }
  return 0;
}

/** The file of a path, or the files in the folder of a path. */
function filesAt(snapshot: Snapshot, path: string): readonly SourceFile[] {
  const clean = normalPath(path);
  if (clean !== null && snapshot.exists(clean)) {
    const file = snapshot.file(clean);
    if (file) return [file];
  }
  const inside = clean === null ? [] : snapshot.source.search([clean], []);
  if (inside.length === 0) throw new UsageError(noSuchPath(snapshot.source, path));
  return inside.flatMap((each) => snapshot.file(each) ?? []);
}
